import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { foldReviews } from '#ml/memory/fold-reviews.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { serialiseWorld } from '#ml/simulate/world-jsonl.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { simulateLearner } from '#ml/simulate/simulate-learner.ts';
import { drawLearner } from '#ml/simulate/draw-learner.ts';
import { seededRandom } from '#ml/random/random.ts';
import type { ImportReport } from './contract.ts';

const simulate = async (
  open: OpenService,
  learner: { seed: number; days: number } | { world: string },
): Promise<ImportReport> => {
  const { job } = await open.call('exchange.simulateLearner', learner);
  const report = (await resultOf(open.service, job)) as ImportReport; // the contract's own shape of this job's result
  await open.service.store.settle();
  return report;
};

const rowsOf = (open: OpenService): unknown[] =>
  open.rows(
    `SELECT hex(r.uid), r.at, r.study_day, r.rating, r.phase, r.interval_seconds, r.duration_ms, hex(s.uid)
     FROM live_reviews r JOIN study_sessions s ON s.id = r.session_id ORDER BY r.uid`,
  );

describe('a simulated learner', () => {
  it('comes into a profile as facts: cards with objectives, sessions with pauses, and reviews in them', async () => {
    const open = await openTestService();
    const report = await simulate(open, { seed: 1, days: 60 });
    expect(report.label).toBe('Simulated learner 1');
    expect(report.reviews.added).toBeGreaterThan(500);
    const count = (sql: string): number =>
      open.rows<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)[0]?.n ?? 0;
    expect(count('live_reviews')).toBe(report.reviews.added);
    expect(count('live_reviews WHERE session_id IS NULL')).toBe(0);
    expect(
      count(
        'live_reviews r JOIN study_sessions s ON s.id = r.session_id WHERE r.at NOT BETWEEN s.started_at AND s.ended_at',
      ),
    ).toBe(0);
    expect(count('session_pauses')).toBeGreaterThan(0);
    expect(count('objective_prerequisites')).toBeGreaterThan(0);
    expect(count(`cards WHERE source IS NOT 'simulated'`)).toBe(0);
    const today = await open.call('study.today', {});
    expect(open.rows(`SELECT 1 FROM live_reviews WHERE study_day >= ${today.studyDay}`)).toEqual([]);
    expect(open.service.store.connection.pragma('foreign_key_check')).toEqual([]);
  });

  it('has the memory states of the batch fold, and days equal to their rebuild', async () => {
    const open = await openTestService();
    await simulate(open, { seed: 2, days: 45 });
    type Row = { card_id: number; study_day: number; rating: number };
    const reviews = open.rows<Row>(
      'SELECT card_id, study_day, rating FROM live_reviews ORDER BY card_id, at, uid',
    );
    const starts = reviews.flatMap((row, index) =>
      reviews[index - 1]?.card_id === row.card_id ? [] : [index],
    );
    const folded = foldReviews(fsrsParameters(), {
      starts: Int32Array.from([...starts, reviews.length]),
      days: Int32Array.from(reviews, (row) => row.study_day),
      ratings: Uint8Array.from(reviews, (row) => row.rating),
    });
    const expected = starts.map((_, card) => {
      const last = (starts[card + 1] ?? reviews.length) - 1;
      return {
        card_id: reviews[last]?.card_id,
        stability: folded.stability[last],
        difficulty: folded.difficulty[last],
      };
    });
    const states = 'SELECT card_id, stability, difficulty FROM card_states WHERE reps > 0 ORDER BY card_id';
    expect(open.rows(states)).toEqual(expected);
    const days = open.rows('SELECT * FROM daily_rollups ORDER BY study_day');
    const { job } = await open.call('store.rebuild', {});
    await resultOf(open.service, job);
    expect(open.rows('SELECT * FROM daily_rollups ORDER BY study_day')).toEqual(days);
    expect(open.rows(states)).toEqual(expected);
  });

  it('is the same on two devices, doubles nothing, and goes and comes back in one step', async () => {
    const [one, other] = [await openTestService(), await openTestService()];
    await simulate(one, { seed: 3, days: 30 });
    await simulate(other, { seed: 3, days: 30 });
    const rows = rowsOf(one);
    const counted = (open: OpenService): unknown[] =>
      ['hourly_rollups', 'session_metrics'].map((table) => open.rows(`SELECT * FROM ${table}`));
    const counts = counted(other);
    expect(counts).not.toContainEqual([]);
    expect(rowsOf(other)).toEqual(rows);
    expect(counted(one)).toEqual(counts);
    expect((await simulate(one, { seed: 3, days: 30 })).reviews).toEqual({ added: 0, existing: rows.length });
    expect(rowsOf(one)).toEqual(rows);
    expect(counted(one)).toEqual(counts);
    await other.call('store.undo', {});
    expect(rowsOf(other)).toEqual([]);
    expect(counted(other)).toEqual([[], []]);
    expect((await other.call('study.today', {})).hasCards).toBe(false);
    await other.call('store.redo', {});
    expect(rowsOf(other)).toEqual(rows);
    expect(counted(other)).toEqual(counts);
    await resultOf(other.service, (await other.call('store.rebuild', {})).job);
    expect(counted(other)).toEqual(counts);
  });

  it('can be handed on as a file of facts, and brings the same history', async () => {
    const world = simulateLearner(drawLearner(seededRandom(4)), {
      seed: 4,
      firstDay: 20_000,
      days: 30,
      content: { lectures: 3, objectivesPerLecture: 3, cardsPerObjective: 10 },
    });
    const path = join(temporaryFolder(), 'world.jsonl');
    writeFileSync(path, [...serialiseWorld(world, { truth: true })].map((line) => `${line}\n`).join(''));
    const open = await openTestService();
    expect((await simulate(open, { world: path })).reviews.added).toBe(world.facts.reviews.at.length);
    expect(open.rows('SELECT at, rating, duration_ms FROM live_reviews ORDER BY at')).toEqual(
      Array.from(world.facts.reviews.at, (at, row) => ({
        at,
        rating: world.facts.reviews.rating[row],
        duration_ms: world.facts.reviews.durationMs[row],
      })),
    );
  });

  it("does not mix with what is somebody's own", async () => {
    const open = await openTestService();
    await open.call('exchange.openSample', {});
    expect(await rpcErrorOf(open.call('exchange.simulateLearner', { seed: 1, days: 30 }))).toMatchObject({
      kind: 'conflict',
    });
  });

  it('is not read from a path that a page names, nor from a file that is none', async () => {
    const open = await openTestService();
    expect(await rpcErrorOf(open.call('exchange.simulateLearner', { world: '/x' }, 'page'))).toMatchObject({
      kind: 'forbidden',
    });
    const path = join(temporaryFolder(), 'other.jsonl');
    writeFileSync(path, 'not a world\n');
    for (const [world, kind] of [
      [path, 'invalid'],
      [`${path}.missing`, 'not_found'],
    ] as const) {
      const { job } = await open.call('exchange.simulateLearner', { world });
      const ended = await open.service.jobs.ended(job);
      expect([ended.state, ended.error?.kind]).toEqual(['failed', kind]);
    }
    expect(open.rows('SELECT 1 FROM courses')).toEqual([]);
  });
});
