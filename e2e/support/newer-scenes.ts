import { expect } from '@playwright/test';
import { makeNewer } from '#core/store/testing/make-newer.ts';
import { fillProfile } from './fill-profile.ts';
import { load, open, type Scene } from './stage.ts';

/** A profile that the next version of the program has opened. */
export const fillNewer = async (folder: string): Promise<void> => {
  await fillProfile(folder);
  makeNewer(folder, { minWriter: 9999 });
};

export const newerScenes: readonly Scene[] = [
  {
    name: 'newer-today',
    show: async (stage) => {
      await load(stage, '/');
      await expect(stage.page.getByText('Here you can read and export it')).toBeVisible();
    },
  },
  {
    name: 'newer-study',
    show: async (stage) => {
      await open(stage, '/study');
      await expect(stage.page.getByText('so nothing was changed')).toBeVisible();
    },
  },
];
