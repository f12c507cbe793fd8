import { describe, expect, it } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { STRUGGLE_FEATURES } from '#ml/knowledge/struggle/schema.ts';
import { MIN_LABELS } from '#ml/knowledge/struggle/struggle-stack.ts';
import { LABELS_NEEDED, STRUGGLE_FEATURE_NAMES } from './contract.ts';
import { weekStart } from './weeks.ts';

const DAY = 86_400_000;

const simulated = async (days: number, seed = 3): Promise<OpenService> => {
  const open = await openTestService();
  const { job } = await open.call('exchange.simulateLearner', { seed, days });
  await resultOf(open.service, job);
  await open.service.store.settle();
  return open;
};

const predicted = async (open: OpenService, days = 7): Promise<void> => {
  await resultOf(open.service, (await open.call('twin.generatePredictions', { days })).job);
};

const standing = (open: OpenService) => open.call('twin.predictions', { state: 'standing', limit: 500 });
const ended = (open: OpenService) => open.call('twin.predictions', { state: 'ended', limit: 500 });

describe('names', () => {
  it('are those of the model', () => {
    expect(STRUGGLE_FEATURE_NAMES).toEqual(STRUGGLE_FEATURES);
    expect(LABELS_NEEDED).toBe(MIN_LABELS);
  });

  it.each([
    [4, 4],
    [10, 4],
    [11, 11],
    [20_003, 20_003],
    [-1, -3],
  ])('the Monday of study day %i is %i', (day, monday) => {
    expect(weekStart(day)).toBe(monday);
    expect(new Date(monday * DAY).getUTCDay()).toBe(1);
  });
});

describe('predictions', { timeout: 120_000 }, () => {
  it('stand for every objective that has a card, with reasons that add up, and are kept once a day', async () => {
    const open = await simulated(250);
    expect(await standing(open)).toMatchObject({ isOn: true, predictedAt: null, total: 0 });
    await predicted(open);
    const { predictions, total } = await standing(open);
    const { n } = open.rows<{ n: number }>('SELECT count(*) AS n FROM learning_objectives')[0]!;
    expect(total).toBe(n);
    expect(predictions).toHaveLength(n);
    const sorted = predictions.map(({ probability }) => probability).toSorted((a, b) => b - a);
    expect(predictions.map(({ probability }) => probability)).toEqual(sorted);
    for (const one of predictions) {
      expect(one.low).toBeLessThanOrEqual(one.probability);
      expect(one.high).toBeGreaterThanOrEqual(one.probability);
      expect(one.reasons.length).toBeLessThanOrEqual(6);
    }
    const health = await open.call('twin.health', {});
    expect(health.labels).toBeGreaterThan(MIN_LABELS);
    expect(health).toMatchObject({ predicted: n, skill: { n: 0, isAlert: false } });
    expect(health.judged).toBeGreaterThan(15);
    const stored = open.rows<{ n: number }>('SELECT count(*) AS n FROM struggle_predictions')[0]!.n;
    expect(stored).toBe(n);
    await predicted(open);
    expect(open.rows<{ n: number }>('SELECT count(*) AS n FROM struggle_predictions')[0]!.n).toBe(stored);
  });

  it('are rules before there is enough to learn from', async () => {
    const open = await simulated(20);
    await predicted(open);
    const { predictions } = await standing(open);
    expect(predictions.length).toBeGreaterThan(0);
    expect(new Set(predictions.map(({ model }) => model))).toEqual(new Set(['rules']));
    expect(await open.call('twin.health', {})).toMatchObject({ model: 'rules', accepted: false });
  });

  it('are told of to the owner, at most three, until they say something', async () => {
    const open = await simulated(250);
    await predicted(open);
    const { predictions } = await open.call('twin.headsUp', {});
    expect(predictions.length).toBeGreaterThan(0);
    expect(predictions.length).toBeLessThanOrEqual(3);
    expect(predictions.some(({ band }) => band === 'LOW')).toBe(false);
    const { prediction } = predictions[0]!;
    await open.call('twin.judgePrediction', { prediction, verdict: 'NOT_SO' });
    const uids = async (): Promise<string[]> =>
      (await open.call('twin.headsUp', {})).predictions.map((one) => one.prediction);
    expect(await uids()).not.toContain(prediction);
    await open.call('store.undo', {});
    expect(await uids()).toContain(prediction);
    await open.call('store.redo', {});
    expect(await uids()).not.toContain(prediction);
    await open.call('twin.judgePrediction', { prediction, verdict: null });
    expect(await uids()).toContain(prediction);
    await expect(
      open.call('twin.judgePrediction', { prediction: '0'.repeat(32), verdict: 'FINE' }),
    ).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('are judged when their week is over, and the word of the owner outranks the log', async () => {
    const open = await simulated(250);
    await predicted(open);
    const before = await standing(open);
    open.clock.advance(8 * DAY);
    await predicted(open);
    const scored = before.predictions.filter(({ isScored }) => isScored);
    // Nobody studied in that week.
    expect(await ended(open)).toMatchObject({ total: 0, predictions: [] });
    const card = await open.call('twin.scorecard', { model: null });
    expect(card).toMatchObject({ notStudied: scored.length, total: { n: 0, skill: null, accuracy: null } });
    const { prediction } = scored.at(-1)!;
    await open.call('twin.judgePrediction', { prediction, verdict: 'STRUGGLED' });
    expect((await ended(open)).predictions).toMatchObject([
      { prediction, verdict: 'STRUGGLED', outcome: { outcome: 'NOT_STUDIED', answers: 0 } },
    ]);
    const told = await open.call('twin.scorecard', { model: null });
    expect(told.notStudied).toBe(scored.length - 1);
    // The least likely of all was not called.
    expect(told.total).toMatchObject({ n: 1, missed: 1 });
  });

  it('turn out otherwise when an answer of their week is taken back', async () => {
    const open = await simulated(250);
    await predicted(open);
    const { objective_id: objective, window_start: from } = open.rows<{
      objective_id: number;
      window_start: number;
    }>(
      'SELECT objective_id, window_start FROM struggle_predictions WHERE is_scored = 1 ORDER BY id LIMIT 1',
    )[0]!;
    // Fifteen answers in that week, none recalled, each of another card that memory expected something of.
    const answered = open.rows<{ id: number }>(
      `SELECT c.id FROM cards c JOIN objective_cards oc ON oc.card_id = c.id
       WHERE oc.objective_id = ? AND EXISTS (SELECT 1 FROM reviews r WHERE r.card_id = c.id)`,
      objective,
    );
    expect(answered.length).toBeGreaterThan(2);
    const insert = open.service.store.connection.prepare(
      `INSERT INTO reviews (card_id, at, uid, utc_offset_min, study_day, rating, phase, interval_seconds,
         last_interval_seconds, duration_ms) VALUES (?, ?, randomblob(16), 0, ?, 1, 2, 86400, 86400, 5000)`,
    );
    for (let n = 0; n < 15; n += 1) {
      const day = from + 1 + Math.floor(n / answered.length);
      insert.run(answered[n % answered.length]!.id, day * DAY + 12 * 3_600_000 + n * 60_000, day);
    }
    open.clock.advance(8 * DAY);
    await predicted(open);
    const outcome = () =>
      open.rows<{ outcome: string; answers: number }>(
        `SELECT o.outcome, o.answers FROM struggle_outcomes o JOIN struggle_predictions p ON p.id = o.prediction_id
         WHERE p.objective_id = ? AND p.window_start = ?`,
        objective,
        from,
      );
    expect(outcome()).toEqual([{ outcome: 'STRUGGLED', answers: 15 }]);
    open.service.store.connection
      .prepare(
        `INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at)
         SELECT uid, 'reviews', 1, at, at FROM reviews ORDER BY at DESC LIMIT 1`,
      )
      .run();
    await predicted(open);
    expect(outcome()).toEqual([{ outcome: 'NOT_STUDIED', answers: 14 }]);
  });

  it('have an honest answer for an empty profile and for a window of another length', async () => {
    const open = await openTestService();
    await predicted(open);
    expect(await standing(open)).toMatchObject({ total: 0, predictions: [] });
    const learner = await simulated(60);
    await predicted(learner, 30);
    const { predictions } = await standing(learner);
    expect(predictions[0]!.windowEnd - predictions[0]!.windowStart).toBe(30);
    expect(predictions.some(({ isScored }) => isScored)).toBe(false);
  });
});
