import { expect, it, onTestFinished } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { RpcError } from '../../rpc/errors.ts';
import { computePredictions, type PredictionInput } from './compute-predictions.ts';
import { Predictions, type PredictionsParts } from './predictions.ts';
import { unmanaged } from '../privacy/permits.ts';
import { watchPredictions } from './watch-predictions.ts';

const DAY = 86_400_000;

const learner = async (): Promise<OpenService> => {
  const open = await openTestService();
  await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: 3, days: 20 })).job);
  await open.service.store.settle();
  return open;
};

const watched = (
  open: OpenService,
  parts: { idleMs: number; predict?: PredictionsParts['predict']; mayTrain?: () => boolean },
): { asked: PredictionInput[]; predictions: Predictions } => {
  const { store, jobs } = open.service;
  const asked: PredictionInput[] = [];
  const predictions = new Predictions({
    store,
    jobs,
    permits: unmanaged,
    mayTrain: parts.mayTrain ?? (() => true),
    predict: async (input, signal) => {
      asked.push(input);
      return parts.predict === undefined ? computePredictions(store, input) : parts.predict(input, signal);
    },
  });
  const onError = (error: unknown): void => {
    throw error;
  };
  onTestFinished(watchPredictions({ store, jobs, predictions, soonMs: 1, idleMs: parts.idleMs, onError }));
  return { asked, predictions };
};

it(
  'predicts soon where nothing was, once a day, and trains when the machine is at leisure',
  { timeout: 60_000 },
  async () => {
    const open = await learner();
    let isOnMains = false;
    const { asked, predictions } = watched(open, { idleMs: 1, mayTrain: () => isOnMains });
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => predictions.due, { timeout: 20_000 }).toBeNull();
    await expect.poll(() => open.service.jobs.runningCount, { timeout: 20_000 }).toBe(0);
    isOnMains = true;
    open.clock.advance(DAY);
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(2);
    await expect.poll(() => predictions.due, { timeout: 20_000 }).toBeNull();
    expect(asked.map(({ trains }) => trains)).toEqual([false, true]);
    expect(asked[1]!.today).toBe(asked[0]!.today + 1);
  },
);

it(
  'waits for an idle minute on a later day, and does not try again what failed',
  { timeout: 60_000 },
  async () => {
    const open = await learner();
    await resultOf(open.service, (await open.call('twin.generatePredictions', {})).job);
    open.clock.advance(DAY);
    const waiting = watched(open, { idleMs: 1e9 });
    const failing = watched(open, {
      idleMs: 1,
      predict: () => Promise.reject(new RpcError('disconnected', {})),
    });
    await expect.poll(() => failing.asked.length, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => open.service.jobs.runningCount, { timeout: 20_000 }).toBe(0);
    // Many looks later.
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    expect(failing.asked).toHaveLength(1);
    expect(failing.predictions.due).toMatchObject({ isFirst: false });
    expect(waiting.asked).toEqual([]);
  },
);

it(
  'begins again where a day began meanwhile: nothing is kept under a day it was not of',
  { timeout: 120_000 },
  async () => {
    const open = await learner();
    const { store } = open.service;
    const { asked, predictions } = watched(open, {
      idleMs: 1e9,
      predict: async (input) => {
        if (asked.length === 1) open.clock.advance(DAY);
        return computePredictions(store, input);
      },
    });
    await resultOf(open.service, await predictions.start());
    expect(asked.map(({ today }) => today - asked[0]!.today)).toEqual([0, 1]);
    expect(predictions.due).toBeNull();
    const kept = open.rows<{ study_day: number }>('SELECT DISTINCT study_day FROM struggle_predictions');
    expect(kept).toEqual([{ study_day: asked[1]!.today }]);
  },
);

it('ends at once when it is cancelled, and keeps nothing', { timeout: 60_000 }, async () => {
  const open = await learner();
  const { asked, predictions } = watched(open, {
    idleMs: 1,
    predict: (_input, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
      }),
  });
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(1);
  await open.call('jobs.cancel', { job: await predictions.start() });
  await expect.poll(() => open.service.jobs.runningCount, { timeout: 20_000 }).toBe(0);
  expect(open.rows('SELECT 1 FROM struggle_predictions')).toEqual([]);
});
