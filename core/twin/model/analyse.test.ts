import { describe, expect, it } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { struggleHistory } from '#ml/knowledge/struggle/history.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { appendReview } from '../../store/testing/add-log-rows.ts';
import { readLearnerFacts } from '../facts/read-learner-facts.ts';

const simulated = async (days: number): Promise<OpenService> => {
  const open = await openTestService();
  const { job } = await open.call('exchange.simulateLearner', { seed: 3, days });
  await resultOf(open.service, job);
  await open.service.store.settle();
  return open;
};

const analysed = async (open: OpenService): Promise<void> => {
  await resultOf(open.service, (await open.call('twin.analyse', {})).job);
};

describe('the facts the twin reads', { timeout: 60_000 }, () => {
  it('are the log: every live answer, with the memory that the scheduler keeps', async () => {
    const open = await simulated(30);
    const { store } = open.service;
    const { facts, rows } = readLearnerFacts(store);
    const { n } = open.rows<{ n: number }>('SELECT count(*) AS n FROM live_reviews')[0]!;
    expect(facts.answers.card).toHaveLength(n);
    const history = struggleHistory(facts, modelInForce(store));
    const last = new Map(Array.from(history.card, (card, row) => [rows.cards[card], row] as const));
    for (const { card_id, stability, difficulty } of open.rows<{
      card_id: number;
      stability: number;
      difficulty: number;
    }>('SELECT card_id, stability, difficulty FROM card_states WHERE reps > 0')) {
      const row = last.get(card_id)!;
      expect([history.stability[row], history.difficulty[row]]).toEqual([stability, difficulty]);
    }
    expect(last.size).toBeGreaterThan(50);
    const objectives = new Set(facts.cards.objective);
    expect(objectives.has(-1)).toBe(false);
    expect(objectives.size).toBe(rows.objectives.length);
  });

  it('leave out what was undone, and begin anew where a card was forgotten by hand', async () => {
    const open = await simulated(20);
    const { store } = open.service;
    const before = readLearnerFacts(store);
    const card = before.facts.answers.card[0]!;
    const uid = open.rows<{ uid: string }>(
      'SELECT lower(hex(uid)) AS uid FROM cards WHERE id = ?',
      before.rows.cards[card],
    )[0]!.uid;
    await open.call('cards.forget', { cards: [uid] });
    const id = before.rows.cards[card]!;
    open.clock.advance(1000);
    await store.write('test.answer', (tx) =>
      appendReview(tx, { card: id, at: tx.now, uid: store.ids.uid() }),
    );
    const after = readLearnerFacts(store);
    expect(after.rows.cards).toEqual([...before.rows.cards, id]);
    expect(after.facts.answers.card).toHaveLength(before.facts.answers.card.length + 1);
    // The answer since then is the first of a memory; those before it belong to another one, of no objective.
    expect(Array.from(after.facts.answers.card).filter((row) => row === card)).toHaveLength(1);
    expect(after.facts.cards.objective.at(-1)).toBe(-1);
    await open.call('store.undo', {});
    expect(readLearnerFacts(store)).toEqual(before);
  });
});

describe('an analysis', { timeout: 60_000 }, () => {
  it('says how far the history reaches, and the same again for the same facts', async () => {
    const open = await simulated(60);
    expect(await open.call('twin.history', {})).toEqual({ computedAt: null, history: null });
    await analysed(open);
    const { history, computedAt } = await open.call('twin.history', {});
    expect(computedAt).toBe(open.clock.now());
    const { n, days } = open.rows<{ n: number; days: number }>(
      'SELECT count(*) AS n, count(DISTINCT study_day) AS days FROM live_reviews',
    )[0]!;
    expect(history).toMatchObject({ answers: n, studyDays: days, isEnough: true });
    expect(history?.sessions).toBeGreaterThanOrEqual(20);
    const kept = open.rows('SELECT * FROM learning_profiles ORDER BY component');
    await analysed(open);
    expect(open.rows('SELECT * FROM learning_profiles ORDER BY component')).toEqual(kept);
  });

  it('is kept whole: hours, stamina, pace, formats, habits and memory, and patterns with an assessment a day', async () => {
    const open = await simulated(150);
    expect(await open.call('twin.rhythm', {})).toBeNull();
    expect(await open.call('twin.memory', {})).toBeNull();
    await analysed(open);
    const view = await open.call('twin.rhythm', {});
    expect(view?.rhythm.hours).toHaveLength(24);
    const answered = view?.rhythm.hours.reduce((sum, { all }) => sum + (all?.n ?? 0), 0) ?? 0;
    expect(answered).toBeGreaterThan(0.9 * (view?.rhythm.n ?? 0));
    for (const { all } of view?.rhythm.hours ?? [])
      if (all !== null) expect([all.low <= all.effect, all.effect <= all.high]).toEqual([true, true]);
    expect(view?.pace.length).toBeGreaterThan(3);
    expect(view?.habits).toMatchObject({ days: 28, daysSinceStudied: expect.any(Number) as number });
    const memory = await open.call('twin.memory', {});
    expect(memory?.memory.curve?.points.length).toBeGreaterThan(3);
    expect(memory?.memory.curve?.halfLife?.days).toBeGreaterThan(1);
    const assessments = (): number =>
      open.rows<{ n: number }>('SELECT count(*) AS n FROM pattern_assessments')[0]!.n;
    const { patterns } = await open.call('twin.patterns', {});
    expect(patterns).toHaveLength(assessments());
    await analysed(open);
    expect(assessments()).toBe(patterns.length);
    open.clock.advance(24 * 60 * 60_000);
    await analysed(open);
    expect(assessments()).toBe(2 * patterns.length);
  });

  it('of nobody says nothing', async () => {
    const open = await openTestService();
    await analysed(open);
    expect((await open.call('twin.history', {})).history).toMatchObject({
      answers: 0,
      sessions: 0,
      weeks: 0,
      firstDay: null,
      isEnough: false,
    });
  });
});
