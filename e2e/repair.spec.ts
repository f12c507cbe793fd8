import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './support/desk.ts';
import { fillProfile, moment } from './support/fill-profile.ts';

/** Overwrites the first page and every tenth one after it. */
const damage = (file: string): void => {
  const fd = openSync(file, 'r+');
  for (let at = 0; at < statSync(file).size; at += 4096 * 10)
    writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, at);
  closeSync(fd);
};

test('somebody whose store is damaged sees what can be saved, and goes on with it', async ({
  page,
  desk,
}) => {
  await fillProfile(desk.profile);
  damage(join(desk.profile, 'americano.sqlite'));
  const { address } = await desk.start(moment);
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'This profile is damaged' })).toBeVisible();
  const salvage = page.getByRole('region', { name: 'What can still be read' });
  await expect(salvage.getByText(/\d+ notes?, \d+ cards?/)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('the damaged file is kept beside the new one')).toBeVisible();
  await salvage.getByRole('button', { name: 'Go on with this' }).click();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Library' })).toBeVisible({
    timeout: 20_000,
  });
  expect(readdirSync(desk.profile).filter((name) => name.includes('.damaged-'))).toHaveLength(1);
});
