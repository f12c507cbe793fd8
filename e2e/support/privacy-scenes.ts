import { expect } from '@playwright/test';
import { dialogWith, load, type Scene, type Stage } from './stage.ts';

const openErase = async (stage: Stage): Promise<void> => {
  await load(stage, '/settings');
  await stage.page.getByRole('button', { name: 'Erase behavioural data…' }).click();
  await dialogWith(stage.page, 'Erase behavioural data');
};

/** What may be known of the owner, and how they take it back. Nothing is erased here. */
export const privacyScenes: readonly Scene[] = [
  {
    name: 'settings-privacy',
    about: (page) => page.getByRole('heading', { name: 'Privacy', level: 2 }),
    show: async (stage) => {
      await load(stage, '/settings');
      await expect(stage.page.getByRole('switch', { name: 'Behavioural analysis' })).toBeChecked();
    },
  },
  {
    name: 'privacy-off',
    show: async (stage) => {
      await load(stage, '/settings');
      await stage.page.getByText('Behavioural analysis', { exact: true }).click();
      await dialogWith(stage.page, 'Turn behavioural analysis off?');
    },
    closes: 'escape',
  },
  { name: 'privacy-erase', show: openErase, closes: 'escape' },
  {
    name: 'privacy-erase-typed',
    show: async (stage) => {
      await openErase(stage);
      const { page } = stage;
      const erase = page.getByRole('button', { name: 'Erase for good' });
      await page.getByRole('textbox', { name: /^Type/ }).fill('eras');
      await expect(erase).toBeDisabled();
      await page.getByText('Erase my answers too').click();
      await page.getByRole('textbox', { name: /^Type/ }).fill('Erase');
      await expect(erase).toBeEnabled();
    },
    closes: 'escape',
  },
];
