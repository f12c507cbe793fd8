import { describe, expect, it } from 'vitest';
import { profileMaker, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { predictorFromBytes, predictorToBytes } from '#ml/knowledge/struggle/predictor-snapshot.ts';
import { FEATURE_COUNT } from '#ml/knowledge/struggle/schema.ts';
import { struggleRows } from '#ml/knowledge/struggle/struggle-rows.ts';
import { predictWith, trainStruggle } from '#ml/knowledge/struggle/train-struggle.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { factsOfWorld } from '#bench/struggle/world-facts.ts';
import { drawWorld } from '../../exchange/simulated/make-world.ts';
import { studyDay, studyDayStartInZone, utcOffsetMinutes } from '../../store/study-day.ts';
import { forgetLearner } from '../facts/learner-history.ts';
import { readLearnerFacts } from '../facts/read-learner-facts.ts';
import { computePredictions, type ComputedPredictions, type PredictionInput } from './compute-predictions.ts';
import { pastWeeks, windowOf } from './past-weeks.ts';

const SEED = 3;
const DAYS = 250;

const learner = profileMaker(async (open) => {
  await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: SEED, days: DAYS })).job);
  await open.service.store.settle();
});

const inputOf = ({ clock }: OpenService, over: Partial<PredictionInput> = {}): PredictionInput => {
  const now = clock.now();
  return {
    asOf: now,
    today: studyDay(now, utcOffsetMinutes(now, clock.zone()), 4),
    days: 7,
    zone: clock.zone(),
    rolloverHour: 4,
    load: null,
    trains: false,
    inForce: null,
    seed: 1,
    ...over,
  };
};

const featuresOf = (found: ComputedPredictions) => found.predictions.map(({ values }) => values);
const probabilitiesOf = (found: ComputedPredictions) =>
  found.predictions.map(({ probability }) => probability);

/** The append-only log, changed as only a test may. */
const rewrite = ({ service }: OpenService, ...statements: string[]): void => {
  const { connection } = service.store;
  const triggers = connection
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reviews'`)
    .all() as { name: string }[]; // the shape of the statement
  for (const { name } of triggers) connection.exec(`DROP TRIGGER ${name}`);
  for (const sql of statements) connection.exec(sql);
  // As many answers as before count as the same ones: nothing else can change one.
  forgetLearner(service.store);
};

describe('predictions of the product', { timeout: 120_000 }, () => {
  it('are those of the benches: same features, same model, same probabilities', async () => {
    const open = await learner();
    const input = inputOf(open, { trains: true });
    const found = computePredictions(open.service.store, input);
    const world = factsOfWorld(drawWorld(SEED, DAYS, input.today).facts);
    // Simulated cards of pictures and of typed answers come into the library as plain ones: nothing to draw, nothing to type.
    const { format } = readLearnerFacts(open.service.store).facts.cards;
    const facts = { ...world, cards: { ...world.cards, format } };
    const parameters = fsrsParameters();
    const { table } = pastWeeks(facts, parameters, input.today, input, () => undefined);
    const trained = trainStruggle(table, null, input.seed);
    expect(table.labels.length).toBe(found.training?.labels);
    expect(Buffer.from(found.training!.snapshot).equals(predictorToBytes(trained.predictor))).toBe(true);
    const { features } = struggleRows(facts, parameters, [
      windowOf(facts, input.asOf, found.windowStart, found.windowEnd - found.windowStart, Number.NaN),
    ]);
    const known = Array.from(features, (value) => (Number.isNaN(value) ? null : value));
    expect(featuresOf(found).flat()).toEqual(known);
    expect(features.length).toBe(found.predictions.length * FEATURE_COUNT);
    expect(probabilitiesOf(found)).toEqual(Array.from(predictWith(trained.predictor, features)));
    // What is kept predicts as what was trained.
    const kept = computePredictions(
      open.service.store,
      inputOf(open, { inForce: { snapshot: found.training!.snapshot, said: found.training!.said } }),
    );
    expect(probabilitiesOf(kept)).toEqual(probabilitiesOf(found));
    expect(predictorFromBytes(found.training!.snapshot).kind).toBe(found.kind);
  });

  it('look at nothing that comes after: whatever the future holds, features stay', async () => {
    const open = await learner();
    const today = inputOf(open).today - 60;
    const asOf = studyDayStartInZone(today, open.clock.zone(), 4);
    const input = inputOf(open, { asOf, today });
    const before = featuresOf(computePredictions(open.service.store, input));
    expect(before.flat().some((value) => value !== null)).toBe(true);
    rewrite(
      open,
      `UPDATE reviews SET rating = 1 + (rating * 7 + card_id) % 4, duration_ms = 1 + (duration_ms * 31) % 60000,
         interval_seconds = 86400 * (1 + card_id % 90) WHERE at - duration_ms >= ${asOf}`,
    );
    expect(featuresOf(computePredictions(open.service.store, input))).toEqual(before);
    rewrite(open, `DELETE FROM reviews WHERE at - duration_ms >= ${asOf}`);
    expect(featuresOf(computePredictions(open.service.store, input))).toEqual(before);
    // And they do look at what comes before.
    rewrite(open, `UPDATE reviews SET rating = 1 WHERE at < ${asOf} AND at > ${asOf - 7 * 86_400_000}`);
    expect(featuresOf(computePredictions(open.service.store, input))).not.toEqual(before);
  });

  it.each([
    ['everything is forgotten', 'UPDATE reviews SET rating = 1'],
    ['everything is recalled', 'UPDATE reviews SET rating = 3'],
    ['one card was answered', 'DELETE FROM reviews WHERE card_id <> (SELECT min(card_id) FROM reviews)'],
    ['nothing was answered', 'DELETE FROM reviews'],
    ['objectives are gone', 'UPDATE learning_objectives SET deleted_at = 1 WHERE id > 1'],
    ['every objective is gone', 'UPDATE learning_objectives SET deleted_at = 1'],
    ['the clock stood in the future', 'UPDATE reviews SET at = at + 1e12 WHERE card_id % 3 = 0'],
  ])('are numbers where %s', async (_, sql) => {
    const open = await learner();
    rewrite(open, sql);
    const found = computePredictions(open.service.store, inputOf(open, { trains: true }));
    for (const one of found.predictions) {
      expect(one.probability).toBeGreaterThanOrEqual(0);
      expect(one.probability).toBeLessThanOrEqual(1);
      expect(one.low).toBeLessThanOrEqual(one.probability);
      expect(one.high).toBeGreaterThanOrEqual(one.probability);
      expect(one.values.every((value) => value === null || Number.isFinite(value))).toBe(true);
      expect(
        one.reasons.features.every(
          ({ contribution }) => contribution === null || Number.isFinite(contribution),
        ),
      ).toBe(true);
    }
  });
});
