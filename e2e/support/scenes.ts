import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { callCli } from './call-cli.ts';
import { coursePackage } from './course-package.ts';
import type { Desk } from './desk.ts';
import { fillProfile, finishProfile, moment } from './fill-profile.ts';
import { answerByKeys, cardIn, choosePackage, dropFile, showButton } from './study-page.ts';
import type { Wire } from './wire.ts';

/** Where a scene plays: a page on a running service, and what lies between. */
export type Stage = { page: Page; desk: Desk; wire: Wire };

/** One screen in one state. Scenes of an act play in order on one service: each begins where the last one ended. */
export type Scene = {
  /** Screen and state, for example `library-menu`. */
  name: string;
  show(stage: Stage): Promise<void>;
  /** A dialog that Escape leaves; the focus must come back to something. */
  closes?: 'escape';
};

export type Act = { name: string; fill?: (folder: string) => Promise<void>; scenes: readonly Scene[] };

const open = async ({ page }: Stage, path: string): Promise<void> => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
};
const settled = (page: Page): Promise<void> => expect(page.getByRole('heading', { level: 1 })).toBeVisible();
/** Loads the page again with some procedures held back. */
const loadHolding = async (stage: Stage, path: string, names: readonly string[]): Promise<void> => {
  for (const name of names) stage.wire.held.add(name);
  await open(stage, path);
  await stage.page.reload();
  // Skeletons stay away for 200 ms and then appear within as long.
  await stage.page.waitForTimeout(500);
  stage.wire.held.clear();
};
const loadFailing = async (stage: Stage, path: string, names: readonly string[]): Promise<void> => {
  for (const name of names) stage.wire.failing.add(name);
  await open(stage, path);
  await stage.page.reload();
  await expect(stage.page.getByRole('alert').first()).toBeVisible();
  stage.wire.failing.clear();
};
const load = async (stage: Stage, path: string): Promise<void> => {
  await open(stage, path);
  await stage.page.reload();
  await settled(stage.page);
};
const change = (desk: Desk, values: object): Promise<unknown> =>
  callCli(desk.profile, 'settings.change', { values });
const firstNode = (page: Page) => page.getByRole('row', { name: /^Cardiology/ }).first();
const openFirstCard = async (page: Page): Promise<void> => {
  await expect(page.getByRole('grid').getByRole('gridcell').first()).toHaveText(/./);
  await page.getByRole('grid').press('Enter');
};
const dialogWith = (page: Page, name: string) => expect(page.getByRole('dialog', { name })).toBeVisible();

const newcomer: readonly Scene[] = [
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
      await expect(stage.page.getByText('Nothing to study now')).toBeVisible();
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

const learner: readonly Scene[] = [
  { name: 'today-loading', show: (stage) => loadHolding(stage, '/', ['study.today']) },
  { name: 'today-failed', show: (stage) => loadFailing(stage, '/', ['study.today']) },
  { name: 'today-full', show: (stage) => load(stage, '/') },
  {
    name: 'today-table',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Show as a table' }).click();
    },
  },
  {
    name: 'today-counts-hidden',
    show: async ({ page, desk }) => {
      await change(desk, { 'appearance.hideCounts': true });
      await expect(page.getByText('Counts are hidden.')).toBeVisible();
    },
  },
  {
    name: 'palette',
    show: async (stage) => {
      await change(stage.desk, { 'appearance.hideCounts': false });
      await load(stage, '/');
      await stage.page.getByRole('button', { name: 'Search or do…' }).click();
      await expect(stage.page.getByRole('combobox')).toBeFocused();
    },
    closes: 'escape',
  },
  {
    name: 'palette-found',
    show: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('potential');
      await expect(page.getByRole('option', { name: /Action potentials/ }).first()).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'shortcuts',
    show: async ({ page }) => {
      await page.keyboard.press('?');
      await dialogWith(page, 'Keyboard shortcuts');
    },
    closes: 'escape',
  },
  {
    name: 'drop-package',
    show: async ({ page }) => {
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'x.apkg'));
        document.body.dispatchEvent(
          new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }),
        );
      });
      await expect(page.getByText('Drop the Anki package')).toBeVisible();
    },
  },
  {
    name: 'library-loading',
    show: (stage) => loadHolding(stage, '/library', ['library.tree', 'library.cards']),
  },
  { name: 'library-partial', show: (stage) => loadFailing(stage, '/library', ['library.tree']) },
  {
    name: 'library-full',
    show: async (stage) => {
      await load(stage, '/library');
      await expect(firstNode(stage.page)).toBeVisible();
    },
  },
  {
    name: 'library-no-hits',
    show: async ({ page }) => {
      await page.getByRole('searchbox').fill('zebra crossing');
      await expect(page.getByText('No card has all of these words')).toBeVisible();
    },
  },
  {
    name: 'library-lecture',
    show: async ({ page }) => {
      await page.getByRole('searchbox').fill('');
      await page
        .getByRole('row', { name: /Cardiac cycle/ })
        .first()
        .click();
      await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '24');
    },
  },
  {
    name: 'library-menu',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for Cardiac cycle' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
    },
  },
  {
    name: 'rename',
    show: async ({ page }) => {
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      await dialogWith(page, 'New name');
    },
    closes: 'escape',
  },
  {
    name: 'library-toast',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for ECG' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await expect(page.getByText('“ECG” is removed')).toBeVisible();
      // Held, so that it is there as long as it is looked at.
      await page.getByText('“ECG” is removed').hover();
    },
  },
  {
    name: 'card',
    show: async ({ page }) => {
      const messages = page.getByRole('region', { name: 'Messages' });
      await messages.getByRole('button', { name: 'Undo' }).click();
      await expect(messages.getByText('Undone')).toBeVisible();
      await messages.getByRole('button', { name: 'Dismiss' }).click();
      await page
        .getByRole('row', { name: /Action potentials/ })
        .first()
        .click();
      await openFirstCard(page);
      await dialogWith(page, 'About this card');
      await expect(page.getByRole('region', { name: 'History' })).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'card-partial',
    show: async (stage) => {
      stage.wire.failing.add('study.cardInfo');
      await load(stage, '/library');
      await openFirstCard(stage.page);
      await expect(stage.page.getByRole('dialog').getByRole('alert')).toBeVisible();
      stage.wire.failing.clear();
    },
    closes: 'escape',
  },
  {
    name: 'settings-loading',
    show: (stage) => loadHolding(stage, '/settings', ['settings.read', 'store.info']),
  },
  { name: 'settings-partial', show: (stage) => loadFailing(stage, '/settings', ['store.info']) },
  {
    name: 'settings-full',
    show: async (stage) => {
      await load(stage, '/settings');
      await expect(stage.page.getByText('made by you')).toBeVisible();
    },
  },
  {
    name: 'settings-choice',
    show: async ({ page }) => {
      await page.getByRole('button', { name: /Theme/ }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('option', { name: 'Dark' })).toBeVisible();
    },
    closes: 'escape',
  },
  { name: 'study-loading', show: (stage) => loadHolding(stage, '/study', ['study.current', 'study.start']) },
  { name: 'study-failed', show: (stage) => loadFailing(stage, '/study', ['study.start']) },
  {
    name: 'study-question',
    show: async (stage) => {
      await load(stage, '/study');
      await expect(showButton(stage.page)).toBeVisible();
      await expect(cardIn(stage.page).locator('#qa')).not.toBeEmpty();
    },
  },
  {
    name: 'study-hint',
    show: async ({ page }) => {
      await page.keyboard.press('Space');
      await expect(page.getByText('Hard is a pass')).toBeVisible();
    },
  },
  {
    name: 'study-answer',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'I see' }).click();
      await expect(page.getByText('Hard is a pass')).toBeHidden();
    },
  },
  {
    name: 'study-picture',
    show: async (stage) => {
      const { page, desk } = stage;
      const { hits } = (await callCli(desk.profile, 'library.find', {
        text: 'Action potentials',
        limit: 20,
      })) as {
        hits: { kind: string; uid: string }[];
      };
      await change(desk, { 'study.newPerDay': 0 });
      await open(stage, `/study/lecture/${hits.find(({ kind }) => kind === 'lecture')?.uid ?? ''}`);
      for (let cards = 0; cards < 30; cards += 1) {
        await expect(showButton(page)).toBeVisible();
        await page.keyboard.press('Space');
        await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
        if ((await cardIn(page).locator('img').count()) > 0) break;
        await page.keyboard.press('3');
      }
      await expect(cardIn(page).locator('img')).toBeVisible();
    },
  },
  {
    name: 'study-lost',
    show: async ({ page, wire }) => {
      await wire.cut();
      await expect(page.getByText('Reconnecting to the program')).toBeVisible();
    },
  },
  {
    name: 'today-lost',
    show: async (stage) => {
      stage.wire.mend();
      await load(stage, '/');
      await expect(stage.page.getByRole('button', { name: 'Go on studying' })).toBeVisible();
      await stage.wire.cut();
      await expect(stage.page.getByText('Reconnecting to the program')).toBeVisible();
    },
  },
  {
    name: 'session-ended',
    show: async ({ page, wire }) => {
      wire.mend();
      await page.evaluate(() => sessionStorage.clear());
      await page.reload();
      await expect(page.getByText('This window’s session has ended')).toBeVisible();
    },
  },
];

const finisher: readonly Scene[] = [
  {
    name: 'today-done',
    show: async (stage) => {
      await load(stage, '/');
      await expect(stage.page.getByText('Done for today')).toBeVisible();
    },
  },
];

export const acts: readonly Act[] = [
  { name: 'newcomer', scenes: newcomer },
  { name: 'learner', fill: fillProfile, scenes: learner },
  { name: 'finisher', fill: finishProfile, scenes: finisher },
];
