import { expect } from '@playwright/test';
import { test } from './support/desk.ts';
import { moment } from './support/fill-profile.ts';

test('a choice among many is found by its words, without a mouse', async ({ page, desk, problems }) => {
  const { address } = await desk.start(moment);
  await page.goto(address);
  await page.getByRole('heading', { name: 'Welcome' }).waitFor();
  await page.evaluate(() => {
    location.hash = '/settings';
  });
  const hour = page.getByRole('button', { name: /A study day starts at/ });
  await hour.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Find' })).toBeFocused();
  await page.keyboard.type('no hour');
  await expect(page.getByText('Nothing has these words.')).toBeVisible();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('05');
  await expect(page.getByRole('option')).toHaveText(['05:00']);
  await page.keyboard.press('Enter');
  await expect(hour).toContainText('05:00');
  await expect(hour).toBeFocused();
  await page.reload();
  await expect(hour).toContainText('05:00');
  expect(problems).toEqual([]);
});
