import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { countReviews } from './support/count-reviews.ts';
import { test } from './support/desk.ts';
import { fillProfile, moment } from './support/fill-profile.ts';

const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const course = (page: Page) => page.getByRole('row', { name: /How memory works/ }).first();
const newest = (page: Page) => page.getByRole('button', { name: /^Restore the backup of/ }).first();
const go = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name }).click();
};
const removeCourse = async (page: Page): Promise<void> => {
  await go(page, 'Library');
  await page.getByRole('button', { name: 'Actions for How memory works' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(course(page)).toBeHidden();
};

test('somebody backs up, loses a course, restores it, and takes that back', async ({
  page,
  desk,
  problems,
}) => {
  await fillProfile(desk.profile);
  const { address } = await desk.start(moment);
  await page.goto(address);
  await go(page, 'Settings');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(messages(page).getByText('The backup is made.')).toBeVisible();
  await expect(newest(page)).toBeVisible();

  await removeCourse(page);
  await go(page, 'Settings');
  await newest(page).click();
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
  await expect(dialog.getByRole('row', { name: /^Courses 0 1/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore this backup' }).click();
  await expect(dialog).toBeHidden({ timeout: 20_000 });
  await expect(messages(page).getByText('Restored.', { exact: false })).toBeVisible();
  await expect(page.getByText('before a restore', { exact: false }).first()).toBeVisible();
  await go(page, 'Library');
  await expect(course(page)).toBeVisible();

  // And back: what was there before is a backup like any other.
  await go(page, 'Settings');
  await newest(page).click();
  await expect(dialog.getByRole('row', { name: /^Courses 1 0/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore this backup' }).click();
  await expect(dialog).toBeHidden({ timeout: 20_000 });
  await go(page, 'Library');
  await expect(page.getByRole('heading', { level: 1, name: 'Library' })).toBeVisible();
  await expect(course(page)).toBeHidden();
  expect(problems.filter((problem) => !problem.includes('WebSocket'))).toEqual([]);
});

test('a backup that lies elsewhere is restored; a file that is none is refused', async ({ page, desk }) => {
  await fillProfile(desk.profile);
  const backups = join(desk.profile, 'backups');
  const [file = ''] = readdirSync(backups);
  const bytes = readFileSync(join(backups, file));
  const { address } = await desk.start(moment);
  await page.goto(address);
  await removeCourse(page);
  await go(page, 'Settings');
  const choose = async (name: string, buffer: Buffer): Promise<void> => {
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Restore a file…' }).click();
    await (await asked).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
  await choose('shopping.sqlite', Buffer.from('milk, coffee'));
  await expect(dialog.getByRole('alert')).toContainText('nothing has changed');
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await choose('from a stick.sqlite', bytes);
  await dialog.getByRole('button', { name: 'Restore this backup' }).click();
  await expect(dialog).toBeHidden({ timeout: 20_000 });
  await go(page, 'Library');
  await expect(course(page)).toBeVisible();
});

test('History goes back to before a session in one stroke, and the trash gives a course back', async ({
  page,
  desk,
}) => {
  await fillProfile(desk.profile);
  const { address } = await desk.start(moment);
  await page.goto(address);
  await removeCourse(page);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Trash');
  await page.getByRole('option', { name: 'Trash' }).first().click();
  await page.getByRole('button', { name: 'Bring back How memory works' }).click();
  await expect(page.getByText('The trash is empty')).toBeVisible();
  await go(page, 'Library');
  await expect(course(page)).toBeVisible();

  await page.goto(page.url().replace(/#.*/, '#/history'));
  const before = countReviews(desk.profile);
  await page.getByRole('button', { name: /^Undo to here, before 58 answers/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Undo \d+ steps/ })
    .click();
  await expect(messages(page).getByText('steps taken back', { exact: false })).toBeVisible();
  expect(countReviews(desk.profile)).toBe(before - 58);
  await page.getByRole('button', { name: /^Redo to here, up to Bringing back/ }).click();
  await expect(messages(page).getByText('steps done again', { exact: false })).toBeVisible();
  expect(countReviews(desk.profile)).toBe(before);
});
