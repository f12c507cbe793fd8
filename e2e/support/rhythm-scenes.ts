import { expect } from '@playwright/test';
import { load, loadFailing, loadHolding, type Scene } from './stage.ts';

/** When it goes well and how the learner forgets, over some months. */
export const rhythmScenes: readonly Scene[] = [
  {
    name: 'rhythm-loading',
    show: (stage) =>
      loadHolding(stage, '/twin/rhythm', ['twin.rhythm', 'twin.activity', 'twin.patternTimeline']),
  },
  {
    name: 'rhythm-failed',
    show: (stage) =>
      loadFailing(stage, '/twin/rhythm', ['twin.rhythm', 'twin.activity', 'twin.patternTimeline']),
  },
  {
    name: 'rhythm',
    show: async (stage) => {
      await load(stage, '/twin/rhythm');
      await expect(
        stage.page.getByRole('heading', { name: 'Recall by local hour, against all your answers' }),
      ).toBeVisible();
    },
  },
  {
    name: 'rhythm-activity',
    about: (page) => page.getByRole('heading', { name: 'Answers by day' }),
    show: async ({ page }) => {
      await expect(page.getByRole('img', { name: 'Answers by day' })).toBeVisible();
    },
  },
  {
    name: 'rhythm-activity-hours',
    about: (page) => page.getByRole('heading', { name: 'Answers by weekday and hour' }),
    show: async ({ page }) => {
      const picture = page.getByRole('img', { name: 'Answers by weekday and hour' });
      await picture.focus();
      await page.keyboard.press('ArrowRight');
      await expect(page.getByText(/^Mon 04:00: /)).toBeVisible();
    },
  },
  {
    name: 'rhythm-evidence',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Show the answers: Recall by hour of day' }).click();
      const dialog = page.getByRole('dialog', { name: /^Answers behind / });
      await expect(
        dialog
          .getByRole('grid', { name: /^All answers/ })
          .getByRole('row')
          .nth(2),
      ).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'rhythm-stamina',
    about: (page) => page.getByRole('heading', { name: 'Recall by length of the session' }),
    show: async ({ page }) => {
      await expect(page.getByRole('heading', { name: 'Recall by length of the session' })).toBeVisible();
    },
  },
  {
    name: 'rhythm-habits',
    about: (page) => page.getByRole('heading', { name: 'Habits of the last four weeks' }),
    show: async ({ page }) => {
      await expect(page.getByRole('heading', { name: 'Habits of the last four weeks' })).toBeVisible();
    },
  },
  {
    name: 'memory-curve',
    show: async (stage) => {
      await load(stage, '/twin/memory');
      await expect(
        stage.page.getByRole('heading', { name: 'Recalled after some days without a look' }),
      ).toBeVisible();
    },
  },
];

/** Patterns that analyses have looked at week after week. */
export const patternScenes: readonly Scene[] = [
  {
    name: 'rhythm-patterns',
    about: (page) => page.getByRole('heading', { name: 'Patterns over time' }),
    show: async (stage) => {
      await load(stage, '/twin/rhythm');
      const { page } = stage;
      await page.getByRole('button', { name: 'How it went: Better from 08:00 to 11:00' }).click();
      await expect(page.getByRole('heading', { name: /^How sure it is/ })).toBeVisible();
    },
  },
];

export const rhythmEmptyScenes: readonly Scene[] = [
  {
    name: 'rhythm-empty',
    show: async (stage) => {
      await load(stage, '/twin/rhythm');
      await expect(stage.page.getByText('Not enough yet').first()).toBeVisible();
    },
  },
  {
    name: 'memory-curve-empty',
    show: async (stage) => {
      await load(stage, '/twin/memory');
      await expect(stage.page.getByText('Not enough yet').first()).toBeVisible();
    },
  },
];
