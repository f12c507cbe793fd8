import { expect } from '@playwright/test';
import { load, loadFailing, loadHolding, type Scene } from './stage.ts';

/** When it goes well and how the learner forgets, over some months. */
export const rhythmScenes: readonly Scene[] = [
  { name: 'rhythm-loading', show: (stage) => loadHolding(stage, '/twin/rhythm', ['twin.rhythm']) },
  { name: 'rhythm-failed', show: (stage) => loadFailing(stage, '/twin/rhythm', ['twin.rhythm']) },
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
