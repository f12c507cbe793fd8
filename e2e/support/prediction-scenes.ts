import { expect } from '@playwright/test';
import { load, loadFailing, loadHolding, type Scene } from './stage.ts';

const queries = ['twin.predictions', 'twin.health'];

/** What may be hard, why, and how it turned out. */
export const predictionScenes: readonly Scene[] = [
  { name: 'predictions-loading', show: (stage) => loadHolding(stage, '/twin/predictions', queries) },
  { name: 'predictions-failed', show: (stage) => loadFailing(stage, '/twin/predictions', queries) },
  {
    name: 'predictions',
    show: async (stage) => {
      await load(stage, '/twin/predictions');
      await expect(stage.page.getByRole('heading', { name: 'What may be hard this week' })).toBeVisible();
      await expect(stage.page.getByRole('button', { name: /^Why: / }).first()).toBeVisible();
    },
  },
  {
    name: 'predictions-why',
    about: (page) => page.getByRole('heading', { name: /^Why: / }).first(),
    show: async ({ page }) => {
      await page
        .getByRole('button', { name: /^Why: / })
        .first()
        .click();
      await expect(page.getByRole('button', { name: /^Why: / }).first()).toHaveAttribute(
        'aria-expanded',
        'true',
      );
      await expect(page.getByRole('heading', { name: /^Why: / }).first()).toBeVisible();
    },
  },
  {
    name: 'scorecard',
    show: async (stage) => {
      await load(stage, '/twin/scorecard');
      await expect(stage.page.getByText('Right in all')).toBeVisible();
      // No group has thirty: on the diagonal, groups without a share would look well calibrated.
      await expect(stage.page.getByText(/^\d+ of 30 scored predictions$/)).toBeVisible();
      await expect(stage.page.getByRole('img', { name: 'Predicted and happened' })).toHaveCount(0);
    },
  },
  {
    name: 'scorecard-months',
    about: (page) => page.getByRole('heading', { name: 'Month by month' }),
    show: async ({ page }) => {
      await expect(page.getByRole('region', { name: 'Month by month' }).first()).toBeVisible();
    },
  },
  {
    name: 'scorecard-ended',
    about: (page) => page.getByRole('heading', { name: 'What became of each' }),
    show: async ({ page }) => {
      await expect(page.getByText(/^predicted \d+%$/).first()).toBeVisible();
    },
  },
  {
    name: 'today-heads-up',
    show: async (stage) => {
      await load(stage, '/');
      await expect(stage.page.getByRole('heading', { name: 'Heads-up' })).toBeVisible();
    },
  },
];

/** Cards that context makes likelier to be forgotten. */
export const riskScenes: readonly Scene[] = [
  {
    name: 'today-at-risk',
    about: (page) => page.getByRole('heading', { name: 'At risk today' }),
    show: async (stage) => {
      await load(stage, '/');
      await stage.page.getByRole('button', { name: 'Why? At risk today' }).click();
      await expect(stage.page.getByText(/points?$/).first()).toBeVisible();
    },
  },
];

export const predictionEmptyScenes: readonly Scene[] = [
  {
    name: 'predictions-empty',
    show: async (stage) => {
      await load(stage, '/twin/predictions');
      await expect(stage.page.getByText('Nothing was predicted yet.')).toBeVisible();
    },
  },
  {
    name: 'scorecard-empty',
    show: async (stage) => {
      await load(stage, '/twin/scorecard');
      await expect(stage.page.getByText('No week that was predicted is over yet.').first()).toBeVisible();
    },
  },
];
