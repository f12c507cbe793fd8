import { expect, type Locator, type Page } from '@playwright/test';
import { callCli } from './call-cli.ts';
import type { Desk } from './desk.ts';
import type { Wire } from './wire.ts';

/** Where a scene plays: a page on a running service, and what lies between. */
export type Stage = { page: Page; desk: Desk; wire: Wire };

/** One screen in one state. Scenes of an act play in order on one service: each begins where the last one ended. */
export type Scene = {
  /** Screen and state, for example `library-menu`. */
  name: string;
  show(stage: Stage): Promise<void>;
  /** What it is about, where that lies further down: scrolled to at every size of the window. */
  about?: (page: Page) => Locator;
  /** A dialog that Escape leaves; the focus must come back to something. */
  closes?: 'escape';
};

export type Act = { name: string; fill?: (folder: string) => Promise<void>; scenes: readonly Scene[] };

export const open = async ({ page }: Stage, path: string): Promise<void> => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
};
const settled = (page: Page): Promise<void> => expect(page.getByRole('heading', { level: 1 })).toBeVisible();
/** Loads the page again with some procedures held back. */
export const loadHolding = async (stage: Stage, path: string, names: readonly string[]): Promise<void> => {
  for (const name of names) stage.wire.held.add(name);
  await open(stage, path);
  await stage.page.reload();
  // Skeletons stay away for 200 ms and then appear within as long.
  await stage.page.waitForTimeout(500);
  stage.wire.held.clear();
};
export const loadFailing = async (stage: Stage, path: string, names: readonly string[]): Promise<void> => {
  for (const name of names) stage.wire.failing.add(name);
  await open(stage, path);
  await stage.page.reload();
  await expect(stage.page.getByRole('alert').first()).toBeVisible();
  stage.wire.failing.clear();
};
export const load = async (stage: Stage, path: string): Promise<void> => {
  await open(stage, path);
  await stage.page.reload();
  await settled(stage.page);
};
export const change = (desk: Desk, values: object): Promise<unknown> =>
  callCli(desk.profile, 'settings.change', { values });
export const dialogWith = async (page: Page, name: string): Promise<void> => {
  await expect(page.getByRole('dialog', { name })).toBeVisible();
  // React Aria keeps a dialog with a field unseen while an on-screen keyboard may come; a window that has just been
  // resized looks like one.
  await expect(page.locator('body > * [style*="opacity: 0"]')).toHaveCount(0);
};
