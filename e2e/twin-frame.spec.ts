import { expect } from '@playwright/test';
import { test } from './support/desk.ts';

test('the twin is reached and walked by keys, and by its names in the palette', async ({
  page,
  desk,
  problems,
}) => {
  const { address } = await desk.start();
  await page.goto(address);
  await expect(page.getByRole('link', { name: 'Twin' })).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.getByRole('heading', { name: 'Twin', level: 1 })).toBeVisible();
  await expect(page.getByText('Your twin begins with your answers')).toBeVisible();

  const selected = page.getByRole('tab', { selected: true });
  const first = await selected.innerText();
  await selected.focus();
  await page.keyboard.press('ArrowRight');
  await expect(selected).not.toHaveText(first);
  await expect(selected).toBeFocused();
  await page.keyboard.press('End');
  await expect(selected).toHaveText('Wellbeing');
  await expect(page).toHaveURL(/#\/twin\/wellbeing$/);
  await page.keyboard.press('Home');
  await expect(selected).toHaveText(first);

  // The walk along the tabs is one step on the way back.
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Twin', level: 1 })).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('wellbeing');
  await page.keyboard.press('Enter');
  await expect(selected).toHaveText('Wellbeing');
  expect(problems).toEqual([]);
});
