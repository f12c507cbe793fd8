import { expect, it } from 'vitest';
import { openTestService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { keepRecall } from './kept-recall.ts';

const dayMs = 86_400_000;
const custom = { kind: 'at_risk', limit: 9999, order: 'retrievability' } as const;

const judgement = {
  answers: 5000,
  heldOut: 1000,
  fsrsLoss: 0.42,
  contextLoss: 0.41,
  gain: { mean: 0.01, low: 0.005, high: 0.015 },
  accepted: true,
};

it(
  'what is at risk today is what today’s look found and nobody has answered since',
  { timeout: 120_000 },
  async () => {
    const open = await openTestService();
    await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: 3, days: 20 })).job);
    const { store, clock } = open.service;
    await store.settle();
    const inReview = open.rows<{ card: number; due: number }>(
      'SELECT card_id AS card, due_day AS due FROM card_states WHERE queue = 2 ORDER BY due_day DESC LIMIT 4',
    );
    const cards = inReview.map(({ card }) => card);
    const shown = cards.map((card) => ({ card, fsrs: 0.9, probability: 0.7, isDue: true, reasons: [] }));
    await store.write(
      'test.look',
      (tx) =>
        keepRecall(tx, clock, {
          allAnswers: 0,
          fit: { judgement, snapshot: null },
          // As of the look all were due: what is due now is asked of the schedule.
          risk: { version: 1, looked: 40, due: 4, cards, shown },
        }),
      { noUndo: true },
    );
    clock.advance(1000);

    const found = await open.call('twin.atRiskToday', {});
    expect(found).toMatchObject({ looked: 40, total: 4, due: 0 });
    expect(found.cards.map(({ isDue }) => isDue)).toEqual([false, false, false, false]);

    const { session, step } = await open.call('study.start', { scope: {}, custom });
    if (step.kind !== 'card') throw new Error('nothing to study');
    const { card } = step.rendered;
    await open.call('study.answer', {
      request: '0'.repeat(31) + '1',
      session: session.uid,
      card,
      rating: 3,
      durationMs: 3000,
    });
    const left = await open.call('twin.atRiskToday', {});
    expect(left.total).toBe(3);
    expect(left.cards.map((risky) => risky.card)).not.toContain(card);
    expect(await open.call('study.countCustom', { scope: {}, custom })).toMatchObject({ cards: 3 });
    await open.call('store.undo', {});
    expect(await open.call('twin.atRiskToday', {})).toMatchObject({ total: 4 });

    clock.advance(dayMs);
    expect(await open.call('twin.atRiskToday', {})).toMatchObject({ computedAt: null, total: 0, cards: [] });
  },
);
