import { onTestFinished } from 'vitest';
import { noteSearchDerivation } from '../../library/note-search.ts';
import { removeUndoer } from '../../library/remove.ts';
import { cardStatesDerivation } from '../../study/card-states.ts';
import { dailyRollupsDerivation, keepDailyRollups } from '../../study/daily-rollups.ts';
import type { Derivations } from '../derivations.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import type { Undoers } from '../undo.ts';
import { uidSource } from '../uid.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testClock, type TestClock } from './test-clock.ts';

export const testDerivations: Derivations = {
  keyed: [cardStatesDerivation, noteSearchDerivation],
  whole: [dailyRollupsDerivation],
};

export type TestStore = {
  store: Store;
  clock: TestClock;
  folder: string;
  migrated: readonly number[];
  close(): Promise<void>;
};

/** A store on the disk, with the derivations of this version; closed and removed when the test ends. */
export const openTestStore = async (
  parts: { folder?: string; clock?: TestClock; undoers?: Undoers } = {},
): Promise<TestStore> => {
  const folder = parts.folder ?? temporaryFolder();
  const clock = parts.clock ?? testClock();
  const undoers = { 'library.remove': removeUndoer, ...parts.undoers };
  const opened = await openStore({
    folder,
    clock,
    ids: uidSource(clock),
    derivations: testDerivations,
    undoers,
    onBackgroundError: (error) => {
      throw error;
    },
  });
  keepDailyRollups(opened.store.hooks);
  onTestFinished(() => opened.close());
  return { store: opened.store, clock, folder, migrated: opened.migrated, close: () => opened.close() };
};
