import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { foldReviews } from '#ml/memory/fold-reviews.ts';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters, type FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { timeGrades } from '#ml/memory/time-grades.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import { cardStatesDerivation } from '../card-states.ts';
import type { parametersContract } from './contract.ts';
import { modelInForce } from './model-in-force.ts';
import { ParameterFits } from './parameter-fits.ts';
import { reviewColumns } from './review-columns.ts';
import { addLearner } from './testing/add-learner.ts';
import { watchFits } from './watch-fits.ts';

type Status = OutputOf<typeof parametersContract, 'parameters.status'>;

const today = 20_514;
const dayMs = 86_400_000;

/** Somebody who forgets faster than the standard parameters expect. */
const forgetful = fsrsParameters(
  FSRS6_DEFAULT_WEIGHTS.with(8, 1.2).with(2, 1.2).with(0, 0.1).with(11, 0.6).with(20, 0.4),
);

const learner = async (
  truth: FsrsParameters,
  size: { cards?: number; seed?: number; spread?: number } = {},
): Promise<OpenService> => {
  const open = await openTestService();
  const { cards = 400, seed = 1, spread = 0 } = size;
  await addLearner(open.service.store, truth, { cards, answers: 8, seed, spread }, today);
  return open;
};

/** Made once: each test opens a copy. */
const forgetfulLearner = profileMaker((open) =>
  addLearner(open.service.store, forgetful, { cards: 400, answers: 8, seed: 1 }, today),
);

// Fits take seconds of a native thread, and more on a busy machine.
const slow = { timeout: 60_000 };

const status = (open: OpenService): Promise<Status> => open.call('parameters.status', {});

const fit = async (open: OpenService): Promise<unknown> =>
  resultOf(open.service, (await open.call('parameters.fit', {})).job);

const states = (open: OpenService): unknown[] => open.rows('SELECT * FROM card_states ORDER BY card_id');
const schedule = (open: OpenService): unknown[] =>
  open.rows(
    'SELECT card_id, queue, phase, step, due_at, due_day, interval_days, reps FROM card_states ORDER BY card_id',
  );
const memories = (open: OpenService): { card_id: number; stability: number; difficulty: number }[] =>
  open.rows('SELECT card_id, stability, difficulty FROM card_states WHERE reps > 0 ORDER BY card_id');

/** What the batch fold of ml makes of the same log. */
const batch = (open: OpenService): { stability: number; difficulty: number }[] => {
  const { store } = open.service;
  const model = modelInForce(store);
  const columns = reviewColumns(store);
  const ratings = model.times === undefined ? columns.ratings : timeGrades(columns, model.times);
  const folded = foldReviews(model, { ...columns, ratings });
  return Array.from(columns.starts.subarray(1), (end) => ({
    stability: folded.stability[end - 1]!,
    difficulty: folded.difficulty[end - 1]!,
  }));
};

const rebuilt = async (open: OpenService): Promise<unknown[]> => {
  await open.service.store.write('test.rebuild', (tx) => {
    cardStatesDerivation.clear(tx);
    cardStatesDerivation.compute(
      tx,
      tx.all(cardStatesDerivation.keys, {}).map((row) => row.key),
    );
  });
  return states(open);
};

describe('a fit to the log of somebody whom the standard parameters do not fit', slow, () => {
  it('is accepted, in force at once, and moves no due date', async () => {
    const open = await forgetfulLearner();
    const scheduled = schedule(open);
    const before = memories(open);
    expect(await status(open)).toMatchObject({ model: 'fitted', inForce: null, needed: 500, job: null });
    expect(await fit(open)).toEqual({ accepted: true, timeGraded: false });
    await open.service.store.settle();
    const now = await status(open);
    expect(now).toMatchObject({ fittedToday: true, refolding: 0, offer: null, job: null });
    expect(now.inForce).toEqual(now.latest);
    const { gain, defaultLoss, inForceLoss, fittedLoss } = now.latest!;
    expect(inForceLoss).toBe(defaultLoss);
    expect(fittedLoss).toBeLessThan(defaultLoss!);
    expect(gain!.low).toBeGreaterThan(0);
    expect(schedule(open)).toEqual(scheduled);
    expect(memories(open)).not.toEqual(before);
    expect(memories(open).map(({ stability, difficulty }) => ({ stability, difficulty }))).toEqual(
      batch(open),
    );
    const kept = states(open);
    expect(await rebuilt(open)).toEqual(kept);
  });

  it('is kept with its verdict, once a day, and asked for again when enough is new', async () => {
    const open = await forgetfulLearner();
    await fit(open);
    expect((await rpcErrorOf(() => open.call('parameters.fit', {}))).kind).toBe('conflict');
    const { answers, nextAt } = await status(open);
    expect(nextAt).toBe(answers + Math.max(125, Math.ceil(answers / 4)));
    // A month later the fewest that can judge are enough.
    open.clock.advance(30 * dayMs);
    expect((await status(open)).nextAt).toBe(answers + 125);
    expect((await status(open)).fittedToday).toBe(false);
    // Nothing is new: nothing could be judged.
    expect((await rpcErrorOf(() => open.call('parameters.fit', {}))).details).toEqual({
      answers,
      possibleAt: answers + 125,
    });
  });

  it('is kept as not judged where the new answers are too few after all', async () => {
    const open = await forgetfulLearner();
    await fit(open);
    open.clock.advance(30 * dayMs);
    // Answers of the day that cards were learnt on: the days count them, and they tell nothing of forgetting.
    open.service.store.connection
      .prepare('UPDATE daily_rollups SET review_answers = review_answers * 2')
      .run();
    expect(await fit(open)).toEqual({ accepted: false, timeGraded: false });
    const later = await status(open);
    expect(later.latest).toMatchObject({ accepted: false, reason: 'too_few' });
    expect(later.inForce).not.toEqual(later.latest);
  });

  it('is taken back by the owner: the standard parameters, and every memory as it was', async () => {
    const open = await forgetfulLearner();
    const standard = states(open);
    await fit(open);
    await open.service.store.settle();
    const fitted = states(open);
    await open.call('settings.change', { values: { 'study.memoryModel': 'default' } });
    await open.service.store.settle();
    expect((await status(open)).inForce).toBeNull();
    expect(states(open)).toEqual(standard);
    await open.call('store.undo', {});
    await open.service.store.settle();
    expect(states(open)).toEqual(fitted);
  });

  it('survives a restart in the middle of the new memories', async () => {
    const open = await forgetfulLearner();
    await fit(open);
    const restarted = await open.restart();
    await restarted.service.store.settle();
    expect(memories(restarted).map(({ stability, difficulty }) => ({ stability, difficulty }))).toEqual(
      batch(restarted),
    );
    expect((await status(restarted)).inForce).not.toBeNull();
  });

  it('holds for an answer given before its card was computed anew: what the buttons promise is given', async () => {
    const open = await forgetfulLearner();
    const { store } = open.service;
    await open.call('settings.change', { values: { 'study.newPerDay': 0, 'study.reviewsPerDay': 9999 } });
    const { session } = await open.call('study.start', { scope: {} });
    await fit(open);
    // The slices have not come to the last cards yet.
    store.connection
      .prepare(`UPDATE derivation_bases SET next_key = 0 WHERE derivation = 'card_states'`)
      .run();
    const { step } = await open.call('study.current', {});
    if (step?.kind !== 'card') throw new Error('no card is due');
    const answer = { session: session.uid, card: step.rendered.card, rating: 3, durationMs: 4000 };
    const { intervalSeconds } = await open.call('study.answer', { request: '01'.repeat(16), ...answer });
    expect(intervalSeconds).toBe(step.outcomes[2]!.intervalSeconds);
    await store.settle();
    const kept = states(open);
    expect(await rebuilt(open)).toEqual(kept);
  });
});

describe('a fit without gain', slow, () => {
  it('is refused for somebody who remembers as the standard parameters say, and changes nothing', async () => {
    const open = await learner(fsrsParameters(), { seed: 3 });
    const before = states(open);
    expect(await fit(open)).toMatchObject({ accepted: false });
    await open.service.store.settle();
    const now = await status(open);
    expect(now.inForce).toBeNull();
    expect(now.latest).toMatchObject({ accepted: false, reason: 'no_gain' });
    expect(now.latest!.gain!.low).toBeLessThanOrEqual(0);
    expect(states(open)).toEqual(before);
  });

  it('is not made from too few answers', async () => {
    const open = await learner(forgetful, { cards: 40 });
    const { answers, needed, nextAt } = await status(open);
    expect(answers).toBeLessThan(needed);
    expect(nextAt).toBe(needed);
    expect(await rpcErrorOf(() => open.call('parameters.fit', {}))).toMatchObject({
      kind: 'conflict',
      details: { answers, possibleAt: needed },
    });
  });
});

describe('time-graded memory', slow, () => {
  it('is offered where it wins, and in force when the owner says so: incremental answers equal the fold', async () => {
    const open = await learner(fsrsParameters(), { cards: 900, seed: 9, spread: 1.2 });
    expect(await fit(open)).toMatchObject({ timeGraded: true });
    await open.service.store.settle();
    const offered = await status(open);
    expect(offered.offer).toEqual(offered.latestTimeGraded);
    expect(offered.inForce?.kind).not.toBe('fsrs6_time_graded');
    const scheduled = schedule(open);
    await open.call('settings.change', {
      values: { 'study.memoryModel': 'time_graded', 'study.newPerDay': 0, 'study.reviewsPerDay': 9999 },
    });
    await open.service.store.settle();
    expect(await status(open)).toMatchObject({ inForce: { kind: 'fsrs6_time_graded' }, offer: null });
    expect(schedule(open)).toEqual(scheduled);
    expect(memories(open).map(({ stability, difficulty }) => ({ stability, difficulty }))).toEqual(
      batch(open),
    );

    const started = await open.call('study.start', { scope: {} });
    let { step } = started;
    for (const [index, durationMs] of [500, 60_000, 5000, 800, 90_000, 4000].entries()) {
      if (step.kind !== 'card') throw new Error('no card is due');
      const promised = step.outcomes[2]!.intervalSeconds;
      const request = `0${index}`.repeat(16);
      const input = {
        request,
        session: started.session.uid,
        card: step.rendered.card,
        rating: 3,
        durationMs,
      };
      const answered = await open.call('study.answer', input);
      expect(answered.intervalSeconds).toBe(promised);
      step = answered.step;
      open.clock.advance(60_000);
    }
    const kept = states(open);
    expect(await rebuilt(open)).toEqual(kept);
    expect(memories(open).map(({ stability, difficulty }) => ({ stability, difficulty }))).toEqual(
      batch(open),
    );
  });
});

describe('fits in the background', slow, () => {
  /** Fits that hold until they are cancelled, counted. */
  const heldFits = ({
    service: { store, jobs },
  }: OpenService): { fits: ParameterFits; asked: () => number } => {
    let asked = 0;
    const fits = new ParameterFits({
      store,
      jobs,
      columns: (signal) => {
        asked += 1;
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      },
      fit: () => Promise.reject(new Error('never reached')),
    });
    return { fits, asked: () => asked };
  };
  const moments = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it('are asked for at an idle moment, after other work, and not again on a day that one broke off', async () => {
    const open = await learner(forgetful, { cards: 200 });
    const { store, jobs } = open.service;
    const { fits, asked } = heldFits(open);
    let finishOther = (): void => {};
    const other = await jobs.start(
      'test.other',
      () => new Promise((resolve) => (finishOther = () => resolve(null))),
    );
    const stop = watchFits({ store, jobs, fits, onError: () => {}, idleMs: 10 });
    await moments(60);
    expect(asked()).toBe(0);
    finishOther();
    await jobs.ended(other);
    await expect.poll(asked).toBe(1);
    const running = fits.running!;
    expect((await rpcErrorOf(() => fits.start())).details).toEqual({ job: running });
    jobs.cancel(running);
    await jobs.ended(running);
    store.feed.publish(['reviews']);
    await moments(60);
    expect(asked()).toBe(1);
    open.clock.advance(dayMs);
    store.feed.publish(['reviews']);
    await expect.poll(asked).toBe(2);
    stop();
  });

  it('are not asked for below the gate, nor by an owner who chose the standard parameters', async () => {
    expect(heldFits(await learner(forgetful, { cards: 40 })).fits.isDue).toBe(false);
    const open = await learner(forgetful, { cards: 200 });
    const { fits } = heldFits(open);
    expect(fits.isDue).toBe(true);
    await open.call('settings.change', { values: { 'study.memoryModel': 'default' } });
    expect(fits.isDue).toBe(false);
  });
});
