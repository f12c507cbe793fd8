import { expect } from '@playwright/test';
import { countReviews } from './support/count-reviews.ts';
import { test } from './support/desk.ts';
import { fillOverload } from './support/fill-overload.ts';
import { moment } from './support/fill-profile.ts';
import { answerByKeys, showButton } from './support/study-page.ts';

test('a slow, failing session leads to the offer of a break, which is taken and found in the timeline', async ({
  desk,
  page,
  problems,
}) => {
  await fillOverload(desk.profile);
  const host = await desk.start(moment);
  await page.goto(host.address);
  const offer = page.getByRole('region', { name: 'A break?' });
  const question = page.getByText(/^Question: /);
  let offeredAt = '';

  await test.step('the session goes on where it was, with its load', async () => {
    await page.goto(`${host.origin}/#/study`);
    await expect(showButton(page)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Load: (moderate|high), \d+ of 100$/ })).toBeVisible();
    await page.keyboard.press('l');
    const why = page.getByRole('dialog', { name: 'Load of this session' });
    await expect(why.getByText(/The last five answers took longer than your usual time/)).toBeVisible();
    await expect(why.getByText(/more errors in a hundred than expected/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(why).toBeHidden();
  });

  await test.step('one more error is one too many', async () => {
    await expect(offer).toBeHidden();
    offeredAt = (await question.textContent()) ?? '';
    await answerByKeys(page, '1');
    await expect(offer).toBeVisible();
  });

  await test.step('the offer takes no key: answering goes on, and it goes with the next card', async () => {
    const before = countReviews(desk.profile);
    await answerByKeys(page, '1');
    expect(countReviews(desk.profile)).toBe(before + 1);
    await expect(offer).toBeHidden();
    // The answer it came with is taken back and given again.
    await page.keyboard.press('Control+z');
    await expect.poll(() => countReviews(desk.profile)).toBe(before);
    await page.keyboard.press('Control+z');
    await expect.poll(() => countReviews(desk.profile)).toBe(before - 1);
    // A key before the card is back would be for the one that goes.
    await expect(question).toHaveText(offeredAt);
    await answerByKeys(page, '1');
    await expect(offer).toBeVisible();
  });

  await test.step('B takes it; no key answers a card meanwhile', async () => {
    const before = countReviews(desk.profile);
    await page.keyboard.press('b');
    await expect(page.getByRole('timer', { name: 'Time left' })).toHaveText(/^[45]:\d\d$/);
    await expect(showButton(page)).toBeHidden();
    await page.keyboard.press('Space');
    await page.keyboard.press('3');
    expect(countReviews(desk.profile)).toBe(before);
    await page.reload();
    await expect(page.getByRole('timer', { name: 'Time left' })).toBeVisible();
    await page.getByRole('button', { name: 'Back to the cards' }).click();
    await expect(showButton(page)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Load: / })).toBeVisible();
  });

  await test.step('the break stands in the timeline, with what was offered', async () => {
    await page.goto(`${host.origin}/#/twin/wellbeing`);
    const sessions = page.getByRole('region', { name: 'Sessions and breaks' });
    await expect(sessions.getByText(/^Break at \d\d:\d\d, /)).toBeVisible();
    await expect(sessions.getByText('2 breaks offered')).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'Risk of burnout' }).getByText(/^\d+ of 100$/),
    ).toBeVisible();
  });

  expect(problems).toEqual([]);
});
