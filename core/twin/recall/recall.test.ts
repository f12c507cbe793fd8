import { describe, expect, it } from 'vitest';
import { logLoss } from '#ml/evaluate/log-loss.ts';
import { foldReviews } from '#ml/memory/fold-reviews.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { interdayRows } from '#ml/memory/interday-rows.ts';
import { recallFeatures } from '#ml/recall/recall-features.ts';
import { recalledOf, RecallOverTime } from '#ml/recall/recall-over-time.ts';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { RECALL_REASONS, recallFeatureNames } from '#ml/recall/recall-now.ts';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import { addLearner } from '../../study/parameters/testing/add-learner.ts';
import { reviewColumns, reviewsOfCards } from '../../study/parameters/review-columns.ts';
import { AT_RISK_BELOW_FSRS, RECALL_ANSWERS_NEEDED, RECALL_REASON_NAMES } from './contract.ts';
import { judgeRecall } from './fit-recall-model.ts';
import { keepRecall, keptSnapshot } from './kept-recall.ts';
import { unmanaged } from '../privacy/permits.ts';
import { modelState } from './service.ts';

const simulated = async (days: number, seed = 3): Promise<OpenService> => {
  const open = await openTestService();
  const { job } = await open.call('exchange.simulateLearner', { seed, days });
  await resultOf(open.service, job);
  await open.service.store.settle();
  return open;
};

describe('names', () => {
  it('of reasons are those of the model, and of features there are', () => {
    expect(RECALL_REASON_NAMES.filter((name) => name !== 'answerTimes')).toEqual(Object.keys(RECALL_REASONS));
    const names = recallFeatureNames();
    for (const feature of Object.values(RECALL_REASONS).flat()) expect(names).toContain(feature);
  });
});

describe('a fit', () => {
  const outcomes = Uint8Array.from({ length: 600 }, (_, row) => (row % 5 === 0 ? 0 : 1));
  const days = Float64Array.from({ length: 600 }, (_, row) => Math.floor(row / 20));
  const flat = new Float64Array(600).fill(0.8);
  /** Surer of what happened by `by`, or of what did not. */
  const leaning = (by: number): Float64Array =>
    Float64Array.from(outcomes, (recalled) => 0.8 + (recalled === 1 ? by : -by));

  it('is accepted where it beats FSRS on later answers, and refused where it is worse or the same', () => {
    expect(judgeRecall(outcomes, flat, leaning(0.1), days)).toMatchObject({ accepted: true, heldOut: 600 });
    expect(judgeRecall(outcomes, flat, leaning(-0.1), days).accepted).toBe(false);
    expect(judgeRecall(outcomes, flat, flat, days).accepted).toBe(false);
  });

  it('that is refused is told so, and takes the model before it out of use', async () => {
    const { store } = await openTestStore();
    const keep = (accepted: boolean) =>
      store.write('test.keep', (tx) =>
        keepRecall(tx, store.clock, {
          allAnswers: 5000,
          fit: {
            judgement: {
              answers: 4500,
              ...judgeRecall(outcomes, flat, leaning(accepted ? 0.1 : -0.1), days),
            },
            snapshot: accepted ? Uint8Array.of(1) : null,
          },
          risk: { version: 1, looked: 0, due: 0, cards: [], shown: [] },
        }),
      );
    await keep(true);
    expect(modelState(store, unmanaged).state).toBe('in_use');
    expect(keptSnapshot(store)).toBeDefined();
    await keep(false);
    expect(modelState(store, unmanaged)).toMatchObject({
      state: 'not_better',
      judgement: { accepted: false },
    });
    expect(keptSnapshot(store)).toBeUndefined();
  });
});

describe('features from the store', () => {
  it('do not move with the rating, the duration and the stamp of their own answer', async () => {
    const { store } = await openTestStore();
    await addLearner(store, fsrsParameters(), { cards: 30, answers: 8, seed: 5 }, 20_000);
    // The log refuses changes; what is asked here is what would follow from one.
    for (const name of store.connection
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'reviews'`)
      .pluck()
      .all())
      store.connection.exec(`DROP TRIGGER ${name}`);
    const featuresOf = (card: number): number[] => {
      const { reviews, cards } = reviewsOfCards(store, Number.MAX_SAFE_INTEGER);
      const row = reviews.starts[cards.indexOf(card) + 1]! - 1;
      const { columns, offsets } = recallFeatures(
        reviews,
        foldReviews(fsrsParameters(), reviews),
        Int32Array.of(row),
      );
      return [offsets[0]!, ...columns.map((column) => column[0]!)];
    };
    const { cards } = reviewsOfCards(store, Number.MAX_SAFE_INTEGER);
    const lastOf = store.connection.prepare<[number], { at: number; duration_ms: number }>(
      'SELECT at, duration_ms FROM reviews WHERE card_id = ? ORDER BY at DESC LIMIT 1',
    );
    const replace = store.connection.prepare(
      'UPDATE reviews SET at = ?, duration_ms = ?, rating = ? WHERE card_id = ? AND at = ?',
    );
    for (const card of [cards[3]!, cards[17]!, cards[29]!]) {
      const before = featuresOf(card);
      const { at, duration_ms: ms } = lastOf.get(card)!;
      for (const [rating, duration] of [
        [1, 0],
        [4, 59_000],
      ] as const) {
        const now = lastOf.get(card)!;
        replace.run(at - ms + duration, duration, rating, card, now.at);
        expect(featuresOf(card)).toEqual(before);
      }
    }
    // Those before it do move them: the features are not constants.
    const card = cards[11]!;
    const before = featuresOf(card);
    store.connection.prepare('UPDATE reviews SET rating = 1 WHERE card_id <> ?').run(card);
    expect(featuresOf(card)).not.toEqual(before);
  });
});

describe('recall by context', { timeout: 240_000 }, () => {
  it('says how far it is before there are enough answers, and gives no number', async () => {
    const open = await simulated(20);
    const model = await open.call('twin.recallModel', {});
    expect(model).toMatchObject({ state: 'not_enough', needed: RECALL_ANSWERS_NEEDED, judgement: null });
    expect(model.answers).toBeGreaterThan(0);
    const { uid } = open.rows<{ uid: string }>('SELECT lower(hex(uid)) AS uid FROM cards LIMIT 1')[0]!;
    expect(await open.call('twin.cardRecall', { card: uid })).toEqual({ model, context: null });
    expect(await open.call('twin.atRiskToday', {})).toMatchObject({ total: 0, cards: [], computedAt: null });
  });

  it('fits, judges as the bench does, finds what is at risk, and does the same after a restart', async () => {
    let open = await simulated(200);
    await resultOf(open.service, (await open.call('twin.fitRecall', {})).job);
    const model = await open.call('twin.recallModel', {});
    expect(model.state).toBe('in_use');

    // The class the bench runs on the published log, on the columns of this log.
    const reviews = reviewColumns(open.service.store);
    const rows = interdayRows(reviews);
    const judges = rows.subarray(rows.length - model.judgement!.heldOut);
    const said = await new RecallOverTime(reviews).predict(judges);
    expect(model.judgement!.answers).toBe(rows.length);
    expect(model.judgement!.contextLoss).toBe(logLoss(recalledOf(reviews, judges), said));

    const risk = await open.call('twin.atRiskToday', {});
    expect(risk.total).toBeGreaterThan(0);
    expect(risk.total).toBeLessThan(risk.looked);
    for (const card of risk.cards) {
      expect(card.fsrs - card.probability).toBeGreaterThanOrEqual(AT_RISK_BELOW_FSRS);
      expect(card.probability).toBeLessThan(0.9);
      const { retrievability } = await open.call('study.cardInfo', { card: card.card });
      expect(card.fsrs).toBeCloseTo(retrievability!, 10);
    }
    open = await open.restart();
    expect(await open.call('twin.atRiskToday', {})).toEqual(risk);
    const [first] = risk.cards;
    const one = await open.call('twin.cardRecall', { card: first!.card });
    expect(one.context).toEqual({ probability: first!.probability, reasons: first!.reasons });

    const custom = { kind: 'at_risk', limit: 9999, order: 'retrievability' } as const;
    expect(await open.call('study.countCustom', { scope: {}, custom })).toMatchObject({ cards: risk.total });
    const { step } = await open.call('study.start', { scope: {}, custom });
    expect(step).toMatchObject({ kind: 'card', reschedules: true });

    // A damaged model says nothing.
    open.service.store.connection.exec(
      `UPDATE model_artifacts SET snapshot = CAST(substr(snapshot, 1, length(snapshot) - 1) AS BLOB)
       WHERE kind = 'recall'`,
    );
    expect((await open.call('twin.cardRecall', { card: first!.card })).context).toBeNull();
  });
});
