/*
 * The program that is killed while it takes care of its store: it opens it, which migrates an older one, or makes, checks, packs
 * and thins backups, or computes every derived row anew, again and again, and answers meanwhile. Each line it writes says what
 * it is about to do or what is done.
 */
import { sayLine } from '#electron/service/testing/say-line.ts';
import { setImmediate } from 'node:timers/promises';
import { performBackupTask } from '../../backups/perform-task.ts';
import { makeBackup } from '../../backups/make-backup.ts';
import { choresOf, doChore, thinBackups } from '../../backups/tidy-backups.ts';
import type { Clock } from '../../clock.ts';
import { openStore } from '../../open-store.ts';
import { rebuild } from '../../rebuild.ts';
import type { Store } from '../../store.ts';
import { uidSource, uidToHex } from '../../uid.ts';
import { appendReview } from '../add-log-rows.ts';
import { testDerivations } from '../open-test-store.ts';

export type Care = 'backup' | 'migration' | 'rebuild';
export type KillTask = {
  folder: string;
  care: Care;
  now: number;
  /** Dies by itself when the time is asked for so often: in the middle of a migration, to the call. */
  diesAt?: number;
};
export type KillLine =
  | { begins: Care }
  | { ends: Care; calls: number }
  | { giving: string }
  | { given: string };

// Checked border: the test wrote this argument.
const task = JSON.parse(process.argv[2] ?? '') as KillTask;
const say = (line: KillLine): void => sayLine(line);
const never = new AbortController().signal;

let calls = 0;
let answering = 0;
const clock: Clock = {
  now: () => {
    calls += 1;
    if (calls === task.diesAt) process.kill(process.pid, 'SIGKILL');
    return task.now + answering * 1000;
  },
  zone: () => 'Europe/Berlin',
};

const answer = async (store: Store): Promise<never> => {
  const cards = store.connection.prepare('SELECT id FROM cards').pluck().all() as number[];
  for (;;) {
    // Requests of a page come in between, one turn of the event loop each.
    await setImmediate();
    answering += 1;
    const uid = store.ids.uid();
    const card = cards[answering % cards.length] ?? 0;
    say({ giving: uidToHex(uid) });
    await store.write('test.answer', (tx) =>
      appendReview(tx, { card, at: task.now + answering * 1000, uid }),
    );
    say({ given: uidToHex(uid) });
  }
};

const backUp = async (store: Store): Promise<void> => {
  const parts = { store, run: performBackupTask, dayOf: (at: number) => Math.floor(at / 86_400_000) };
  await makeBackup(parts, 'automatic', () => {}, never);
  const damaged = new Set<string>();
  for (let [chore] = choresOf(store, damaged); chore !== undefined; [chore] = choresOf(store, damaged))
    await doChore(parts, chore, damaged, () => {}, never);
  await thinBackups(parts);
};

say({ begins: task.care });
const { store } = await openStore({
  folder: task.folder,
  clock,
  ids: uidSource(clock),
  derivations: testDerivations,
  undoers: {},
});
const cares: Record<Care, () => Promise<unknown>> = {
  migration: () => Promise.resolve(),
  backup: () => backUp(store),
  rebuild: () => rebuild(store, () => {}),
};
const care = async (): Promise<never> => {
  for (;;) {
    await cares[task.care]();
    say({ ends: task.care, calls });
    await setImmediate();
  }
};
if (task.care === 'migration') say({ ends: 'migration', calls });
await Promise.all([answer(store), ...(task.care === 'migration' ? [] : [care()])]);
