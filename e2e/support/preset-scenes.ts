import { expect } from '@playwright/test';
import { dialogWith, load, type Scene } from './stage.ts';

/** Ways to begin a session, and presets of courses. */
export const presetScenes: readonly Scene[] = [
  {
    name: 'today-minutes',
    show: async (stage) => {
      await load(stage, '/');
      await stage.page.getByRole('button', { name: 'Study for a set time' }).click();
      await expect(stage.page.getByRole('menuitem', { name: '25 minutes' })).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'today-more',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'More to do today' }).click();
      await expect(page.getByRole('menuitem', { name: 'Custom study…' })).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'custom-study',
    show: async (stage) => {
      await load(stage, '/');
      await stage.page.getByRole('button', { name: 'More to do today' }).click();
      await stage.page.getByRole('menuitem', { name: 'Custom study…' }).click();
      await dialogWith(stage.page, 'Custom study');
      await expect(stage.page.getByRole('dialog').getByRole('status')).toContainText(/about|No card/);
    },
    closes: 'escape',
  },
  { name: 'presets-empty', show: (stage) => load(stage, '/presets') },
  {
    name: 'presets-full',
    show: async (stage) => {
      await load(stage, '/presets');
      const { page } = stage;
      await page.getByRole('button', { name: 'New preset' }).click();
      await expect(page.getByRole('heading', { name: 'My preset', level: 2 })).toBeVisible();
      await page.getByRole('switch', { name: /Alternate objectives/ }).click({ force: true });
      await expect(page.getByRole('button', { name: 'Leave “Alternate objectives” open' })).toBeVisible();
    },
  },
];
