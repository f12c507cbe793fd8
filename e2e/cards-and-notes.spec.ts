import { expect, type Page } from '@playwright/test';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { join } from 'node:path';
import { callCli } from './support/call-cli.ts';
import { coursePackage } from './support/course-package.ts';
import { test } from './support/desk.ts';
import { moment } from './support/fill-profile.ts';
import { cardIn, choosePackage, showButton } from './support/study-page.ts';

const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const question = (page: Page) => cardIn(page).locator('#qa');
const total = (page: Page) => page.getByRole('grid').getAttribute('aria-rowcount');

test('from an empty profile by keyboard: a course, notes of two types, studied and edited in place', async ({
  page,
  desk,
  problems,
}) => {
  const { address } = await desk.start(moment);
  await page.goto(address);
  await page.getByRole('button', { name: 'Write the first note' }).click();
  await page.getByRole('textbox', { name: 'Name of the course' }).fill('Anatomy');
  await page.getByRole('textbox', { name: 'Front' }).fill('Longest bone');
  await page.keyboard.press('Tab');
  await page.keyboard.type('femur');
  await page.keyboard.press('Control+Enter');
  await expect(messages(page).getByText('1 card added.')).toBeVisible();
  // Cleared, and ready for the next one in the same course.
  await expect(page.getByRole('textbox', { name: 'Front' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Front' })).toHaveValue('');
  await page.keyboard.type('longest bone');
  await expect(page.getByText('Another note begins the same')).toBeVisible();
  await page.getByRole('button', { name: /Note type/ }).click();
  await page.getByRole('option', { name: 'Cloze' }).click();
  const text = page.getByRole('textbox', { name: 'Text' });
  await text.fill('The arm has one bone, the humerus');
  await text.evaluate((field: HTMLTextAreaElement) => {
    field.focus();
    field.setSelectionRange(26, 33);
  });
  await page.keyboard.press('Control+Shift+C');
  await expect(text).toHaveValue('The arm has one bone, the {{c1::humerus}}');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('');
  await page.getByRole('button', { name: 'Done' }).click();

  await page.goto(`${page.url().split('#')[0] ?? ''}#/study`);
  await expect(showButton(page)).toBeVisible();
  await expect(question(page)).toContainText('Longest bone');
  await page.keyboard.press('Space');
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Back' }).fill('<img src="bone.png">');
  const warning = page.getByText('The picture “bone.png” is not in your library');
  await expect(warning).toBeVisible();
  await page.getByRole('textbox', { name: 'Back' }).fill('the femur of the thigh');
  await expect(warning).toBeHidden();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  // In place: the answer stays revealed and reads the new text.
  await expect(question(page)).toContainText('the femur of the thigh');
  await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(question(page)).not.toContainText('of the thigh');
  expect(problems).toEqual([]);
});

test('every key of Study acts at once, and each is taken back', async ({ page, desk, problems }) => {
  const path = join(desk.files, 'course.apkg');
  await writePackage(path, 3, coursePackage(moment.now));
  const { address } = await desk.start(moment);
  await page.goto(address);
  await choosePackage(page, path, 'Choose a package');
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('dialog').getByText('is in your library.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto(`${page.url().split('#')[0] ?? ''}#/study`);
  await expect(showButton(page)).toBeVisible();
  const first = (await question(page).textContent()) ?? '';

  const backBy = async (act: () => Promise<void>, said: RegExp) => {
    await act();
    await expect(messages(page).getByText(said)).toBeVisible();
    await expect(question(page)).not.toHaveText(first);
    await messages(page).getByRole('button', { name: 'Undo' }).click();
    await expect(question(page)).toHaveText(first);
  };
  await backBy(() => page.keyboard.press('@'), /suspended/);
  await backBy(() => page.keyboard.press('!'), /suspended/);
  await backBy(() => page.keyboard.press('-'), /until tomorrow/);
  await backBy(() => page.keyboard.press('='), /until tomorrow/);
  await backBy(() => page.keyboard.press('Delete'), /in the trash/);
  await backBy(async () => {
    await page.keyboard.press('d');
    await page.getByRole('textbox', { name: 'Due in days' }).fill('3-7');
    await page.keyboard.press('Enter');
  }, /new due date/);
  // And without keys.
  await backBy(async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Suspend card' }).click();
  }, /suspended/);

  await page.keyboard.press('f');
  await page.keyboard.press('4');
  await expect(page.getByRole('button', { name: 'Flag: Blue' })).toBeVisible();
  await expect(question(page)).toHaveText(first);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Flag', exact: true })).toBeVisible();
  // A menu that was only looked at leaves the keys to the card.
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(page.locator('#content')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
  await expect(page.getByRole('menu')).toBeHidden();
  expect(problems).toEqual([]);
});

test('many cards are found by the search language, chosen and changed as one step', async ({
  page,
  desk,
  problems,
}) => {
  const path = join(desk.files, 'course.apkg');
  await writePackage(path, 3, coursePackage(moment.now));
  const { address } = await desk.start(moment);
  await page.goto(address);
  await choosePackage(page, path, 'Choose a package');
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('dialog').getByText('is in your library.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto(`${page.url().split('#')[0] ?? ''}#/library`);
  const search = page.getByRole('combobox', { name: 'Search the cards' });
  await search.fill('is:rev');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(search).toHaveValue('is:review ');
  await expect(page.getByRole('region', { name: 'Cards' })).toHaveAttribute('aria-busy', 'false');
  const grid = page.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-rowcount', /^[1-9]/);
  const inReview = await total(page);
  await grid.focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText(`${inReview} selected`)).toBeVisible();
  await page.getByRole('toolbar').getByRole('button', { name: 'Suspend card' }).click();
  await expect(messages(page).getByText(/are suspended/)).toBeVisible();
  await search.fill('is:suspended');
  await expect(grid).toHaveAttribute('aria-rowcount', inReview ?? '');
  await messages(page).getByRole('button', { name: 'Undo' }).click();
  await expect(grid).toBeHidden();
  await search.fill('is:overdue');
  await expect(page.getByRole('alert')).toContainText('is:overdue');
  expect(problems).toEqual([]);
});

test('in a narrow window the library shows when a card is due in full', async ({ page, desk, problems }) => {
  const path = join(desk.files, 'course.apkg');
  await writePackage(path, 3, coursePackage(moment.now));
  const { address } = await desk.start(moment);
  await page.goto(address);
  await choosePackage(page, path, 'Choose a package');
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('dialog').getByText('is in your library.')).toBeVisible();
  await page.keyboard.press('Escape');
  const { cards } = (await callCli(desk.profile, 'library.select', {
    scope: {},
    search: 'is:review',
    limit: 1,
  })) as { cards: string[] };
  // 19 September: the month of the longest name.
  await callCli(desk.profile, 'cards.setDue', { cards, fromDays: 300, toDays: 300, setInterval: false });
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${page.url().split('#')[0] ?? ''}#/library`);
  await page.getByRole('combobox', { name: 'Search the cards' }).fill('prop:due>299');
  const cell = page.getByRole('gridcell', { name: /^19 Sept 2027$/ });
  await expect(cell).toBeVisible();
  expect(await cell.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  expect(problems).toEqual([]);
});
