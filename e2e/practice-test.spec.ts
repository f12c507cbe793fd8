import { expect, type Page } from '@playwright/test';
import { callCli } from './support/call-cli.ts';
import { test } from './support/desk.ts';
import { moment } from './support/fill-profile.ts';
import { answerTestByKeys } from './support/study-page.ts';

const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

test('somebody takes a practice test by keyboard, leaves and goes on, and sees how it went', async ({
  page,
  desk,
  problems,
}) => {
  test.setTimeout(120_000);
  const { address } = await desk.start(moment);
  await page.goto(address);
  await page.getByRole('button', { name: 'Open the sample course' }).click();
  await expect(page.getByRole('heading', { name: /next seven days/i })).toBeVisible();
  const { courses } = (await callCli(desk.profile, 'library.tree', {})) as { courses: { uid: string }[] };
  const before = await callCli(desk.profile, 'study.today', {});

  await goTo(page, `/test/new/course/${courses[0]?.uid ?? ''}`);
  await page.getByRole('textbox', { name: 'Questions' }).fill('5');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Start the test' }).click();
  const place = (n: number) => page.getByText(`Question ${n} of 5`);
  await expect(place(1)).toBeVisible();
  const kinds = new Set<string>();
  for (let n = 1; n <= 3; n += 1) {
    kinds.add(await answerTestByKeys(page));
    await expect(place(n + 1)).toBeVisible();
  }
  expect(kinds.size).toBeGreaterThan(1);

  // Asked whether to abandon it, no key reaches the question behind.
  await page.getByRole('button', { name: 'Abandon' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 questions stay without an answer');
  await page.keyboard.press('3');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText('How sure are you?')).toBeVisible();

  await page.reload();
  await expect(place(4)).toBeVisible();
  for (let n = 4; n <= 4; n += 1) {
    await answerTestByKeys(page);
    await expect(place(n + 1)).toBeVisible();
  }
  await answerTestByKeys(page);
  await page.getByRole('button', { name: 'End and show the result' }).click();
  await expect(page.getByRole('heading', { name: 'By objective' })).toBeVisible();
  await expect(page.getByText(/^[0-5] of 5 \(/)).toBeVisible();
  // Nothing of it was an answer of study.
  expect(await callCli(desk.profile, 'study.today', {})).toMatchObject({
    due: (before as { due: number }).due,
    fresh: (before as { fresh: number }).fresh,
    answeredToday: 0,
  });
  expect(problems).toEqual([]);
});
