import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { readPackage } from '#core/exchange/export/testing/read-package.ts';
import { callCli } from './support/call-cli.ts';
import { countReviews } from './support/count-reviews.ts';
import { coursePackage } from './support/course-package.ts';
import { test } from './support/desk.ts';
import { moment } from './support/fill-profile.ts';
import { answerByKeys, answerTestByKeys, cardIn, choosePackage, showButton } from './support/study-page.ts';

const question = (page: Page) => cardIn(page).locator('#qa');
const dialog = (page: Page) => page.getByRole('dialog');

/** How a person answers when the cards come one after the other: mostly well, sometimes not. */
const ratings = ['3', '3', '1', '4', '3', '2'] as const;
const answersOfSession = 24;

test('somebody moves in: imports, studies, edits, undoes, sets an exam, takes its test, and takes all of it to Anki', async ({
  page,
  desk,
  problems,
}) => {
  test.setTimeout(180_000);
  const collection = coursePackage(moment.now);
  const past = [...collection.reviews];
  const path = join(desk.files, 'my-collection.colpkg');
  await writePackage(path, 3, collection);
  const { address } = await desk.start(moment);
  await page.goto(address);
  const hash = (to: string) => page.evaluate((next) => void (location.hash = next), to);

  await test.step('import my collection', async () => {
    await choosePackage(page, path, 'Choose a package');
    await dialog(page).getByRole('button', { name: 'Import' }).click();
    await expect(dialog(page).getByText('is in your library.')).toBeVisible();
    expect(countReviews(desk.profile)).toBe(past.length);
    await page.keyboard.press('Escape');
  });

  await test.step('study by keyboard', async () => {
    await hash('/');
    await page.getByRole('button', { name: /studying$/ }).waitFor();
    await page.keyboard.press('s');
    for (let n = 0; n < answersOfSession; n += 1) {
      await answerByKeys(page, ratings[n % ratings.length] ?? '3');
    }
    expect(countReviews(desk.profile)).toBe(past.length + answersOfSession);
  });

  const corrected = 'as the lecturer corrected it';
  const found = async (): Promise<number> => {
    const query = {
      search: `"${corrected}"`,
      scope: {},
      sort: 'added',
      descending: false,
      offset: 0,
      limit: 10,
    };
    return ((await callCli(desk.profile, 'library.cards', query)) as { total: number }).total;
  };
  await test.step('edit the card that is shown, in place', async () => {
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
    await page.keyboard.press('e');
    const back = page.getByRole('dialog').getByRole('textbox').last();
    await back.fill(corrected);
    await page.keyboard.press('Control+Enter');
    await expect(dialog(page)).toBeHidden();
    await expect(question(page)).toContainText(corrected);
    await expect.poll(found).toBeGreaterThan(0);
  });

  await test.step('undo the edit and the last answer, and redo both', async () => {
    await page.keyboard.press('Control+z');
    await expect.poll(found).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => countReviews(desk.profile)).toBe(past.length + answersOfSession - 1);
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(found).toBeGreaterThan(0);
    expect(countReviews(desk.profile)).toBe(past.length + answersOfSession);
    await expect(showButton(page).or(page.getByRole('button', { name: /^Good next in/ }))).toBeVisible();
  });

  await test.step('set an exam and take its practice test', async () => {
    await hash('/test');
    await page.getByRole('button', { name: 'Add an exam' }).click();
    await dialog(page).getByRole('textbox', { name: 'Title' }).fill('Cardiology');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Cardiology in 21 days')).toBeVisible();
    await page.getByRole('button', { name: 'Take a practice test' }).click();
    await page.getByRole('textbox', { name: 'Questions' }).fill('5');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Start the test' }).click();
    for (let n = 1; n <= 5; n += 1) {
      await expect(page.getByText(`Question ${n} of 5`)).toBeVisible();
      await answerTestByKeys(page);
    }
    await page.getByRole('button', { name: 'End and show the result' }).click();
    await expect(page.getByRole('heading', { name: 'By objective' })).toBeVisible();
    // Nothing of a test is an answer of study.
    expect(countReviews(desk.profile)).toBe(past.length + answersOfSession);
  });

  await test.step('export to Anki: what another reader finds in the file', async () => {
    await hash('/settings');
    await page.getByRole('button', { name: 'Export everything', exact: true }).click();
    const download = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: 'Export', exact: true }).click();
    const out = join(desk.files, 'out.colpkg');
    await (await download).saveAs(out);
    await expect(page.getByText(/ is ready\.$/)).toBeVisible();
    const read = readPackage(out);
    expect(read.notes).toHaveLength([...collection.notes].length);
    expect(read.cards).toHaveLength([...collection.cards].length);
    const theirs = new Set(past.map(({ id }) => id));
    const ours = read.revlog.filter(({ id }) => !theirs.has(Number(id)));
    expect(ours).toHaveLength(answersOfSession);
    expect(
      ours.toSorted((a, b) => Number(a['id']) - Number(b['id'])).map(({ ease }) => String(ease)),
    ).toEqual(Array.from({ length: answersOfSession }, (_, n) => ratings[n % ratings.length]));
    expect(read.revlog).toHaveLength(past.length + answersOfSession);
    expect(read.notes.filter((note) => JSON.stringify(note).includes(corrected))).toHaveLength(1);
    expect(Object.keys(read.media)).toEqual(['action-potential.svg']);
  });
  expect(problems).toEqual([]);
});
