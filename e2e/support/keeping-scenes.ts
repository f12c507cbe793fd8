import { expect } from '@playwright/test';
import { callCli } from './call-cli.ts';
import { dialogWith, load, loadFailing, loadHolding, type Scene } from './stage.ts';

/** Backups, History and the trash of somebody who has studied for some weeks. */
export const keepingScenes: readonly Scene[] = [
  {
    name: 'backups',
    about: (page) => page.getByRole('heading', { name: 'Backups', level: 2 }),
    show: async (stage) => {
      await load(stage, '/settings');
      await expect(stage.page.getByText('made by you', { exact: false })).toBeVisible();
    },
  },
  {
    name: 'backups-folder-away',
    about: (page) => page.getByLabel('Also copy to a folder'),
    show: async ({ page }) => {
      const field = page.getByLabel('Also copy to a folder');
      await field.fill('a stick');
      await field.press('Enter');
      await expect(page.getByText('A full path, such as')).toBeVisible();
    },
  },
  {
    name: 'backups-partial',
    about: (page) => page.getByRole('heading', { name: 'Backups', level: 2 }),
    show: (stage) => loadFailing(stage, '/settings', ['backups.status', 'backups.list']),
  },
  {
    name: 'restore-same',
    show: async (stage) => {
      await load(stage, '/settings');
      await stage.page
        .getByRole('button', { name: /^Restore the backup of/ })
        .first()
        .click();
      await dialogWith(stage.page, 'Restore a backup');
      await expect(stage.page.getByText('exactly what is here now')).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'restore-preview',
    show: async (stage) => {
      const { desk, page } = stage;
      const { courses } = (await callCli(desk.profile, 'library.tree', {})) as { courses: { uid: string }[] };
      await callCli(desk.profile, 'library.remove', { kind: 'course', uid: courses.at(-1)?.uid ?? '' });
      await callCli(desk.profile, 'settings.change', { values: { 'study.newPerDay': 8 } });
      await load(stage, '/settings');
      await page
        .getByRole('button', { name: /^Restore the backup of/ })
        .first()
        .click();
      await dialogWith(page, 'Restore a backup');
      await expect(page.getByRole('table')).toBeVisible();
    },
    closes: 'escape',
  },
  { name: 'profiles-loading', show: (stage) => loadHolding(stage, '/profiles', ['profiles.list']) },
  { name: 'profiles-failed', show: (stage) => loadFailing(stage, '/profiles', ['profiles.list']) },
  {
    name: 'profiles',
    show: async (stage) => {
      await callCli(stage.desk.profile, 'profiles.create', { name: 'Anatomy with Noor' });
      await callCli(stage.desk.profile, 'profiles.create', { name: 'Simulated learner', simulate: true });
      await load(stage, '/profiles');
      await expect(stage.page.getByRole('button', { name: 'Open Anatomy with Noor' })).toBeVisible();
    },
  },
  {
    name: 'profiles-add',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'New profile…' }).click();
      await dialogWith(page, 'New profile');
    },
    closes: 'escape',
  },
  {
    name: 'profiles-remove',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for Anatomy with Noor' }).click();
      await page.getByRole('menuitem', { name: 'Remove…' }).click();
      await dialogWith(page, 'Remove this profile?');
    },
    closes: 'escape',
  },
  { name: 'history-loading', show: (stage) => loadHolding(stage, '/history', ['history.list']) },
  { name: 'history-failed', show: (stage) => loadFailing(stage, '/history', ['history.list']) },
  {
    name: 'history',
    show: async (stage) => {
      await load(stage, '/history');
      await expect(stage.page.getByText(/answers/).first()).toBeVisible();
    },
  },
  {
    name: 'history-ask',
    show: async ({ page }) => {
      await page.getByRole('button', { name: /^Undo to here, before Removal of/ }).click();
      await dialogWith(page, 'Undo to here?');
    },
    closes: 'escape',
  },
  {
    name: 'history-undone',
    show: async (stage) => {
      await callCli(stage.desk.profile, 'store.undo', {});
      await load(stage, '/history');
      await expect(stage.page.getByText('taken back').first()).toBeVisible();
    },
  },
  { name: 'trash-loading', show: (stage) => loadHolding(stage, '/trash', ['trash.list']) },
  { name: 'trash-failed', show: (stage) => loadFailing(stage, '/trash', ['trash.list']) },
  {
    name: 'trash',
    show: async (stage) => {
      await load(stage, '/trash');
      await expect(stage.page.getByText('Put away').first()).toBeVisible();
    },
  },
  {
    name: 'trash-ask',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Empty the trash…' }).click();
      await dialogWith(page, 'Erase everything in the trash?');
    },
    closes: 'escape',
  },
  {
    name: 'trash-empty',
    show: async (stage) => {
      await callCli(stage.desk.profile, 'store.undo', {});
      await load(stage, '/trash');
      await expect(stage.page.getByText('The trash is empty')).toBeVisible();
    },
  },
];
