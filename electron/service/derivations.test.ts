import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerCapMs } from '#core/study/rollup-day.ts';
import { profileAt } from '#core/store/profile.ts';
import { markLastWrite, noticeOlderWrites } from '#core/twin/rollups/notice-older-writes.ts';
import { uidToHex } from '#core/store/uid.ts';
import { writeGrowingPackages } from './testing/growing-packages.ts';
import {
  copyProfile,
  importPackage,
  resultOf,
  startTestService,
  type TestService,
} from './testing/test-service.ts';

const caller = { caller: 'test' } as const;
const hourMs = 3_600_000;

let root = '';
let base = '';
let packages: string[] = [];
let copies = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'americano-derivations-'));
  base = join(root, 'base');
  packages = await writeGrowingPackages(root);
  const service = await startTestService(base);
  await importPackage(service, packages[0] ?? '');
  await service.close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const rowsOf = ({ store }: TestService, sql: string): unknown[] => store.connection.prepare(sql).all();

const derived = (service: TestService): Record<string, unknown[]> => ({
  card_states: rowsOf(service, 'SELECT * FROM card_states ORDER BY card_id'),
  daily_rollups: rowsOf(service, 'SELECT * FROM daily_rollups ORDER BY study_day'),
  hourly_rollups: rowsOf(service, 'SELECT * FROM hourly_rollups ORDER BY study_day, hour'),
  session_metrics: rowsOf(service, 'SELECT * FROM session_metrics ORDER BY session_id'),
  note_search: rowsOf(
    service,
    `SELECT rowid FROM note_search WHERE note_search MATCH 'question' ORDER BY rowid`,
  ),
});

type Review = { card_id: number; study_day: number; phase: number; rating: number; duration_ms: number };

/** The days counted again in the plainest way, as an independent opinion. */
const countedDays = (service: TestService): unknown[] => {
  const days = new Map<number, Record<string, number>>();
  const seen = new Set<number>();
  for (const row of rowsOf(service, 'SELECT * FROM live_reviews ORDER BY at, uid') as Review[]) {
    const day = days.get(row.study_day) ?? {
      study_day: row.study_day,
      answers: 0,
      introduced: 0,
      review_answers: 0,
      review_recalled: 0,
      learn_ms: 0,
      review_ms: 0,
    };
    const add = (name: string, by: number): void => {
      day[name] = (day[name] ?? 0) + by;
    };
    add('answers', 1);
    if (!seen.has(row.card_id) && row.phase <= 1) add('introduced', 1);
    seen.add(row.card_id);
    if (row.phase === 2) add('review_answers', 1);
    if (row.phase === 2 && row.rating > 1) add('review_recalled', 1);
    add(row.phase === 2 ? 'review_ms' : 'learn_ms', Math.min(row.duration_ms, answerCapMs));
    days.set(row.study_day, day);
  }
  return [...days.values()].sort((a, b) => (a['study_day'] ?? 0) - (b['study_day'] ?? 0));
};

/** Hours and sessions counted again in the plainest way. */
const countedParts = (service: TestService): { hours: unknown[]; sessions: unknown[] } => {
  type Part = Record<string, number>;
  const hours = new Map<string, Part>();
  const sessions = new Map<number, Part>();
  const rows = rowsOf(service, 'SELECT * FROM live_reviews') as (Review & {
    at: number;
    utc_offset_min: number;
    session_id: number | null;
  })[];
  for (const row of rows) {
    const add = (part: Part): Part => ({
      ...part,
      answers: (part['answers'] ?? 0) + 1,
      recalled: (part['recalled'] ?? 0) + (row.rating > 1 ? 1 : 0),
      review_answers: (part['review_answers'] ?? 0) + (row.phase === 2 ? 1 : 0),
      review_recalled: (part['review_recalled'] ?? 0) + (row.phase === 2 && row.rating > 1 ? 1 : 0),
      ms: (part['ms'] ?? 0) + Math.min(row.duration_ms, answerCapMs),
    });
    const hour = new Date(row.at + row.utc_offset_min * 60_000).getUTCHours();
    const key = `${row.study_day} ${hour}`;
    hours.set(key, add(hours.get(key) ?? { study_day: row.study_day, hour }));
    if (row.session_id !== null)
      sessions.set(row.session_id, add(sessions.get(row.session_id) ?? { session_id: row.session_id }));
  }
  return { hours: [...hours.values()], sessions: [...sessions.values()] };
};

/** Answers the card that comes next; without one, time passes until there may be one. */
const answerNext = async (service: TestService, rating: number, durationMs: number): Promise<void> => {
  const { session, step } = await service.server.call('study.start', { scope: {} }, caller);
  if (step.kind !== 'card') {
    service.clock.advance(step.kind === 'waiting' ? step.until - service.clock.now() : 24 * hourMs);
    return;
  }
  const request = uidToHex(service.store.ids.uid());
  const answer = { request, session: session.uid, card: step.rendered.card, rating, durationMs };
  await service.server.call('study.answer', answer, caller);
  service.clock.advance(durationMs);
};

const putAway = async (service: TestService): Promise<void> => {
  const { courses } = await service.server.call('library.tree', {}, caller);
  const lecture = courses.at(-1)?.lectures.at(-1);
  if (lecture !== undefined)
    await service.server.call('library.remove', { kind: 'lecture', uid: lecture.uid }, caller);
};

type Step =
  | { do: 'answer'; rating: number; durationMs: number }
  | { do: 'undo' | 'redo' | 'put away' }
  | { do: 'wait'; hours: number }
  | { do: 'merge'; index: number };

const perform = async (service: TestService, step: Step): Promise<void> => {
  if (step.do === 'answer') await answerNext(service, step.rating, step.durationMs);
  else if (step.do === 'undo') await service.server.call('store.undo', {}, caller);
  else if (step.do === 'redo') await service.server.call('store.redo', {}, caller);
  else if (step.do === 'wait') service.clock.advance(step.hours * hourMs);
  else if (step.do === 'put away') await putAway(service);
  else if (step.do === 'merge') await importPackage(service, packages[step.index] ?? '');
};

const anyStep = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      rating: fc.integer({ min: 1, max: 4 }),
      durationMs: fc.constantFrom(900, 7000, 90_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'undo' as const, 'redo' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 20, 24 * 9) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), index: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('put away' as const) }) },
);

const expectRebuildChangesNothing = async (service: TestService): Promise<void> => {
  await service.store.settle();
  const kept = derived(service);
  expect(kept['daily_rollups']).toEqual(countedDays(service));
  const { hours, sessions } = countedParts(service);
  const inAnyOrder = (rows: unknown[] = []): unknown[] => rows.map((row) => JSON.stringify(row)).sort();
  expect(inAnyOrder(kept['hourly_rollups'])).toEqual(inAnyOrder(hours));
  expect(inAnyOrder(kept['session_metrics'])).toEqual(inAnyOrder(sessions));
  const { job } = await service.server.call('store.rebuild', {}, caller);
  await resultOf(service, job);
  expect(derived(service)).toEqual(kept);
};

const expectRebuildAgreesAfter = async (steps: readonly Step[]): Promise<void> => {
  copies += 1;
  const service = await startTestService(copyProfile(base, join(root, `copy-${copies}`)));
  try {
    for (const step of steps) await perform(service, step);
    await expectRebuildChangesNothing(service);
  } finally {
    await service.close();
  }
};

describe('what is derived', () => {
  it('after any answers, undos, redos, removals and merges is what a rebuild makes of the facts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 10, maxLength: 30, size: 'max' }),
        expectRebuildAgreesAfter,
      ),
      { numRuns: 4 },
    );
  }, 120_000);

  it('after a merge into cards that were studied here, and its undo, too', async () => {
    const answer: Step = { do: 'answer', rating: 3, durationMs: 5000 };
    const merge = (index: number): Step => ({ do: 'merge', index });
    await expectRebuildAgreesAfter([
      answer,
      answer,
      merge(2),
      answer,
      { do: 'undo' },
      { do: 'undo' },
      { do: 'redo' },
      merge(1),
      answer,
    ]);
  });

  it.each([
    ['were not kept at all', 'DELETE FROM hourly_rollups; DELETE FROM session_metrics'],
    ['give a day another time', 'UPDATE hourly_rollups SET ms = ms + 1'],
    ['lie in other hours of the same days', 'UPDATE hourly_rollups SET hour = 23 - hour'],
    ['are missing for a session', 'DELETE FROM session_metrics'],
    ['give a session other answers', 'UPDATE session_metrics SET recalled = answers - recalled'],
  ])('counts hours and sessions again that an older program wrote beside, where they %s', async (_, sql) => {
    copies += 1;
    const folder = copyProfile(base, join(root, `copy-${copies}`));
    const first = await startTestService(folder);
    await answerNext(first, 3, 5000);
    const { hourly_rollups, session_metrics } = derived(first);
    expect([hourly_rollups, session_metrics]).not.toContainEqual([]);
    await first.close();
    const db = new Database(profileAt(folder).store);
    // What an older program does: an answer that it took back leaves a command, and no mark.
    db.exec(`${sql}; INSERT INTO undo_log (at, command, subject, steps) VALUES (1, 'study.answer', '', x'')`);
    db.close();
    const second = await startTestService(folder);
    await expect
      .poll(() => derived(second), { timeout: 30_000 })
      .toMatchObject({ hourly_rollups, session_metrics });
    await second.close();
  });

  it('asks the log for hours and sessions only where somebody else may have written', async () => {
    copies += 1;
    const folder = copyProfile(base, join(root, `copy-${copies}`));
    const first = await startTestService(folder);
    await answerNext(first, 3, 5000);
    const asked: string[] = [];
    const notice = (by: string): Promise<boolean> =>
      noticeOlderWrites(first.store, () => {
        asked.push(by);
        return Promise.resolve(false);
      });
    expect(await notice('unmarked')).toBe(false);
    await markLastWrite(first.store);
    expect(await notice('marked')).toBe(false);
    await answerNext(first, 3, 5000);
    expect(await notice('after a crash')).toBe(false);
    expect(asked).toEqual(['unmarked', 'after a crash']);
    await first.close();
  });

  it('survives that the service ends before its slices are done', async () => {
    copies += 1;
    const folder = copyProfile(base, join(root, `copy-${copies}`));
    const first = await startTestService(folder);
    const states = derived(first);
    expect(states['card_states']?.length).toBe(20);
    first.store.connection.exec(
      `DELETE FROM card_states; INSERT INTO stale_derivations SELECT 'card_states', id FROM cards`,
    );
    await first.close();
    const second = await startTestService(folder);
    await second.store.settle();
    expect(derived(second)).toEqual(states);
    await second.close();
  });
});
