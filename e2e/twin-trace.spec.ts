import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './support/desk.ts';
import { openService } from './support/fill-profile.ts';
import { answerByKeys, cardIn, showButton } from './support/study-page.ts';

const dayMs = 86_400_000;
const zone = 'Europe/Berlin';
const simulated = Date.UTC(2026, 2, 2, 9);
const session = { caller: 'test' as const };

/** A simulated learner of three months on the day after, with cards due. */
const fill = async (folder: string): Promise<number> => {
  const { service, pass } = await openService(folder, simulated);
  const { server, jobs, store } = service;
  await jobs.ended((await server.call('exchange.simulateLearner', { seed: 5, days: 90 }, session)).job);
  await store.settle();
  pass(dayMs);
  await jobs.ended((await server.call('twin.analyse', {}, session)).job);
  const now = store.clock.now();
  await service.close();
  return now;
};

const stretches = (page: Page): Locator =>
  page.getByRole('figure').filter({ hasText: 'Recall by minutes since the start or the last break' });

/** Reads the history again, and gives n of the first ten minutes from the chart's own table. */
const readAgain = async (page: Page): Promise<number> => {
  await page.getByRole('link', { name: 'Twin' }).click();
  await page.getByRole('tab', { name: 'Rhythm' }).click();
  const again = page.getByRole('button', { name: 'Read again' });
  await again.click();
  await expect(page.getByRole('status').filter({ hasText: 'Reading your history…' })).toBeVisible();
  await expect(again).toBeVisible({ timeout: 60_000 });
  await stretches(page).getByRole('button', { name: 'Show as a table' }).click();
  const row = stretches(page).getByRole('row', { name: /^0 to 10 min / });
  return Number((await row.getByRole('cell').last().innerText()).replaceAll(',', ''));
};

/** The last of the answers behind the first ten minutes, of which there are `total`. */
const lastAnswer = async (page: Page, total: number): Promise<string> => {
  await page.getByRole('button', { name: 'Show the answers: How long it goes well' }).click();
  const dialog = page.getByRole('dialog', { name: /^Answers behind / });
  const told = dialog.getByRole('status').filter({ hasText: / answers in / });
  await expect(told).toContainText(`${total.toLocaleString('en-GB')} answers in `);
  const grid = dialog.getByRole('grid', { name: /^0 to 10 min/ });
  await grid.press('End');
  const last = grid.locator(`[aria-rowindex="${total}"]`);
  await expect(last.getByRole('gridcell').last()).toHaveText(/./);
  const row = await last.innerText();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  return row;
};

test('an answered key changes a chart, is found behind its number, and is gone with undo', async ({
  desk,
  page,
  problems,
}) => {
  test.setTimeout(180_000);
  const { address } = await desk.start({ now: await fill(desk.profile), zone });
  await page.goto(address);
  const before = await readAgain(page);
  const lastBefore = await lastAnswer(page, before);

  await page.getByRole('link', { name: 'Study' }).click();
  await expect(showButton(page)).toBeVisible();
  const question = /question \d+/.exec(await cardIn(page).locator('body').innerText())?.[0];
  expect(question).toBeDefined();
  await answerByKeys(page, '2');
  await page.keyboard.press('Escape');

  expect(await readAgain(page)).toBe(before + 1);
  const row = await lastAnswer(page, before + 1);
  expect(row).toContain(`${question}:`);
  expect(row).toContain('3 Mar 2026');
  expect(row).toMatch(/Hard$/);

  await page.keyboard.press('Control+z');
  await expect(page.getByText(/^Undone/)).toBeVisible();
  expect(await readAgain(page)).toBe(before);
  expect(await lastAnswer(page, before)).toBe(lastBefore);
  expect(problems).toEqual([]);
});
