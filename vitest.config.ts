import { defineConfig } from 'vitest/config';

/**
 * Workers that tests start run TypeScript, which Node strips with WebAssembly. V8 13 and later can abort the process
 * ("jit_page.has_value()") or fault when a call out of WebAssembly becomes hot in one thread while another thread ends:
 * the compiled wrapper is freed twice. With this budget no wrapper is ever compiled. Bundles need no stripping.
 */
const stableWorkers =
  Number.parseInt(process.versions.v8, 10) >= 13 ? ['--wasm-wrapper-tiering-budget=1000000000'] : [];

const ignored = ['**/node_modules/**', 'dist/**'];

// `vitest run PATH` runs what must always hold; AMERICANO_LONG=1 (`npm run test:long`) runs the campaigns instead.
const always = [
  {
    test: {
      name: 'unit',
      include: ['{core,ml,sync,electron,scripts,bench,e2e}/**/*.test.ts'],
      exclude: ignored,
    },
  },
  {
    test: {
      name: 'renderer',
      // Tests read style sheets; without this they are empty.
      css: true,
      include: ['renderer/**/*.test.{ts,tsx}'],
      exclude: ignored,
    },
  },
];

const campaigns = [
  {
    test: {
      name: 'long',
      include: ['{core,ml,sync,electron,scripts,bench,renderer}/**/*.long.{ts,tsx}'],
      exclude: ignored,
      testTimeout: 30 * 60_000,
      hookTimeout: 10 * 60_000,
    },
  },
];

export default defineConfig({
  test: {
    projects: process.env.AMERICANO_LONG === '1' ? campaigns : always,
    reporters: ['default', './scripts/tests/vitest-reporter.ts'],
    setupFiles: ['./scripts/tests/properties-seed.ts'],
    environment: 'node',
    execArgv: stableWorkers,
    // Processes, not threads: tests kill children, change the environment and load a native module. A worker keeps
    // its modules between files, which saves most of the time; domain code holds no state in modules.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
