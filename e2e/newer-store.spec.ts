import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { makeNewer } from '#core/store/testing/make-newer.ts';
import { test as inBrowser } from './support/desk.ts';
import { moment, openService } from './support/fill-profile.ts';
import { test as inShell } from './electron/start-shell.ts';

const readOnly = 'A newer version of Americano wrote this profile. Here you can read and export it';

/** Looks around, exports, tries to study. */
const lookAround = async (page: Page): Promise<void> => {
  await expect(page.getByText(readOnly)).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => void (location.hash = '/settings'));
  await page.getByRole('button', { name: 'Export everything', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText(/ is ready\.$/)).toBeVisible();
  await page.evaluate(() => void (location.hash = '/study'));
  await expect(page.getByText('so nothing was changed')).toBeVisible();
  // It is said on every page.
  await expect(page.getByText(readOnly)).toBeVisible();
};

inBrowser('a profile of a newer version is read and exported in a browser window', async ({ page, desk }) => {
  const { service } = await openService(desk.profile, moment.now);
  await service.server.call('exchange.openSample', {}, { caller: 'test' });
  await service.close();
  makeNewer(desk.profile, { minWriter: 9999 });
  const store = join(desk.profile, 'americano.sqlite');
  const before = readFileSync(store);
  const { address } = await desk.start(moment);
  await page.goto(address);
  const download = page.waitForEvent('download');
  await lookAround(page);
  const out = join(desk.files, 'out.colpkg');
  await (await download).saveAs(out);
  expect(statSync(out).size).toBeGreaterThan(1000);
  expect(readFileSync(store).equals(before)).toBe(true);
});

inShell('a profile of a newer version is read and exported in the shell', async ({ desk }) => {
  const first = await desk.start();
  const made = await desk.page();
  await made.getByRole('button', { name: 'Open the sample course' }).click();
  await expect(made.getByRole('heading', { name: /next seven days/i })).toBeVisible();
  await made.close();
  await first.ended;
  makeNewer(desk.profile, { minWriter: 9999 });
  const store = join(desk.profile, 'americano.sqlite');
  const before = readFileSync(store);
  const again = await desk.start();
  const page = await desk.page();
  await lookAround(page);
  expect((await again.act('state')).record.dialogs).toEqual([]);
  expect(readFileSync(store).equals(before)).toBe(true);
});
