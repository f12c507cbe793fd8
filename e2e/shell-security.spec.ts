import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { failedItems } from './electron/security-checklist.ts';
import { mutantsOfSecurity, writeMutant } from './electron/mutants.ts';
import { test } from './electron/start-shell.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../node_modules/electron/package.json', import.meta.url), 'utf8'),
) as { version: string };

test('all twenty items of Electron’s security list hold in the built shell', async ({ desk }) => {
  const shell = await desk.start();
  const page = await desk.page();
  await expect(page.getByRole('button', { name: 'Open the sample course' })).toBeVisible();
  expect(await failedItems(shell, page, version)).toEqual([]);
  expect(desk.problems).toEqual([]);
});

for (const { item, what, ...change } of mutantsOfSecurity) {
  test(`item ${item} is found missing: ${what}`, async ({ desk }) => {
    const main = writeMutant(desk.files, change);
    const shell = await desk.start({ main });
    const page = await desk.page();
    await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete');
    expect(await failedItems(shell, page, version)).toContain(item);
  });
}
