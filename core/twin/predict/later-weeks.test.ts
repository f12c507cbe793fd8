import { describe, expect, it } from 'vitest';
import { profileMaker, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { packModel } from '#ml/data/pack-model.ts';
import { toSnapshot } from '#ml/data/snapshot.ts';
import { studyDay, utcOffsetMinutes } from '../../store/study-day.ts';
import { computePredictions, type PredictionInput } from './compute-predictions.ts';
import { storePredictions } from './store-predictions.ts';

const DAY = 86_400_000;

const simulated = (days: number) =>
  profileMaker(async (open) => {
    await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: 3, days })).job);
    await open.service.store.settle();
  });
/** Of somebody whose training ends with a stack, on a Monday before its first answer. */
const withStack = simulated(250);
/** Of somebody who has too little history for anything but rules. */
const beginner = simulated(60);

const predicted = async (open: OpenService, days = 7): Promise<void> => {
  await resultOf(open.service, (await open.call('twin.generatePredictions', { days })).job);
};
const inputOf = ({ clock }: OpenService, over: Partial<PredictionInput> = {}): PredictionInput => {
  const now = clock.now();
  const today = studyDay(now, utcOffsetMinutes(now, clock.zone()), 4);
  const days = { zone: clock.zone(), rolloverHour: 4, days: 7 };
  return { asOf: now, today, ...days, load: null, trains: false, inForce: null, seed: 1, ...over };
};
/** Predicts without a training, as on battery. */
const untrained = async ({ service, clock }: OpenService, input: PredictionInput): Promise<void> => {
  const found = computePredictions(service.store, input);
  await service.store.write('twin.predict', (tx) => storePredictions(tx, clock, found), { noUndo: true });
};
const standing = (open: OpenService) => open.call('twin.predictions', { state: 'standing', limit: 500 });
const count = (open: OpenService, sql: string): number => open.rows<{ n: number }>(sql)[0]?.n ?? -1;
const scored = 'SELECT count(*) AS n FROM struggle_predictions WHERE is_scored = 1';

describe('predictions of later weeks', { timeout: 300_000 }, () => {
  it('keep what is known of a stack where a training has nothing to compare it with yet', async () => {
    const open = await withStack();
    await predicted(open);
    const before = await open.call('twin.health', {});
    expect(before).toMatchObject({ model: 'stack', accepted: true });
    const said = (): string =>
      open.rows<{ estimate: string }>(
        `SELECT estimate FROM learning_profiles WHERE component = 'struggle_said'`,
      )[0]!.estimate;
    const saidBefore = said();
    open.clock.advance(8 * DAY);
    await predicted(open);
    const after = await open.call('twin.health', {});
    expect(after.trainedAt).toBeGreaterThan(before.trainedAt!);
    const { model, modelVersion, judged, brier, accepted } = before;
    expect(after).toMatchObject({ model, modelVersion, judged, brier, accepted });
    // Bands are multiples of the share of struggles among these, and intervals are of them.
    expect(said()).toBe(saidBefore);
  });

  it('are made by what can be trained where a model is of another program', async () => {
    const open = await withStack();
    const model = { features: 'one,other', predictor: { kind: 'rules' } };
    const snapshot = toSnapshot('struggle', 1, packModel(model));
    const inForce = { snapshot, said: { probabilities: [], outcomes: [] } };
    const found = computePredictions(open.service.store, inputOf(open, { inForce }));
    expect(found.training?.labels).toBeGreaterThan(50);
    expect(found.kind).toBe('stack');
  });

  it('are judged by nothing they could know: with answers of today they are of tomorrow on', async () => {
    const open = await beginner();
    const { today } = inputOf(open);
    const fresh = computePredictions(open.service.store, inputOf(open));
    expect(fresh).toMatchObject({ windowStart: today, isJudged: true });
    open.service.store.connection
      .prepare(
        `INSERT INTO reviews (card_id, at, uid, utc_offset_min, study_day, rating, phase, interval_seconds,
           last_interval_seconds, duration_ms) VALUES (1, ?, randomblob(16), 0, ?, 1, 2, 86400, 86400, 5000)`,
      )
      .run(open.clock.now() - 60_000, today);
    const found = computePredictions(open.service.store, inputOf(open));
    expect(found).toMatchObject({ windowStart: today + 1, windowEnd: fresh.windowEnd, isJudged: true });
  });

  it('are judged in this week though a clock that ran ahead left some of another', async () => {
    const open = await beginner();
    const ahead = inputOf(open, { today: inputOf(open).today + 70 });
    await untrained(open, ahead);
    const ofFuture = count(open, scored);
    expect(ofFuture).toBeGreaterThan(0);
    open.service.store.connection.exec(
      'UPDATE struggle_predictions SET study_day = study_day + 70, uid = randomblob(16)',
    );
    await untrained(open, inputOf(open));
    expect(count(open, scored)).toBe(2 * ofFuture);
  });

  it('are judged though another length of window was looked at before on the same day', async () => {
    const open = await beginner();
    await untrained(open, inputOf(open, { days: 30 }));
    expect(count(open, scored)).toBe(0);
    await untrained(open, inputOf(open));
    const { predictions } = await standing(open);
    expect(predictions.every(({ isScored }) => isScored)).toBe(true);
    expect(count(open, scored)).toBe(predictions.length);
  });

  it('keep how they turned out when their objective is deleted', async () => {
    const open = await beginner();
    await untrained(open, inputOf(open));
    open.clock.advance(8 * DAY);
    await untrained(open, inputOf(open));
    const { connection } = open.service.store;
    connection.exec(
      `UPDATE struggle_outcomes SET outcome = 'STRUGGLED', answers = 20;
       UPDATE learning_objectives SET deleted_at = 1`,
    );
    await untrained(open, inputOf(open));
    expect(open.rows('SELECT DISTINCT outcome, answers FROM struggle_outcomes')).toEqual([
      { outcome: 'STRUGGLED', answers: 20 },
    ]);
  });

  it('do not stand when they are over, nor for what was deleted', async () => {
    const open = await beginner();
    await untrained(open, inputOf(open));
    const { total, predictions } = await standing(open);
    const first = predictions[0]!.objective;
    const { id } = open.rows<{ id: number }>(
      'SELECT id FROM learning_objectives WHERE lower(hex(uid)) = ?',
      first,
    )[0]!;
    open.service.store.connection
      .prepare('UPDATE learning_objectives SET deleted_at = 1 WHERE id = ?')
      .run(id);
    const left = await open.call('twin.predictions', { state: 'standing', limit: 1 });
    expect(left).toMatchObject({
      total: total - 1,
      predictions: [{ prediction: predictions[1]!.prediction }],
    });
    open.clock.advance(21 * DAY);
    expect(await standing(open)).toMatchObject({ total: 0, predictions: [] });
    expect(await open.call('twin.headsUp', {})).toEqual({ predictions: [] });
    expect(await open.call('twin.health', {})).toMatchObject({ predicted: 0 });
  });
});
