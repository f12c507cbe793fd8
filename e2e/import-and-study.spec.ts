import { expect, type Page } from '@playwright/test';
import { reviewsTold } from './support/call-cli.ts';
import { countReviews } from './support/count-reviews.ts';
import { test } from './support/desk.ts';
import { imageSize, writeStudyPackage } from './support/study-package.ts';
import { answerByKeys, cardIn, choosePackage, dropFile, showButton } from './support/study-page.ts';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Import an Anki package' });
const row = (page: Page, name: string) => dialog(page).getByRole('row', { name: new RegExp(`^${name}`) });

/** What stands in the columns New, Updated and Already here. */
const cells = async (page: Page, name: string): Promise<string[]> => {
  await expect(row(page, name)).toBeVisible();
  return row(page, name).getByRole('cell').allTextContents();
};

test('a package becomes a course, is studied by keyboard, and every answer outlives a kill', async ({
  desk,
  page,
  problems,
}) => {
  const file = await writeStudyPackage(desk.files);
  const first = await desk.start();

  await test.step('first run: choose the package, see what it holds, import it', async () => {
    await page.goto(first.address);
    expect(page.url()).toBe(`${first.origin}/#/`);
    await choosePackage(page, file, 'Choose a package');
    expect(await cells(page, 'Notes')).toEqual(['4', '0', '0']);
    expect(await cells(page, 'Cards')).toEqual(['6', '–', '0']);
    expect(await cells(page, 'Reviews')).toEqual(['0', '–', '0']);
    await expect(dialog(page).getByText('Physiology', { exact: true })).toBeVisible();
    expect(countReviews(desk.profile)).toBe(0);
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByText(/is in your library/)).toBeVisible();
    expect(await cells(page, 'Media')).toEqual(['1', '–', '0']);
    await page.keyboard.press('Enter');
  });

  await test.step('the image stands on its card', async () => {
    const image = cardIn(page).locator('img');
    await expect(image).toBeVisible();
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
      .toBe(imageSize.width);
    await expect(image).toHaveAttribute('src', /^blob:/);
  });

  await test.step('answers, and several taken back', async () => {
    await answerByKeys(page, '4');
    await expect(cardIn(page).locator('img')).toHaveCount(0);
    await answerByKeys(page, '4');
    await answerByKeys(page, '3');
    expect(countReviews(desk.profile)).toBe(3);
    for (const left of [2, 1, 0]) {
      await page.keyboard.press('Control+z');
      await expect.poll(() => countReviews(desk.profile)).toBe(left);
    }
    await expect(cardIn(page).locator('img')).toBeVisible();
    await answerByKeys(page, '4');
    await answerByKeys(page, '4');
  });

  await test.step('a reload goes on where it was', async () => {
    const question = await cardIn(page).locator('#qa').textContent();
    await page.reload();
    await expect(showButton(page)).toBeVisible();
    await expect(cardIn(page).locator('#qa')).toHaveText(question ?? '');
    await answerByKeys(page, '3');
  });

  expect(problems).toEqual([]);
  await first.kill();
  expect(countReviews(desk.profile)).toBe(3);
  await expect(page.getByText('Reconnecting to the program')).toBeVisible();

  await test.step('after a kill and a new start every acknowledged answer is there', async () => {
    const second = await desk.start();
    expect(await reviewsTold(desk.profile)).toBe(3);
    await page.goto(second.address);
    await page.getByRole('button', { name: 'Go on studying' }).waitFor();
    await page.keyboard.press('s');
    await answerByKeys(page, '3');
    expect(countReviews(desk.profile)).toBe(4);
    // The newest of them from before the kill.
    for (const left of [3, 2, 1]) {
      await page.keyboard.press('Control+z');
      await expect.poll(() => countReviews(desk.profile)).toBe(left);
    }
  });
});

test('importing the same file again brings nothing, and an import can be taken back', async ({
  desk,
  page,
  problems,
}) => {
  const file = await writeStudyPackage(desk.files);
  const host = await desk.start();
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Choose a package' }).waitFor();
  await dropFile(page, file);
  await dialog(page).getByRole('button', { name: 'Import' }).click();
  await dialog(page).getByRole('button', { name: 'Done' }).click();

  await page.keyboard.press('l');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '6');
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Choose a package' })).toBeVisible();
  await messages.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '6');

  await dropFile(page, file);
  await expect(
    dialog(page).getByText('Everything in this package is already in your library.'),
  ).toBeVisible();
  expect(await cells(page, 'Notes')).toEqual(['0', '0', '4']);
  expect(await cells(page, 'Cards')).toEqual(['0', '–', '6']);
  await expect(dialog(page).getByRole('button', { name: 'Import' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  expect(problems).toEqual([]);
});

test('a lecture is studied by the same keys, and a rename is called off by Escape', async ({
  desk,
  page,
  problems,
}) => {
  const host = await desk.start();
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Open the sample course' }).click();
  await page.getByRole('button', { name: 'Start studying' }).waitFor();
  await page.keyboard.press('l');
  const lecture = page.getByRole('row', { name: /Timing and mixing/ }).first();
  await lecture.click();
  // On a busy machine the tree is drawn anew while the menu opens, and the menu is inert: it is opened again.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Actions for Timing and mixing' }).click({ timeout: 5000 });
    await page.getByRole('menuitem', { name: 'Rename' }).click({ timeout: 5000 });
  }).toPass();
  await page.keyboard.type('Something else');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(lecture).toBeVisible();

  await page.getByRole('button', { name: 'Study this' }).click();
  await expect(showButton(page)).toBeVisible();
  const question = (await cardIn(page).locator('#qa').textContent()) ?? '';
  await answerByKeys(page, '4');
  // Keys of the frame rest here.
  await page.keyboard.press('l');
  await page.keyboard.press('Control+z');
  await expect.poll(() => countReviews(desk.profile)).toBe(0);
  await expect(cardIn(page).locator('#qa')).toHaveText(question);
  expect(page.url()).toContain('#/study/lecture/');
  expect(problems).toEqual([]);
});
