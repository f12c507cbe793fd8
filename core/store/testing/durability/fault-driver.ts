/*
 * Works on a store while one call to the disk fails, and tells what came of it. Started with the fault library; each line of
 * its output is one round. Arguments: folder, errno, then the calls that are to fail, one a round; 0 only counts.
 */
import { mkdirSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { noteSearchDerivation } from '../../../library/note-search.ts';
import { cardStatesDerivation } from '../../../study/card-states.ts';
import { dailyRollupsDerivation } from '../../../study/daily-rollups.ts';
import { RpcError } from '../../../rpc/errors.ts';
import { performBackupTask } from '../../backups/perform-task.ts';
import { openChecker, openStore, type OpenStore } from '../../open-store.ts';
import { profileAt } from '../../profile.ts';
import { asStoreError } from '../../sqlite-errors.ts';
import { uidSource, uidToHex } from '../../uid.ts';
import { verifyStore } from '../../verify.ts';
import { addCourse, type AddedCourse } from '../add-course.ts';
import { appendReview } from '../add-log-rows.ts';
import { testClock } from '../test-clock.ts';

export type FaultRound = {
  at: number;
  /** Whether the call came that was to fail. */
  hasFailed: boolean;
  /** What the program was told, in order. */
  kinds: string[];
  /** Acknowledged answers that are not there. */
  lost: number;
  /** Answers that are there twice, or that nobody gave. */
  surplus: number;
  defects: string[];
  acknowledged: number;
};

const [folder = '', errno = '5', ...calls] = process.argv.slice(2);
const clock = testClock();
const derivations = { keyed: [cardStatesDerivation, noteSearchDerivation], whole: [dailyRollupsDerivation] };
const attempts = 5;
const answersAfterFault = 6;
const answers = 150;

const arm = (call: number): void => unlinkSync(`/americano-fault/${call}/${errno}`);
const hasCome = (): boolean => {
  try {
    unlinkSync('/americano-fault/COUNT');
    return false;
  } catch {
    return true;
  }
};

/** Does a step until it is done, as a person would: the fault is gone at the second attempt. */
const insist = async <T>(kinds: string[], work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      const error = asStoreError(thrown);
      kinds.push(error instanceof RpcError ? error.kind : `unknown: ${String(error)}`);
      if (attempt === attempts) throw error;
    }
  }
};

const open = (at: string, kinds: string[]): Promise<OpenStore> =>
  insist(kinds, () =>
    openStore({
      folder: at,
      clock,
      ids: uidSource(clock),
      derivations,
      undoers: {},
      onBackgroundError: (error) => {
        const known = asStoreError(error);
        kinds.push(known instanceof RpcError ? known.kind : `unknown: ${String(known)}`);
      },
    }),
  );

const work = async (
  profile: string,
  kinds: string[],
  given: Set<string>,
  isArmed: boolean,
): Promise<void> => {
  const opened = await open(profile, kinds);
  const { store } = opened;
  const added: AddedCourse = await insist(kinds, () => addCourse(store, 'Anatomy', 30));
  let after = 0;
  for (let n = 0; n < answers && after < answersAfterFault; n += 1) {
    const uid = store.ids.uid();
    const card = added.cards[n % added.cards.length] ?? 0;
    await insist(kinds, async () => {
      const isThere = store.connection.prepare('SELECT 1 FROM reviews WHERE uid = ?').get(uid) !== undefined;
      if (isThere) return;
      await store.write('test.answer', (tx) => appendReview(tx, { card, at: clock.now() + n, uid }));
    });
    given.add(uidToHex(uid));
    // As the store does it at idle moments: what fails is tried again at the next one.
    if (n % 40 === 39)
      await insist(kinds, async () => void store.connection.pragma('wal_checkpoint(PASSIVE)'));
    if (n % 60 === 59) {
      const file = join(profile, 'backups', `manual-${n}.sqlite`);
      const signal = new AbortController().signal;
      await insist(kinds, async () => {
        await performBackupTask({ kind: 'copy', profile, file }, () => {}, signal);
      });
      await insist(kinds, async () => {
        await performBackupTask({ kind: 'pack', file }, () => {}, signal);
      });
    }
    if (isArmed && hasCome()) after += 1;
  }
  await insist(kinds, () => opened.close());
};

const inspect = async (profile: string, given: ReadonlySet<string>) => {
  const opened = await open(profile, []);
  await opened.store.settle();
  await opened.close();
  const checker = openChecker(profileAt(profile));
  try {
    const found = checker.connection.prepare('SELECT lower(hex(uid)) FROM reviews').pluck().all() as string[];
    const kept = new Set(found);
    return {
      lost: [...given].filter((uid) => !kept.has(uid)).length,
      surplus: found.length - kept.size + found.filter((uid) => !given.has(uid)).length,
      defects: verifyStore(checker.connection, profileAt(profile)).defects,
    };
  } finally {
    checker.close();
  }
};

for (const call of calls.map(Number)) {
  const profile = join(folder, `round-${call}`);
  mkdirSync(profile, { recursive: true });
  const kinds: string[] = [];
  const given = new Set<string>();
  arm(call);
  let hasFailed = false;
  try {
    await work(profile, kinds, given, call > 0);
  } catch (error) {
    kinds.push(`gave up: ${String(error)}`);
  } finally {
    hasFailed = call > 0 && hasCome();
    arm(0);
  }
  const found = await inspect(profile, given).catch((error: unknown) => ({
    lost: given.size,
    surplus: 0,
    defects: [String(error)],
  }));
  const round: FaultRound = { at: call, hasFailed, kinds, acknowledged: given.size, ...found };
  writeSync(1, `${JSON.stringify(round)}\n`);
  rmSync(profile, { recursive: true, force: true });
}
