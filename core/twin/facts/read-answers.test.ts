import { describe, expect, it } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { statement } from '../../store/statements.ts';
import { readLearnerFacts } from './read-learner-facts.ts';
import type { RowOf } from './row-lookup.ts';

const undo = statement<{ uid: Uint8Array; undone: number }>(
  'test.undoneAnswer',
  `INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at) VALUES (@uid, 'reviews', @undone, 1, 1)
   ON CONFLICT (target_uid) DO UPDATE SET undone = @undone`,
);

type Row = {
  card_id: number;
  at: number;
  study_day: number;
  utc_offset_min: number;
  rating: number;
  phase: number;
  interval_seconds: number;
  duration_ms: number;
  confidence_percent: number | null;
};

/** What is live by the view of the store, row for row; nothing was forgotten by hand. */
const plainAnswers = (open: OpenService, cardRow: RowOf): Record<string, number[]> => {
  const rows = open.rows<Row>(
    `SELECT card_id, at, study_day, utc_offset_min, rating, phase, interval_seconds, duration_ms, confidence_percent
     FROM live_reviews WHERE interval_seconds IS NOT NULL ORDER BY card_id, at, uid`,
  );
  const days = new Map<number, number>();
  return {
    card: rows.map(({ card_id }) => cardRow.get(card_id)!),
    shownAt: rows.map(({ at, duration_ms }) => at - duration_ms),
    at: rows.map(({ at }) => at),
    studyDay: rows.map(({ card_id, study_day }) => {
      const day = Math.max(days.get(card_id) ?? study_day, study_day);
      days.set(card_id, day);
      return day;
    }),
    utcOffsetMin: rows.map((row) => row.utc_offset_min),
    rating: rows.map(({ rating }) => rating),
    phase: rows.map(({ phase }) => (phase === 4 ? 2 : phase)),
    intervalSeconds: rows.map((row) => row.interval_seconds),
    confidence: rows.map((row) => (row.confidence_percent ?? Number.NaN) / 100),
  };
};

const readAll = (open: OpenService): { read: Record<string, number[]>; plain: Record<string, number[]> } => {
  const { facts, rows } = readLearnerFacts(open.service.store);
  const columns: Record<string, ArrayLike<number>> = { ...facts.answers };
  const read = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, Array.from(column)]),
  );
  return { read, plain: plainAnswers(open, rows.cardRow) };
};

const simulate = async (open: OpenService, seed: number): Promise<void> => {
  const { job } = await open.call('exchange.simulateLearner', { seed, days: 25 });
  await resultOf(open.service, job);
  await open.service.store.settle();
};

describe('answers read page by page', { timeout: 60_000 }, () => {
  it('are those of the view, number for number', async () => {
    const open = await openTestService();
    await simulate(open, 3);
    const { store } = open.service;
    const [{ id }] = open.rows<{ id: number }>('SELECT min(card_id) AS id FROM reviews') as [{ id: number }];
    const [{ at }] = open.rows<{ at: number }>('SELECT max(at) AS at FROM reviews') as [{ at: number }];
    // A clock set back, a filtered session, a confidence, all grades, no schedule, and two answers of one millisecond.
    const usual = { utc_offset_min: -210, last_interval_seconds: 0, duration_ms: 4000 };
    const unusual = [
      {
        at: at + 1,
        study_day: 30_000,
        rating: 4,
        phase: 4,
        interval_seconds: 864_000,
        confidence_percent: 0,
      },
      { at: at + 2, study_day: 20_000, rating: 1, phase: 3, interval_seconds: -60, confidence_percent: 100 },
      {
        at: at + 2,
        study_day: 20_000,
        rating: 2,
        phase: 1,
        interval_seconds: -600,
        confidence_percent: null,
      },
      { at: at + 3, study_day: 20_000, rating: 3, phase: 0, interval_seconds: null, confidence_percent: 50 },
    ];
    await store.write('test.answers', (tx) => {
      for (const one of unusual)
        tx.append('reviews', { card_id: id, uid: store.ids.uid(), ...usual, ...one }, { owner: id });
    });
    const { read, plain } = readAll(open);
    expect(read).toEqual(plain);
    expect(read['confidence']).toContain(1);
    expect(read['at']!.filter((one) => one >= at + 1)).toEqual([at + 1, at + 2, at + 2]);
  });

  it('leave out the answers of an import that was undone, and one answer that was', async () => {
    const open = await openTestService();
    await simulate(open, 3);
    const { store } = open.service;
    const before = readAll(open).read['at']!.length;
    await simulate(open, 4);
    expect(readAll(open).read['at']!.length).toBeGreaterThan(before);
    await open.call('store.undo', {});
    const [undone] = open.rows<{ uid: Uint8Array }>('SELECT uid FROM live_reviews LIMIT 1');
    const markUndone = (undoneNow: number): Promise<unknown> =>
      store.write('test.undone', (tx) => tx.run(undo, { uid: undone!.uid, undone: undoneNow }));
    await markUndone(1);
    const { read, plain } = readAll(open);
    expect(read).toEqual(plain);
    expect(read['at']).toHaveLength(before - 1);
    // Redone, it is there again.
    await markUndone(0);
    expect(readAll(open).read['at']).toHaveLength(before);
  });
});
