import { expect, type Page } from '@playwright/test';
import { load, type Scene } from './stage.ts';

const mark = 'Simulated learner: nobody’s own history';

const isMarked = (page: Page): Promise<void> => expect(page.getByText(mark).first()).toBeAttached();

/** Somebody invented: every screen says so. */
export const demoScenes: readonly Scene[] = (
  [
    ['today', '/'],
    ['library', '/library'],
    ['memory', '/twin/memory'],
    ['settings', '/settings'],
    ['study', '/study'],
  ] as const
).map(([name, path]) => ({
  name: `demo-${name}`,
  show: async (stage) => {
    await load(stage, path);
    await isMarked(stage.page);
  },
}));
