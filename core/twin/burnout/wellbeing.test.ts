import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { uidToHex } from '../../store/uid.ts';

const dayMs = 86_400_000;

/** Ninety days of a simulated learner, as an import brings them: sessions are reconstructed from the log. */
const simulated = profileMaker(async (open) => {
  const { job } = await open.call('exchange.simulateLearner', { seed: 5, days: 90 });
  await resultOf(open.service, job);
  await open.service.store.settle();
});

const assess = async (open: OpenService): Promise<void> => {
  await resultOf(open.service, (await open.call('twin.assess', {})).job);
};

const kept = (open: OpenService) =>
  open.rows<{ study_day: number; score: number }>(
    'SELECT study_day, score, level, chronic_load, detail FROM burnout_risk_assessments ORDER BY study_day',
  );

describe('an assessment', () => {
  it('of nobody says how far it is', async () => {
    const open = await openTestService();
    expect(await open.call('twin.burnout', {})).toEqual({
      computedAt: null,
      risk: null,
      assessments: [],
      levels: [],
    });
    expect(await open.call('twin.stressPatterns', {})).toEqual({
      computedAt: null,
      sessions: 0,
      patterns: [],
    });
    await assess(open);
    const { risk } = await open.call('twin.burnout', {});
    expect(risk).toMatchObject({
      score: null,
      level: null,
      studyDaysBefore: 0,
      needed: 10,
      frozenSince: null,
    });
    expect(kept(open)).toEqual([]);
    expect(await open.call('twin.loadAgainstPerformance', {})).toMatchObject({
      sessions: 0,
      needed: 30,
      correlation: null,
    });
    expect(await open.call('twin.loadDays', {})).toMatchObject({ days: [] });
  });

  it('counts an imported history, and is kept once a day', async () => {
    const open = await simulated();
    await assess(open);
    const { risk, assessments, levels } = await open.call('twin.burnout', {});
    expect(levels.reduce((sum, one) => sum + one.assessments, 0)).toBe(assessments.length);
    for (const { level, lastDay } of levels)
      expect(lastDay).toBe(assessments.findLast((one) => one.level === level)?.studyDay);
    expect(risk?.studyDaysBefore).toBeGreaterThanOrEqual(10);
    expect(risk?.factors).toHaveLength(6);
    expect(risk?.factors.map(({ score }) => score)).not.toContain(null);
    expect(assessments).toMatchObject([{ score: risk?.score, level: risk?.level }]);
    const [row] = kept(open);
    expect(row).toMatchObject({ score: risk?.score, chronic_load: risk?.factors[2]?.score });
    open.clock.advance(60_000);
    await assess(open);
    expect(kept(open)).toEqual([row]);
    open.clock.advance(dayMs);
    await assess(open);
    expect(kept(open)).toHaveLength(2);
    const { days } = await open.call('twin.loadDays', {});
    expect(days.length).toBeGreaterThan(30);
    const performance = await open.call('twin.loadAgainstPerformance', {});
    expect(performance.sessions).toBeGreaterThanOrEqual(30);
    expect(performance.correlation?.n).toBe(performance.sessions);
  });

  it('gives the same for the same facts, and stands still when nobody studies', async () => {
    const open = await simulated();
    await assess(open);
    const first = await open.call('twin.burnout', {});
    open.clock.advance(40 * dayMs);
    await assess(open);
    const frozen = await open.call('twin.burnout', {});
    expect(frozen.risk?.frozenSince).not.toBeNull();
    expect(frozen.assessments).toEqual(first.assessments);
    open.clock.advance(300 * dayMs);
    await assess(open);
    expect((await open.call('twin.burnout', {})).risk).toEqual(frozen.risk);
  });

  it('sees the load of a session as it was shown while it went on', async () => {
    const open = await simulated();
    open.clock.advance(dayMs);
    const started = await open.call('study.start', { scope: {} });
    let { step } = started;
    let peak = 0;
    let scores = 0;
    for (let n = 0; n < 30 && step.kind === 'card'; n += 1) {
      const durationMs = 30_000;
      open.clock.advance(durationMs);
      ({ step } = await open.call('study.answer', {
        request: uidToHex(open.service.store.ids.uid()),
        session: started.session.uid,
        card: step.rendered.card,
        rating: n < 10 ? 3 : 1,
        durationMs,
      }));
      const score = (await open.call('twin.load', {})).reading?.score ?? null;
      if (score === null) continue;
      scores += 1;
      peak = Math.max(peak, score);
    }
    expect(scores).toBeGreaterThan(5);
    expect(peak).toBeGreaterThan(40);
    await assess(open);
    const { days } = await open.call('twin.loadDays', {});
    expect(days.at(-1)?.peak).toBeCloseTo(peak, 9);
  });
});
