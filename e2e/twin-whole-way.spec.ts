import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { revlogPath } from '#bench/data/anki-revlog.ts';
import { revlogPackage } from '#bench/data/revlog-package.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { test } from './support/desk.ts';
import { studyIntoOverload } from './support/fill-overload.ts';
import { openService } from './support/fill-profile.ts';
import { choosePackage, showButton } from './support/study-page.ts';

const dayMs = 86_400_000;
const zone = 'Europe/Berlin';
/** The Thursday after the last day of the published history. */
const imported = Date.UTC(2025, 6, 24, 13);

const session = { caller: 'test' as const };

/** A simulated learner of some months, as a package. */
const writeSimulated = async (folder: string, file: string): Promise<void> => {
  const { service } = await openService(join(folder, 'simulated'), imported);
  const { server, jobs } = service;
  for (const started of [
    () => server.call('exchange.simulateLearner', { seed: 11, days: 150 }, session),
    () =>
      server.call(
        'exchange.export',
        {
          scope: {},
          format: 'apkg',
          layout: 'legacy',
          scheduling: true,
          media: false,
          presets: false,
          path: file,
        },
        session,
      ),
  ])
    await jobs.ended((await started()).job);
  await service.close();
};

/** The published history where it lies beside, else a simulated one. */
const writeHistory = async (folder: string): Promise<string> => {
  const file = join(folder, 'history.apkg');
  const path = revlogPath();
  if (path === undefined) await writeSimulated(folder, file);
  else await writePackage(file, 2, revlogPackage(path));
  return file;
};

const region = (page: Page, name: string) => page.getByRole('region', { name });

test('a real history becomes a twin, is judged by its owner, offers a break, and tells of both', async ({
  desk,
  page,
  problems,
}) => {
  test.setTimeout(240_000);
  const file = await writeHistory(desk.files);
  const first = await desk.start({ now: imported, zone });

  await test.step('the history is imported, and the twin reads it by itself', async () => {
    await page.goto(first.address);
    await choosePackage(page, file, 'Choose a package');
    const dialog = page.getByRole('dialog', { name: 'Import an Anki package' });
    await dialog.getByRole('button', { name: 'Import' }).click({ timeout: 60_000 });
    await expect(dialog.getByText(/is in your library/)).toBeVisible({ timeout: 120_000 });
    await page.keyboard.press('Escape');
    await page.goto(`${first.origin}/#/twin/memory`);
    await expect(page.getByText(/^From .* answers in /)).toBeVisible({ timeout: 60_000 });
  });

  await test.step('every tab has something to say', async () => {
    for (const [tab, title] of [
      ['predictions', 'What may be hard this week'],
      ['scorecard', 'How good the predictions were'],
      ['rhythm', 'When you study'],
      ['memory', 'Your forgetting curve'],
      ['wellbeing', 'Risk of burnout'],
    ] as const) {
      await page.goto(`${first.origin}/#/twin/${tab}`);
      await expect(page.getByRole('heading', { name: title })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByText(/NaN|Infinity|undefined/)).toHaveCount(0);
    }
  });

  await test.step('its owner has a word on a prediction', async () => {
    await page.goto(`${first.origin}/#/twin/predictions`);
    const word = page.getByRole('group', { name: /^Your word on / }).first();
    await expect(word).toBeVisible({ timeout: 60_000 });
    await word.getByRole('button', { name: 'I struggled' }).click();
    await expect(word.getByRole('button', { name: 'I struggled' })).toHaveAttribute('aria-pressed', 'true');
  });

  // The page would look for a service that is gone.
  await page.goto('about:blank');
  await first.stop();

  let now = imported + 7 * dayMs;
  await test.step('a week later a session goes worse and worse', async () => {
    const { service, pass } = await openService(desk.profile, now);
    await studyIntoOverload(service, pass, 1);
    now = service.store.clock.now() + 10_000;
    await service.close();
  });

  const second = await desk.start({ now, zone });
  await test.step('the load meter offers a break, and it is taken', async () => {
    await page.goto(second.address);
    await page.goto(`${second.origin}/#/study`);
    await expect(showButton(page)).toBeVisible();
    await expect(region(page, 'A break?')).toBeVisible();
    await page.keyboard.press('b');
    await expect(page.getByRole('timer', { name: 'Time left' })).toBeVisible();
    await page.getByRole('button', { name: 'Back to the cards' }).click();
    await expect(showButton(page)).toBeVisible();
  });

  await test.step('the break stands in the timeline', async () => {
    await page.goto(`${second.origin}/#/twin/wellbeing`);
    await expect(region(page, 'Sessions and breaks').getByText(/^Break at \d\d:\d\d, /)).toBeVisible();
  });

  await test.step('the word and the break stand in the scorecard', async () => {
    await page.goto(`${second.origin}/#/twin/predictions`);
    await page.getByRole('button', { name: 'Predict now' }).click();
    await page.goto(`${second.origin}/#/twin/scorecard`);
    const total = region(page, 'How good the predictions were');
    await expect(total.getByText(/^Said hard: .* Not said: /)).toBeVisible({ timeout: 60_000 });
    await expect(total.getByText(/^\d+ of 30 scored predictions$/).first()).toBeVisible();
    await expect(region(page, 'Breaks').getByText(/^Taken: 1, /)).toBeVisible();
  });

  expect(problems).toEqual([]);
});
