import { expect, type Page } from '@playwright/test';
import { dialogWith, load, loadFailing, type Scene } from './stage.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'Memory', exact: true });

/** Memory parameters that were fitted and won, and graded by time win more. */
export const fittedScenes: readonly Scene[] = [
  {
    name: 'memory-failed',
    about: panel,
    show: (stage) => loadFailing(stage, '/settings', ['parameters.status']),
  },
  {
    name: 'settings-memory-offer',
    show: async (stage) => {
      await load(stage, '/settings');
      await expect(panel(stage.page).getByText(/^Fitted to .* of your reviews/)).toBeVisible();
      await expect(panel(stage.page).getByRole('button', { name: 'Use it' })).toBeVisible();
    },
  },
  {
    name: 'settings-memory-workload',
    show: async ({ page }) => {
      await panel(page).getByRole('button', { name: 'Work it out' }).click();
      await expect(page.getByText(/^Simulated over 180 days/)).toBeVisible();
    },
  },
  {
    name: 'memory-preview',
    show: async ({ page }) => {
      await panel(page).getByRole('button', { name: 'Preview new dates' }).click();
      await dialogWith(page, 'New due dates');
      await expect(page.getByText(/in review, .* would come earlier/)).toBeVisible();
    },
  },
  {
    name: 'memory-preview-table',
    show: async ({ page }) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Show as a table' }).click();
      await expect(page.getByRole('table', { name: 'Reviews due' })).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'settings-memory-graded',
    show: async ({ page }) => {
      await panel(page).getByRole('button', { name: 'Use it' }).click();
      await expect(panel(page).getByRole('button', { name: 'Use it' })).toBeHidden();
      await expect(panel(page).getByText(/^Memories are computed anew/)).toBeHidden({ timeout: 20_000 });
    },
  },
];

/** A fit that was no better, and was not taken up. */
export const refusedScenes: readonly Scene[] = [
  {
    name: 'settings-memory-refused',
    show: async (stage) => {
      await load(stage, '/settings');
      await expect(panel(stage.page).getByText(/was not taken up/)).toBeVisible();
    },
  },
];
