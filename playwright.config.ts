import { defineConfig } from '@playwright/test';

import { findChromium } from './scripts/programs.ts';

/** Quiet and offline: the browser talks to the service under test and to nobody else. */
const FLAGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

// Chromium refuses its sandbox to root, and to nobody else may it be taken away.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const executablePath = findChromium();

// `playwright test PATH` runs what must always hold; AMERICANO_LONG=1 (`npm run test:long`) runs the campaigns instead.
const long = process.env.AMERICANO_LONG === '1';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  projects: [long ? { name: 'long', testMatch: '**/*.long.ts' } : { name: 'e2e', testMatch: '**/*.spec.ts' }],
  timeout: long ? 30 * 60_000 : 60_000,
  // Two cores: a second browser would disturb what is measured in the first.
  workers: 1,
  // A machine that does something else beside needs its time: what is wrong stays wrong for longer than this.
  // Of a program that was broken on purpose nothing better will come of waiting.
  expect: { timeout: process.env.AMERICANO_SHELL_MAIN === undefined ? 15_000 : 4_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['./scripts/tests/playwright-reporter.ts']],
  use: {
    headless: true,
    screenshot: 'off',
    trace: 'off',
    video: 'off',
    locale: 'en-GB',
    launchOptions: {
      args: [...FLAGS, ...sandbox],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
