import { expect } from '@playwright/test';
import { load, loadFailing, loadHolding, type Scene } from './stage.ts';
import { answerByKeys, showButton } from './study-page.ts';

const queries = [
  'twin.burnout',
  'twin.loadDays',
  'twin.loadTimeline',
  'twin.stressPatterns',
  'twin.loadAgainstPerformance',
];

/** What the twin says of somebody who studied for some months. */
export const wellbeingScenes: readonly Scene[] = [
  { name: 'wellbeing-loading', show: (stage) => loadHolding(stage, '/twin/wellbeing', queries) },
  { name: 'wellbeing-failed', show: (stage) => loadFailing(stage, '/twin/wellbeing', queries) },
  {
    name: 'wellbeing',
    show: async (stage) => {
      await load(stage, '/twin/wellbeing');
      await expect(stage.page.getByText('Intensity')).toBeVisible();
    },
  },
  {
    name: 'wellbeing-load',
    about: (page) => page.getByRole('heading', { name: 'Load by day' }),
    show: async ({ page }) => {
      await expect(page.getByRole('heading', { name: 'Load by day' })).toBeVisible();
    },
  },
  {
    name: 'wellbeing-performance',
    about: (page) => page.getByRole('heading', { name: 'Recall by load' }),
    show: async ({ page }) => {
      await expect(page.getByRole('heading', { name: 'Recall by load' })).toBeVisible();
    },
  },
];

/** A session that is too much. */
export const overloadScenes: readonly Scene[] = [
  {
    name: 'study-break-offer',
    show: async (stage) => {
      const { page } = stage;
      await load(stage, '/study');
      await answerByKeys(page, '1');
      await expect(page.getByRole('region', { name: 'A break?' })).toBeVisible();
    },
  },
  {
    name: 'study-load',
    show: async ({ page }) => {
      await page.keyboard.press('l');
      await expect(page.getByRole('dialog', { name: 'Load of this session' })).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'study-break',
    show: async (stage) => {
      const { page } = stage;
      await load(stage, '/study');
      await expect(showButton(page)).toBeVisible();
      await expect(page.getByRole('region', { name: 'A break?' })).toBeVisible();
      await page.keyboard.press('b');
      await expect(page.getByRole('timer')).toBeVisible();
    },
  },
  {
    name: 'wellbeing-break',
    about: (page) => page.getByRole('region', { name: 'Sessions and breaks' }),
    show: async (stage) => {
      await load(stage, '/twin/wellbeing');
      await expect(stage.page.getByText(/^Break at /)).toBeVisible();
    },
  },
];

/** Somebody who overdoes it. */
export const strainedScenes: readonly Scene[] = [
  {
    name: 'wellbeing-strained',
    show: async (stage) => {
      await load(stage, '/twin/wellbeing');
      await expect(stage.page.getByText('You need not carry this alone')).toBeVisible();
    },
  },
  {
    name: 'wellbeing-stress',
    about: (page) => page.getByRole('heading', { name: 'Load beyond your mean' }),
    show: async ({ page }) => {
      await expect(page.getByRole('heading', { name: 'Load beyond your mean' })).toBeVisible();
    },
  },
];

export const wellbeingEmptyScenes: readonly Scene[] = [
  {
    name: 'wellbeing-empty',
    show: async (stage) => {
      await load(stage, '/twin/wellbeing');
      await expect(stage.page.getByText(/^Nothing has been assessed yet/)).toBeVisible();
    },
  },
];
