import { expect, type Page } from '@playwright/test';
import { callCli } from './call-cli.ts';
import { change, dialogWith, load, loadFailing, loadHolding, open, type Scene } from './stage.ts';
import { cardIn, showButton } from './study-page.ts';

const firstNode = (page: Page) => page.getByRole('row', { name: /^Cardiology/ }).first();
const openCard = async (page: Page): Promise<void> => {
  await expect(page.getByRole('grid').getByRole('gridcell').nth(1)).toHaveText(/./);
  await page.getByRole('grid').press('Enter');
};
const curveOf = (page: Page) => page.getByRole('figure').filter({ hasText: 'Forgetting curve' });

/** Every screen of somebody who has studied for some weeks. */
export const learnerScenes: readonly Scene[] = [
  { name: 'today-loading', show: (stage) => loadHolding(stage, '/', ['study.today']) },
  { name: 'today-failed', show: (stage) => loadFailing(stage, '/', ['study.today']) },
  { name: 'today-full', show: (stage) => load(stage, '/') },
  {
    name: 'today-table',
    about: (page) => page.getByRole('table'),
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
      await page.getByRole('combobox', { name: 'Search the cards' }).fill('zebra crossing');
      await expect(page.getByText('No card has all of these words')).toBeVisible();
    },
  },
  {
    name: 'library-lecture',
    show: async ({ page }) => {
      await page.getByRole('combobox', { name: 'Search the cards' }).fill('');
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
      await openCard(page);
      await dialogWith(page, 'About this card');
      await expect(page.getByRole('region', { name: 'History' })).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'card-curve',
    about: curveOf,
    show: async ({ page }) => {
      await page.getByRole('grid').press('ArrowDown');
      await openCard(page);
      const picture = page.getByRole('img', { name: /^Forgetting curve/ });
      await picture.press('Home');
      for (let days = 0; days < 3; days += 1) await picture.press('ArrowRight');
      await expect(page.getByText(/^3 days: \d+%$/).first()).toBeAttached();
    },
  },
  {
    name: 'card-curve-table',
    about: curveOf,
    show: async ({ page }) => {
      await curveOf(page).getByRole('button', { name: 'Show as a table' }).click();
      await expect(page.getByRole('table', { name: 'Forgetting curve' })).toBeVisible();
    },
    closes: 'escape',
  },
  {
    name: 'card-partial',
    show: async (stage) => {
      stage.wire.failing.add('study.cardInfo');
      await load(stage, '/library');
      await openCard(stage.page);
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
    name: 'settings-index',
    show: async ({ page }) => {
      await page.getByRole('navigation', { name: 'Sections of the settings' }).getByText('Privacy').click();
      await expect(page.getByRole('heading', { name: 'Privacy', level: 2 })).toBeInViewport();
      // Keys go on from there.
      await page.keyboard.press('Tab');
      await expect(page.getByRole('switch', { name: 'Behavioural analysis' })).toBeFocused();
      await page.evaluate(() => scrollTo(0, 0));
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
