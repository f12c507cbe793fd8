import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { managedBy } from './electron/mutants.ts';
import { test, type ShellDesk } from './electron/start-shell.ts';

const sample = { name: 'Open the sample course' } as const;
const logOf = (desk: ShellDesk): string => readFileSync(join(desk.profile, 'service.log'), 'utf8');

test('what of the policies made no sense stands in the log from the first start of a profile on', async ({
  desk,
}) => {
  await desk.start({ main: managedBy(desk.files, { UpdateMode: 'perhaps' }) });
  await expect((await desk.page()).getByRole('button', sample)).toBeVisible();
  expect(logOf(desk)).toMatch(/policy UpdateMode of .*school\.json not taken: .*perhaps/);
});

test('what a card leads to is written into no log', async ({ desk }) => {
  const shell = await desk.start();
  await expect((await desk.page()).getByRole('button', sample)).toBeVisible();
  await shell.act('openWindow', 'http://secret.example/diagnosis');
  await shell.act('navigate', 'https://secret.example/diagnosis', true);
  await shell.act('redirect', 'https://secret.example/diagnosis');
  const log = logOf(desk);
  expect(log).toContain('refused opening an address of http:');
  expect(log).toContain('refused navigation to an address of https:');
  expect(log).not.toContain('secret');
});
