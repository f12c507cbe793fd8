import { expect, type Page } from '@playwright/test';
import { change, load, type Scene } from './stage.ts';
import { cardIn, showButton } from './study-page.ts';

const reveal = async (page: Page): Promise<void> => {
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
};
const next = async (page: Page): Promise<void> => {
  await page.keyboard.press('4');
  await expect(showButton(page)).toBeVisible();
};

/** Cards as their templates make them, one kind after the other. */
export const kindsScenes: readonly Scene[] = [
  {
    name: 'card-formula',
    show: async (stage) => {
      await load(stage, '/study');
      await expect(cardIn(stage.page).locator('.katex-html')).toHaveCount(2);
    },
  },
  {
    name: 'card-formula-error',
    show: async ({ page }) => {
      await reveal(page);
      await expect(cardIn(page).locator('[data-drawn="no"]')).toBeVisible();
    },
  },
  {
    name: 'card-typed',
    show: async ({ page }) => {
      await next(page);
      await page.keyboard.type('Synaptik clft');
    },
  },
  {
    name: 'card-typed-compared',
    show: async ({ page }) => {
      await page.keyboard.press('Enter');
      await expect(cardIn(page).getByText('Not quite')).toBeVisible();
    },
  },
  {
    name: 'card-readings',
    show: async ({ page }) => {
      await next(page);
      await reveal(page);
      await expect(cardIn(page).locator('rt')).toHaveCount(2);
    },
  },
  {
    name: 'card-no-voice',
    show: async ({ page }) => {
      await next(page);
      await expect(cardIn(page).locator('.no-voice')).toBeVisible();
      await reveal(page);
    },
  },
  {
    name: 'card-dropped-script',
    show: async ({ page }) => {
      await next(page);
      await cardIn(page).getByText('A script on this card was left out').click();
      await expect(cardIn(page).getByText(/run nothing/)).toBeVisible();
    },
  },
  {
    name: 'card-readable',
    show: async ({ page, desk }) => {
      await change(desk, { 'appearance.readableColours': true });
      await expect(cardIn(page).locator('html')).toHaveClass(/readable/);
    },
  },
  {
    name: 'card-hint',
    show: async ({ page, desk }) => {
      await change(desk, { 'appearance.readableColours': false });
      await expect(cardIn(page).locator('html')).not.toHaveClass(/readable/);
      await reveal(page);
      await next(page);
      await cardIn(page).locator('details.hint summary').click();
    },
  },
  {
    name: 'card-own-night',
    show: async ({ page }) => {
      await reveal(page);
      await next(page);
      await expect(cardIn(page).getByText('A card with a night of its own')).toBeVisible();
    },
  },
  {
    name: 'card-masks',
    show: async ({ page }) => {
      await reveal(page);
      await next(page);
      await expect(cardIn(page).locator('svg.masks')).toBeVisible();
    },
  },
  { name: 'card-masks-answer', show: async ({ page }) => reveal(page) },
  {
    name: 'card-sounds',
    show: async ({ page }) => {
      await next(page);
      await reveal(page);
      await next(page);
      await expect(cardIn(page).locator('audio')).toHaveCount(2);
    },
  },
  {
    name: 'card-latex',
    show: async ({ page }) => {
      await reveal(page);
      await next(page);
      await expect(cardIn(page).locator('.latex .katex')).toBeVisible();
      await reveal(page);
    },
  },
  {
    name: 'card-blank',
    show: async ({ page }) => {
      await next(page);
      await expect(cardIn(page).getByText('The front of this card is blank')).toBeVisible();
    },
  },
];
