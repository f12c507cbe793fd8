import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { coursePackage } from './course-package.ts';
import { moment } from './fill-profile.ts';
import { returningPackage } from './returning-package.ts';
import { change, load, open, type Scene } from './stage.ts';
import { answerByKeys, choosePackage, dropFile } from './study-page.ts';

/** From an empty profile to the end of the first session. */
export const newcomerScenes: readonly Scene[] = [
  {
    name: 'first-run',
    show: async (stage) => {
      await load(stage, '/');
      await expect(stage.page.getByRole('button', { name: 'Choose a package' })).toBeVisible();
    },
  },
  {
    name: 'study-empty',
    show: async (stage) => {
      await open(stage, '/study');
      await expect(stage.page.getByText('No cards yet')).toBeVisible();
    },
  },
  {
    name: 'settings-new',
    show: async (stage) => {
      await open(stage, '/settings');
      await expect(stage.page.getByText('No backup yet.')).toBeVisible();
    },
  },
  {
    name: 'not-found',
    show: async (stage) => {
      await open(stage, '/nowhere');
      await expect(stage.page.getByText('There is no such page')).toBeVisible();
    },
  },
  {
    name: 'import-refused',
    show: async (stage) => {
      const { page, desk } = stage;
      await load(stage, '/');
      const path = join(desk.files, 'holiday.apkg');
      writeFileSync(path, 'not a package');
      await choosePackage(page, path, 'Choose a package');
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'import-reading',
    show: async (stage) => {
      const { page, desk, wire } = stage;
      wire.held.add('exchange.writeUpload');
      wire.held.add('exchange.openUpload');
      await dropFile(page, join(desk.files, 'holiday.apkg'));
      await expect(page.getByRole('dialog').getByRole('progressbar')).toBeVisible();
      wire.held.clear();
    },
  },
  {
    name: 'import-preview',
    show: async (stage) => {
      const { page, desk } = stage;
      await load(stage, '/');
      const path = join(desk.files, 'cardiology.apkg');
      await writePackage(path, 3, coursePackage(moment.now));
      await choosePackage(page, path, 'Choose a package');
      await expect(page.getByRole('dialog').getByText('Nothing has been changed yet.')).toBeVisible();
    },
  },
  {
    name: 'import-report',
    show: async ({ page }) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
      await expect(page.getByRole('dialog').getByText('is in your library.')).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'import-again',
    show: async ({ page, desk }) => {
      const path = join(desk.files, 'cardiology from my other laptop.apkg');
      await writePackage(path, 3, returningPackage(moment.now));
      await dropFile(page, path);
      const dialog = page.getByRole('dialog');
      await dialog.getByText('How to import it').click();
      await dialog.getByText('Another note type', { exact: true }).click();
      await expect(dialog.getByText('it is taken over with its type', { exact: false })).toBeVisible();
    },
    about: (page) => page.getByText('How to import it'),
  },
  {
    name: 'import-again-report',
    show: async ({ page }) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
      await expect(page.getByRole('dialog').getByText('is in your library.')).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'study-waiting',
    show: async (stage) => {
      const { page, desk } = stage;
      await change(desk, { 'study.newPerDay': 0, 'study.learnAheadMinutes': 0 });
      await open(stage, '/study');
      for (const rating of ['3', '3', '2', '3', '4', '3', '3', '1'] as const)
        await answerByKeys(page, rating);
      await change(desk, { 'study.reviewsPerDay': 0 });
      await page.reload();
      await expect(page.getByText('A moment until the next card')).toBeVisible();
    },
  },
  {
    name: 'study-summary',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Finish now' }).click();
      await expect(page.getByText('Session finished')).toBeVisible();
    },
  },
  {
    name: 'today-limit',
    show: async (stage) => {
      await change(stage.desk, { 'study.reviewsPerDay': 0 });
      await load(stage, '/');
      await expect(stage.page.getByText('wait for tomorrow')).toBeVisible();
    },
  },
];
