import { expect } from '@playwright/test';
import { test } from './electron/start-shell.ts';

test('the built shell shows the page and hands it a port to the service', async ({ desk }) => {
  const shell = await desk.start();
  const page = await desk.page();
  await expect(page.getByRole('button', { name: 'Open the sample course' })).toBeVisible();
  await page.getByRole('button', { name: 'Open the sample course' }).click();
  await expect(page.getByRole('heading', { name: /next seven days/i })).toBeVisible();
  const { windows } = await shell.act('state');
  expect(windows).toHaveLength(1);
  expect(desk.problems).toEqual([]);
  await shell.act('quit');
  expect(await shell.ended).toBe(0);
});
