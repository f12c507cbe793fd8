import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import { uidToHex } from '../../store/uid.ts';
import type { EvidenceAsk, evidenceContract } from './contract.ts';

type Evidence = OutputOf<typeof evidenceContract, 'twin.evidence'>;

/** Half a year of a simulated learner, with everything the twin says of it. */
const learner = profileMaker(async (open) => {
  await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: 5, days: 120 })).job);
  await open.service.store.settle();
  await resultOf(open.service, (await open.call('twin.analyse', {})).job);
  await resultOf(open.service, (await open.call('twin.assess', {})).job);
});

/** All pages. */
const evidenceOf = async (open: OpenService, ask: EvidenceAsk): Promise<Evidence> => {
  const first = await open.call('twin.evidence', { ask, limit: 500 });
  const answers = [...first.answers];
  while (answers.length < first.total) {
    const page = await open.call('twin.evidence', { ask, limit: 500, offset: answers.length });
    expect(page.answers.length).toBeGreaterThan(0);
    answers.push(...page.answers);
  }
  // Each answer once, in order of time, and in the log.
  expect(new Set(answers.map(({ review }) => review)).size).toBe(first.total);
  expect(answers.every(({ at }, index) => index === 0 || at >= answers[index - 1]!.at)).toBe(true);
  return { ...first, answers };
};

const totalOf = async (open: OpenService, ask: EvidenceAsk): Promise<number> =>
  (await open.call('twin.evidence', { ask, limit: 1 })).total;

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const recallIn = ({ answers }: Evidence): number => mean(answers.map(({ recalled }) => (recalled ? 1 : 0)));
const expectedIn = ({ answers }: Evidence): number => mean(answers.map(({ expected }) => expected!));

describe('every n on the rhythm screen', { timeout: 120_000 }, () => {
  it('is as many answers as stand behind it', async () => {
    const open = await learner();
    const { rhythm, stamina, formats, pace } = (await open.call('twin.rhythm', {}))!;
    const numbers: [n: number | undefined, ask: EvidenceAsk][] = [
      [rhythm.n, { of: 'measured' }],
      ...rhythm.hours.flatMap(({ hour, ...of }) =>
        (['all', 'weekday', 'weekend'] as const).map((days): [number | undefined, EvidenceAsk] => [
          of[days]?.n,
          { of: 'hours', cells: [hour], days },
        ]),
      ),
      ...rhythm.golden.map(({ from, to, n }): [number, EvidenceAsk] => [
        n,
        { of: 'hours', days: 'all', cells: range((to - from + 24) % 24).map((hour) => (from + hour) % 24) },
      ]),
      ...stamina.stretches.map(({ recall }, cell): [number | undefined, EvidenceAsk] => [
        recall?.n,
        { of: 'stretches', cells: [cell] },
      ]),
      // Simulated sessions are all of one length: nothing is said of lengths, and all answers are in one.
      [rhythm.n, { of: 'lengths', cells: range(stamina.lengths.length) }],
      ...formats.map(({ format, recall }): [number | undefined, EvidenceAsk] => [
        recall?.n,
        { of: 'formats', cells: [format] },
      ]),
      ...pace.map(({ n, format, phase, recalled }): [number, EvidenceAsk] => [
        n,
        { of: 'pace', format, phase, recalled },
      ]),
    ];
    const known = numbers.filter(([n]) => n !== undefined);
    // As many kinds of number as there are.
    expect(new Set(known.map(([, { of }]) => of))).toEqual(
      new Set(['measured', 'hours', 'stretches', 'lengths', 'formats', 'pace']),
    );
    for (const [n, ask] of known) expect([ask, await totalOf(open, ask)]).toEqual([ask, n]);
  });

  it('is of the answers of that hour and kind of day, compared with what was expected', async () => {
    const open = await learner();
    const { rhythm } = (await open.call('twin.rhythm', {}))!;
    const { hour } = rhythm.hours.find(({ weekend }) => weekend !== null)!;
    const { answers } = await evidenceOf(open, { of: 'hours', cells: [hour], days: 'weekend' });
    for (const { at, utcOffsetMin, expected } of answers) {
      const local = new Date(at + utcOffsetMin * 60_000);
      // A card that was shown before the hour was answered in it, or shown in it and answered after.
      expect([hour, (hour + 1) % 24]).toContain(local.getUTCHours());
      expect(expected).toBeGreaterThan(0);
    }
  });

  it('is of patterns too', async () => {
    const open = await learner();
    const { patterns } = await open.call('twin.patterns', {});
    expect(patterns.length).toBeGreaterThan(0);
    for (const { kind, cells, n } of patterns) {
      const ask: EvidenceAsk = { of: 'pattern', kind, cells: [...cells] };
      expect([ask, await totalOf(open, ask)]).toEqual([ask, n]);
    }
  });

  it('is of hours and days of activity', async () => {
    const open = await learner();
    const { days, hours, from, to } = await open.call('twin.activity', {});
    expect(days.length).toBeGreaterThan(50);
    for (const { day, answers } of [days[0]!, days.at(-1)!])
      expect(await totalOf(open, { of: 'activity', from: day, to: day, weekday: null, hour: null })).toBe(
        answers,
      );
    for (const { weekday, hour, answers } of hours.slice(0, 8))
      expect(await totalOf(open, { of: 'activity', from, to, weekday, hour })).toBe(answers);
  });
});

describe('every n on the memory screen', { timeout: 120_000 }, () => {
  it('is as many answers as stand behind it, with the recall that is told of them', async () => {
    const open = await learner();
    const { memory } = (await open.call('twin.memory', {}))!;
    const whole = await evidenceOf(open, { of: 'curve' });
    expect(whole.total).toBe(memory.n);
    expect(recallIn(whole)).toBeCloseTo(memory.curve!.observed, 10);
    expect(expectedIn(whole)).toBeCloseTo(memory.curve!.expected, 10);
    const { points, calibration } = memory.curve!;
    expect([points.length, calibration.length].every((length) => length > 3)).toBe(true);
    for (const [point, { n, observed, expected }] of points.entries()) {
      const found = await evidenceOf(open, { of: 'curvePoint', point });
      expect([found.total, recallIn(found)]).toEqual([n, expect.closeTo(observed, 10)]);
      expect(expectedIn(found)).toBeCloseTo(expected, 10);
    }
    for (const [bin, { n, observed, meanPrediction }] of calibration.entries()) {
      const found = await evidenceOf(open, { of: 'calibrationBin', bin });
      expect([found.total, recallIn(found)]).toEqual([n, expect.closeTo(observed, 10)]);
      expect(expectedIn(found)).toBeCloseTo(meanPrediction, 10);
    }
  });
});

describe('every n on the wellbeing screen', { timeout: 120_000 }, () => {
  it('is as many sessions or study days as stand behind it', async () => {
    const open = await learner();
    const { days } = await open.call('twin.loadDays', {});
    const stress = await open.call('twin.stressPatterns', {});
    const performance = await open.call('twin.loadAgainstPerformance', {});
    const risk = (await open.call('twin.burnout', {})).risk!;
    const sessionsOf = async (ask: EvidenceAsk): Promise<number> =>
      (await open.call('twin.evidence', { ask, limit: 1 })).sessions;
    expect(days.length).toBeGreaterThan(20);
    expect(await sessionsOf({ of: 'load', studyDay: null })).toBe(
      days.reduce((sum, { sessions }) => sum + sessions, 0),
    );
    for (const { studyDay, sessions } of days.slice(-8))
      expect(await sessionsOf({ of: 'load', studyDay })).toBe(sessions);
    expect(await sessionsOf({ of: 'stress', pattern: null })).toBe(stress.sessions);
    for (const { kind, key, occasions } of stress.patterns)
      expect(await sessionsOf({ of: 'stress', pattern: { kind, key } })).toBe(occasions);
    expect(await sessionsOf({ of: 'performance', zone: null })).toBe(performance.sessions);
    for (const [zone, { sessions }] of performance.zones.entries())
      expect(await sessionsOf({ of: 'performance', zone })).toBe(sessions);
    const [recent, before] = await Promise.all(
      (['recent', 'before'] as const).map((window) =>
        open.call('twin.evidence', { ask: { of: 'burnout', days: window }, limit: 1 }),
      ),
    );
    expect([recent!.studyDays, before!.studyDays]).toEqual([risk.studyDaysRecent, risk.studyDaysBefore]);
  });
});

describe('evidence of a prediction', { timeout: 120_000 }, () => {
  it('is what its week was judged by, and what was there when it was made', async () => {
    const open = await learner();
    await resultOf(open.service, (await open.call('twin.generatePredictions', {})).job);
    const { predictions } = await open.call('twin.predictions', { state: 'standing', limit: 10 });
    const { prediction, predictedAt } = predictions[0]!;
    const window = await evidenceOf(open, { of: 'prediction', prediction, answers: 'window' });
    const before = await evidenceOf(open, { of: 'prediction', prediction, answers: 'before' });
    // Nothing has been answered since it was made.
    expect(window.total).toBe(0);
    expect(before.total).toBeGreaterThan(20);
    expect(before.answers.every(({ at }) => at < predictedAt)).toBe(true);
    const gone = { of: 'prediction', prediction: '0'.repeat(32), answers: 'window' } as const;
    await expect(open.call('twin.evidence', { ask: gone })).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('an answered key', { timeout: 120_000 }, () => {
  it('changes n of its hour and stands behind it, and is gone once it is taken back', async () => {
    const open = await learner();
    open.clock.advance(86_400_000);
    /** n of all answers, and the answers of 10:00 in Berlin, which it now is. */
    const analysed = async (): Promise<[n: number, reviews: string[]]> => {
      await resultOf(open.service, (await open.call('twin.analyse', {})).job);
      const { n, hours } = (await open.call('twin.rhythm', {}))!.rhythm;
      const found = await evidenceOf(open, { of: 'hours', cells: [10], days: 'all' });
      const shown = hours[10]!.all;
      if (shown !== null) expect(found.total).toBe(shown.n);
      expect(await totalOf(open, { of: 'measured' })).toBe(n);
      return [n, found.answers.map(({ review }) => review)];
    };
    const before = await analysed();

    await open.call('settings.change', { values: { 'study.newPerDay': 0 } });
    const { session, step } = await open.call('study.start', { scope: {} });
    if (step.kind !== 'card') throw new Error('nothing is due');
    open.clock.advance(6000);
    const review = uidToHex(open.service.store.ids.uid());
    const { card } = step.rendered;
    await open.call('study.answer', {
      request: review,
      session: session.uid,
      card,
      rating: 3,
      durationMs: 6000,
    });
    expect(await analysed()).toEqual([before[0] + 1, [...before[1], review]]);
    const sitting = await evidenceOf(open, { of: 'session', session: session.uid });
    expect(sitting.answers).toMatchObject([
      { review, card, rating: 3, recalled: true, session: session.uid },
    ]);

    await open.call('store.undo', {});
    expect(await analysed()).toEqual(before);
    expect((await evidenceOf(open, { of: 'session', session: session.uid })).total).toBe(0);
  });
});

describe('evidence of nothing', () => {
  it('is nothing, whatever is asked for', async () => {
    const open = await openTestService();
    const asks: EvidenceAsk[] = [
      { of: 'measured' },
      { of: 'hours', cells: [9], days: 'all' },
      { of: 'lengths', cells: [250] },
      { of: 'pace', format: 99, phase: 'new', recalled: true },
      { of: 'curve' },
      { of: 'curvePoint', point: 3 },
      { of: 'calibrationBin', bin: 9 },
      { of: 'session', session: '0'.repeat(32) },
      { of: 'load', studyDay: null },
      { of: 'stress', pattern: { kind: 'topic', key: 'no uid' } },
      { of: 'performance', zone: 3 },
      { of: 'burnout', days: 'recent' },
      { of: 'activity', from: 0, to: 30_000, weekday: 6, hour: 23 },
    ];
    for (const ask of asks)
      expect([ask, await open.call('twin.evidence', { ask })]).toEqual([
        ask,
        { total: 0, sessions: 0, studyDays: 0, answers: [] },
      ]);
  });
});
