import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { openReader } from '../../store/open-store.ts';
import { profileAt } from '../../store/profile.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { addCourse, type AddedCourse } from '../../store/testing/add-course.ts';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { reviewsOfCards } from '../../study/parameters/review-columns.ts';
import { eraseRows } from '../privacy/erase-rows.ts';
import { knownReviews } from '../recall/known-reviews.ts';
import { forgetLearner, learnerHistory } from './learner-history.ts';

const takeBack = statement<{ uid: Uint8Array; table: string; undone: number }>(
  'test.takeBack',
  `INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at) VALUES (@uid, @table, @undone, 1, 1)
   ON CONFLICT (target_uid) DO UPDATE SET undone = @undone`,
);
const allUids = statement<Record<string, never>, { uid: Uint8Array; name: string }>(
  'test.allUids',
  `SELECT uid, 'reviews' AS name FROM reviews UNION ALL SELECT uid, 'schedule_changes' FROM schedule_changes
   UNION ALL SELECT uid, 'card_baselines' FROM card_baselines`,
);

const FIRST_DAY = 20_000;
const DAY_MS = 86_400_000;
const CARDS = 6;

type World = {
  readonly store: Store;
  readonly made: AddedCourse;
  readonly objectives: number[];
  sessions: number[];
};
/** What happens: which kind, and numbers it takes what it needs of. */
type Step = readonly [kind: (typeof KINDS)[number], a: number, b: number];

const KINDS = [
  'answer',
  'answer',
  'answer',
  'imported answer',
  'session',
  'take back',
  'bring back',
  'forget',
  'new again',
  'move a card',
  'delete a card',
  'hide a picture',
  'link',
  'delete an objective',
  'exam',
  'undo the import',
  'redo the import',
  'erase',
  'something else',
] as const;

const dayOf = (b: number): { at: number; utc_offset_min: number; study_day: number } => {
  const day = FIRST_DAY + (b % 60);
  // A clock that is set back now and then.
  return { at: day * DAY_MS + (b % 7) * 60_000, utc_offset_min: 60, study_day: day - (b % 11 === 0 ? 3 : 0) };
};

const append = (world: World, tx: WriteTransaction, table: string, card: number, row: object): void =>
  tx.append(table, { card_id: card, uid: world.store.ids.uid(), ...row }, { owner: card });

const answer = (world: World, tx: WriteTransaction, [, a, b]: Step, session: number | undefined): void =>
  append(world, tx, 'reviews', world.made.cards[a % CARDS]!, {
    ...dayOf(b),
    rating: 1 + (b % 4),
    phase: (a + b) % 5,
    interval_seconds: b % 9 === 0 ? null : b % 2 === 0 ? 86_400 * (1 + (a % 5)) : -600,
    last_interval_seconds: 0,
    duration_ms: 100 * (b % 80),
    confidence_percent: b % 5 === 0 ? b % 100 : null,
    ...(session === undefined ? {} : { session_id: session }),
  });

const newSession = (world: World, tx: WriteTransaction): number => {
  const moment = { started_at: 1, utc_offset_min: 0, study_day: FIRST_DAY };
  const id = tx.insertRow('study_sessions', { uid: world.store.ids.uid(), ...moment });
  world.sessions.push(id);
  return id;
};

const takeBackOne = (tx: WriteTransaction, undone: 0 | 1, a: number): void => {
  const rows = tx.all(allUids, {});
  const row = rows[a % Math.max(1, rows.length)];
  if (row !== undefined) tx.run(takeBack, { uid: row.uid, table: row.name, undone });
};

/** Makes one step happen, as the features of the program do: through the rows they write. */
const happen = (world: World, tx: WriteTransaction, step: Step): void => {
  const [kind, a, b] = step;
  const { made, objectives, store } = world;
  const card = made.cards[a % CARDS]!;
  const objective = objectives[b % objectives.length]!;
  switch (kind) {
    case 'answer':
      // Of the session at hand, now and then of an earlier one.
      answer(world, tx, step, world.sessions.at(b % 6 === 0 ? 0 : -1) ?? newSession(world, tx));
      break;
    case 'imported answer':
      answer(world, tx, step, undefined);
      break;
    case 'session':
      newSession(world, tx);
      break;
    case 'take back':
      takeBackOne(tx, 1, a);
      break;
    case 'bring back':
      takeBackOne(tx, 0, a);
      break;
    case 'forget':
      append(world, tx, 'schedule_changes', card, {
        ...dayOf(b),
        kind: 'forget',
        interval_seconds: 0,
        last_interval_seconds: 0,
      });
      break;
    case 'new again':
      append(world, tx, 'card_baselines', card, {
        ...dayOf(b),
        phase: b % 2 === 0 ? 0 : 2,
        step: 0,
        interval_days: 1,
        reps: 0,
        lapses: 0,
      });
      break;
    case 'move a card':
      tx.updateRow('cards', { id: card }, { position: b % 9 });
      break;
    case 'delete a card':
      tx.updateRow('cards', { id: card }, { deleted_at: b % 3 === 0 ? null : 1 });
      break;
    case 'hide a picture':
      tx.updateRow('note_types', { id: made.noteType }, { kind: b % 2 === 0 ? 'cloze' : 'standard' });
      tx.updateRow('notes', { id: made.notes[a % CARDS]! }, { fields: '["image-occlusion:rect"]' });
      break;
    case 'link':
      tx.deleteRow('objective_cards', { objective_id: objective, card_id: card });
      if (b % 3 !== 0)
        tx.insertRow('objective_cards', { objective_id: objective, card_id: card }, [
          'objective_id',
          'card_id',
        ]);
      break;
    case 'delete an objective':
      tx.updateRow('learning_objectives', { id: objective }, { deleted_at: b % 3 === 0 ? 1 : null });
      break;
    case 'exam':
      tx.insertRow('exams', {
        uid: store.ids.uid(),
        course_id: made.course,
        title: 'Exam',
        exam_day: FIRST_DAY + b,
        every_objective: 1,
      });
      break;
    case 'undo the import':
    case 'redo the import':
      tx.updateRow('batches', { id: 1 }, { undone_at: kind === 'undo the import' ? 1 : null });
      break;
    case 'erase':
      eraseRows(tx, store, 'reviews');
      world.sessions = [];
      tx.append(
        'erasures',
        { uid: store.ids.uid(), ...dayOf(b), kinds: '["reviews"]', up_to: 1 },
        { owner: 0 },
      );
      break;
    case 'something else':
      tx.updateRow('courses', { id: made.course }, { title: `Course ${b}` });
  }
};

const newWorld = async (): Promise<World & { folder: string; close(): Promise<void> }> => {
  const { store, folder, close } = await openTestStore();
  const made = await addCourse(store, 'Heart', CARDS);
  const objectives: number[] = [];
  await store.write('test.world', (tx) => {
    const batch = { uid: store.ids.uid(), kind: 'import', label: 'Import', counts: '{}' };
    tx.insertRow('batches', { id: 1, ...batch });
    for (const card of made.cards.slice(0, 2)) tx.updateRow('cards', { id: card }, { batch_id: 1 });
    for (const position of [0, 1, 2])
      objectives.push(
        tx.insertRow('learning_objectives', {
          uid: store.ids.uid(),
          lecture_id: made.lecture,
          title: 'Objective',
          position,
        }),
      );
    tx.insertRow('objective_rules', { objective_id: objectives[2]!, lecture_id: made.lecture }, [
      'objective_id',
      'lecture_id',
    ]);
  });
  return { store, made, objectives, sessions: [], folder, close };
};

/** The same connection, of which nothing is known. */
const stranger = ({ all, get, iterate }: StoreReader): StoreReader => ({ all, get, iterate });

/** The same connection, with the names of what is asked of it. */
const overheard = (reader: StoreReader): { reader: StoreReader; asked: string[] } => {
  const asked: string[] = [];
  const named = <A extends [{ name: string }, ...never[]], R>(ask: (...args: A) => R) => {
    return (...args: A): R => {
      asked.push(args[0].name);
      return ask(...args);
    };
  };
  return {
    asked,
    reader: {
      all: named(reader.all) as StoreReader['all'],
      get: named(reader.get) as StoreReader['get'],
      iterate: named(reader.iterate) as StoreReader['iterate'],
    },
  };
};

const parameters = fsrsParameters();

describe('facts kept between jobs', { timeout: 120_000 }, () => {
  it('are those read anew, to the bit, whatever was written, taken back or erased in between', async () => {
    const step = fc.tuple(fc.constantFrom(...KINDS), fc.nat(1000), fc.nat(1000));
    const history = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), {
      minLength: 40,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(history, async (writes) => {
        const world = await newWorld();
        const { reader, close } = openReader(profileAt(world.folder));
        for (const steps of writes) {
          await world.store.write('test.steps', (tx) => {
            for (const one of steps) happen(world, tx, one);
          });
          const fresh = stranger(reader);
          expect(learnerHistory(reader, parameters)).toEqual(learnerHistory(fresh, parameters));
          expect(knownReviews(reader)).toEqual(reviewsOfCards(fresh, Number.MAX_SAFE_INTEGER));
        }
        close();
        await world.close();
      }),
      { numRuns: 4, seed: 7, endOnFailure: true },
    );
  });

  const opened = async () => {
    const world = await newWorld();
    const { reader } = openReader(profileAt(world.folder));
    const write = (...steps: Step[]) =>
      world.store.write('test.steps', (tx) => {
        for (const one of steps) happen(world, tx, one);
      });
    await write(...Array.from({ length: 60 }, (_, n): Step => ['answer', n, 1 + 7 * n]));
    return { write, ...overheard(reader), plain: reader };
  };

  it('are the same object while nothing was written, and after a write of something else', async () => {
    const { reader, asked, write } = await opened();
    const first = learnerHistory(reader, parameters);
    asked.length = 0;
    expect(learnerHistory(reader, parameters).history).toBe(first.history);
    expect(asked.every((name) => name === 'twin.versionOfFile')).toBe(true);
    await write(['something else', 0, 1]);
    expect(learnerHistory(reader, parameters).history).toBe(first.history);
    expect(asked).not.toContain('twin.answers');
  });

  it('read the answers of those cards alone that were answered since, or whose answer was taken back', async () => {
    const { reader, asked, write } = await opened();
    const first = learnerHistory(reader, parameters);
    asked.length = 0;
    await write(['session', 0, 0], ['answer', 3, 401], ['answer', 3, 404], ['answer', 4, 407]);
    const then = learnerHistory(reader, parameters);
    expect(then.history.rows).toBe(first.history.rows + 3);
    expect(asked.filter((name) => name === 'twin.answers')).toHaveLength(2);
    expect(asked).not.toContain('twin.cardKeys');
    asked.length = 0;
    await write(['take back', 2, 0]);
    expect(learnerHistory(reader, parameters).history.rows).toBe(then.history.rows - 1);
    expect(asked.filter((name) => name === 'twin.answersNotUndone')).toHaveLength(1);
  });

  it('are read anew after an erase, though as many answers stand there as before', async () => {
    const { reader, plain, write } = await opened();
    const before = learnerHistory(reader, parameters);
    await write(['erase', 0, 0], ...Array.from({ length: 60 }, (_, n): Step => ['answer', n + 1, 2 + 9 * n]));
    const { history } = learnerHistory(reader, parameters);
    expect(history.at).not.toEqual(before.history.at);
    expect(history).toEqual(learnerHistory(stranger(plain), parameters).history);
  });

  it('are let go', async () => {
    const { reader } = await opened();
    const { history } = learnerHistory(reader, parameters);
    forgetLearner(reader);
    const again = learnerHistory(reader, parameters);
    expect(again.history).not.toBe(history);
    expect(again.history).toEqual(history);
  });
});
