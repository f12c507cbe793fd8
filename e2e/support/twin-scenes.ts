import { expect } from '@playwright/test';
import { load, loadFailing, loadHolding, type Scene } from './stage.ts';

/** The frame of the twin over some months. */
export const twinScenes: readonly Scene[] = [
  { name: 'twin-history-loading', show: (stage) => loadHolding(stage, '/twin', ['twin.history']) },
  { name: 'twin-history-failed', show: (stage) => loadFailing(stage, '/twin', ['twin.history']) },
  {
    name: 'twin-history',
    show: async (stage) => {
      await load(stage, '/twin');
      await expect(stage.page.getByText(/^From .* answers in /)).toBeVisible();
    },
  },
];

/** Before the first answer, and what reading it all makes of nothing. */
export const twinNewcomerScenes: readonly Scene[] = [
  {
    name: 'twin-history-empty',
    show: async (stage) => {
      await load(stage, '/twin');
      await expect(stage.page.getByText('Your twin begins with your answers')).toBeVisible();
    },
  },
];

/** A history of a few answers. */
export const twinBeginnerScenes: readonly Scene[] = [
  {
    name: 'twin-history-short',
    show: async (stage) => {
      await load(stage, '/twin');
      await expect(stage.page.getByText('Not enough yet').first()).toBeVisible();
    },
  },
];
