import { expect, type Page } from '@playwright/test';
import { change, dialogWith, load, open, type Scene } from './stage.ts';
import { cardIn, showButton } from './study-page.ts';

const study = async (page: Page): Promise<void> => {
  await expect(showButton(page)).toBeVisible();
  await expect(cardIn(page).locator('#qa')).not.toBeEmpty();
};
/** Whoever walks a menu by Tab leaves it: it is opened again where that happened. */
const chooseInMore = async (page: Page, name: string): Promise<void> => {
  const item = page.getByRole('menuitem', { name });
  if (!(await item.isVisible()))
    await page.getByRole('toolbar').getByRole('button', { name: 'More actions' }).click();
  await item.click();
};
const firstCell = (page: Page) => page.getByRole('grid').getByRole('gridcell').nth(1);

/** What a learner does to cards and notes besides answering. */
export const actionScenes: readonly Scene[] = [
  {
    name: 'study-more',
    show: async (stage) => {
      await load(stage, '/study');
      await study(stage.page);
      await stage.page.keyboard.press('m');
      await expect(stage.page.getByRole('menuitem', { name: 'Suspend note' })).toBeVisible();
    },
  },
  {
    name: 'study-flag',
    show: async (stage) => {
      await load(stage, '/study');
      await study(stage.page);
      await stage.page.keyboard.press('f');
      await dialogWith(stage.page, 'Flag this card');
    },
  },
  {
    name: 'study-flagged',
    show: async (stage) => {
      const { page } = stage;
      await load(stage, '/study');
      await study(page);
      await page.keyboard.press('f');
      await dialogWith(page, 'Flag this card');
      await page.keyboard.press('3');
      await expect(page.getByRole('button', { name: 'Flag: Green' })).toBeVisible();
      await page.getByText('has a flag now').hover();
    },
  },
  {
    name: 'study-due',
    show: async ({ page }) => {
      await page.keyboard.press('d');
      await dialogWith(page, 'Set due date of 1 card');
    },
  },
  {
    name: 'study-buried',
    show: async (stage) => {
      const { page } = stage;
      // A second Escape would leave Study: the dialog goes with the page.
      await load(stage, '/study');
      await study(page);
      await page.keyboard.press('-');
      await expect(page.getByText('1 card rests until tomorrow.')).toBeVisible();
      await study(page);
      await page.getByText('1 card rests until tomorrow.').hover();
    },
  },
  {
    name: 'study-confidence',
    show: async ({ page, desk }) => {
      await change(desk, {
        'study.askConfidence': true,
        'study.showTimer': true,
        'study.autoRevealSeconds': 20,
      });
      await page.reload();
      await study(page);
      await expect(page.getByRole('group', { name: 'How sure are you?' })).toBeVisible();
    },
  },
  {
    name: 'edit',
    show: async ({ page, desk }) => {
      await change(desk, {
        'study.askConfidence': false,
        'study.showTimer': false,
        'study.autoRevealSeconds': 0,
      });
      await page.reload();
      await study(page);
      await page.keyboard.press('e');
      await dialogWith(page, 'Edit note');
      await expect(page.getByText(/^Makes \d/)).toBeVisible();
    },
  },
  {
    name: 'edit-unsaved',
    show: async ({ page }) => {
      await page.getByRole('textbox').first().fill('Something else');
      await page.keyboard.press('Escape');
      await expect(page.getByText('What you wrote is not saved yet.')).toBeVisible();
    },
  },
  {
    name: 'leech',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Discard' }).click();
      await expect(page.getByRole('dialog')).toBeHidden();
      await page.keyboard.press('w');
      await dialogWith(page, 'A card that will not stick');
      await expect(page.getByRole('button', { name: 'Postpone' })).toBeVisible();
    },
  },
  {
    name: 'split',
    show: async ({ page }) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Split' }).click();
      await dialogWith(page, 'Split into several notes');
      await expect(page.getByText('Note 2', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'leeches-full',
    show: async (stage) => {
      await change(stage.desk, { 'study.leechThreshold': 1 });
      await load(stage, '/library/leeches');
      await expect(stage.page.getByRole('button', { name: 'What helps?' }).first()).toBeVisible();
    },
  },
  {
    name: 'leeches-empty',
    show: async ({ page, desk }) => {
      await change(desk, { 'study.leechThreshold': 99 });
      await expect(page.getByText('No leeches')).toBeVisible();
    },
  },
  {
    name: 'library-selected',
    show: async (stage) => {
      await load(stage, '/library');
      const { page } = stage;
      await expect(firstCell(page)).toHaveText(/./);
      for (const index of [0, 1, 2])
        await page
          .getByRole('button', { name: /^Select “/ })
          .nth(index)
          .click();
      await expect(page.getByText('3 selected')).toBeVisible();
    },
  },
  {
    name: 'library-actions',
    show: async ({ page }) => {
      await page.getByRole('toolbar').getByRole('button', { name: 'More actions' }).click();
      await expect(page.getByRole('menuitem', { name: 'Change tags' })).toBeVisible();
    },
  },
  {
    name: 'library-tags',
    show: async ({ page }) => {
      await chooseInMore(page, 'Change tags');
      await dialogWith(page, 'Tags of 3 cards');
    },
    closes: 'escape',
  },
  {
    name: 'library-move',
    show: async ({ page }) => {
      await chooseInMore(page, 'Move to a lecture');
      await dialogWith(page, 'Move 3 cards');
    },
    closes: 'escape',
  },
  {
    name: 'library-completion',
    show: async ({ page }) => {
      await page.getByRole('combobox', { name: 'Search the cards' }).pressSequentially('is:');
      await expect(page.getByRole('option', { name: 'is:suspended' })).toBeVisible();
    },
  },
  {
    name: 'library-problem',
    show: async ({ page }) => {
      await page.getByRole('combobox', { name: 'Search the cards' }).fill('is:overdue');
      await expect(page.getByText(/“is:overdue”: a card is due/)).toBeVisible();
    },
  },
  {
    name: 'add',
    show: async (stage) => {
      await open(stage, '/library');
      const { page } = stage;
      await page.getByRole('button', { name: 'Add notes' }).first().click();
      await dialogWith(page, 'Add notes');
      await page.getByRole('textbox').first().fill('Where does the <b>mitral valve</b> stand?');
      await page.getByRole('textbox').nth(1).fill('Between the left atrium\nand the left ventricle');
      await expect(page.getByText('Makes 1 card')).toBeVisible();
    },
  },
];
