import { describe, expect, it } from 'vitest';
import { BURNOUT_FACTORS } from './contract.ts';
import {
  BURNOUT_WEIGHTS,
  burnoutLevel,
  burnoutRisk,
  type BurnoutDay,
  type BurnoutFactor,
} from './burnout-risk.ts';

const today = 20_000;
const minuteMs = 60_000;

/** A day like any other: half an hour at nine, as expected. */
const usual = (studyDay: number): BurnoutDay => ({
  studyDay,
  answers: 60,
  ms: 30 * minuteMs,
  judged: 50,
  residual: 0,
  firstMinute: 300,
  meanLoad: 20,
});

/** Twelve of fourteen days, for six weeks; `recent` changes the last fourteen. */
const life = (
  recent: (day: BurnoutDay, index: number) => BurnoutDay | undefined = (day) => day,
): BurnoutDay[] =>
  Array.from({ length: 42 }, (_, index) => index)
    .filter((index) => index % 7 !== 6)
    .flatMap((index) => {
      const day = usual(today - 42 + index);
      return index < 28 ? [day] : (recent(day, index - 28) ?? []);
    });

const scores = (days: readonly BurnoutDay[]): Record<BurnoutFactor, number | null> => {
  const { factors } = burnoutRisk(days, today);
  return Object.fromEntries(BURNOUT_FACTORS.map((factor) => [factor, factors[factor].score])) as never;
};

describe('the factors', () => {
  it('are all 0 where nothing changed', () => {
    const risk = burnoutRisk(life(), today);
    expect(Object.values(scores(life()))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(risk).toMatchObject({ score: 0, level: 'LOW', confidence: 1, studyDaysBefore: 24 });
    expect(risk.frozenSince).toBeNull();
  });

  it.each<[string, BurnoutFactor, (day: BurnoutDay, index: number) => BurnoutDay | undefined, number | null]>(
    [
      ['half as much again', 'intensity', (day) => ({ ...day, ms: day.ms * 1.5 }), 50],
      ['twice as much', 'intensity', (day) => ({ ...day, ms: day.ms * 2 }), 100],
      ['half as much', 'intensity', (day) => ({ ...day, ms: day.ms / 2 }), 0],
      ['.05 worse', 'performanceDecline', (day) => ({ ...day, residual: -2.5 }), 50],
      ['better', 'performanceDecline', (day) => ({ ...day, residual: 2.5 }), 0],
      ['nothing expected', 'performanceDecline', (day) => ({ ...day, judged: 0, residual: 0 }), null],
      ['every other day high', 'chronicLoad', (day, n) => ({ ...day, meanLoad: n % 2 === 0 ? 70 : 20 }), 50],
      ['sixty is not above sixty', 'chronicLoad', (day) => ({ ...day, meanLoad: 60 }), 0],
      ['load not known', 'chronicLoad', (day) => ({ ...day, meanLoad: null }), null],
      [
        'anywhere in ten hours',
        'irregularity',
        (day, n) => ({ ...day, firstMinute: n % 2 === 0 ? 0 : 600 }),
        100,
      ],
      ['two days of fourteen', 'irregularity', (day, n) => (n === 0 || n === 12 ? day : undefined), null],
      ['half of the days', 'engagementDecay', (day, n) => (n % 2 === 0 ? day : undefined), 50],
      ['one day of fourteen', 'recoveryDeficit', (day, n) => (n === 9 ? day : undefined), 0],
    ],
  )('%s: %s', (_, factor, change, score) => {
    const found = scores(life(change))[factor];
    if (score === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(score, 9);
  });

  it('count days off: none in fourteen is full, one is half', () => {
    const every = Array.from({ length: 42 }, (_, index) => usual(today - 42 + index));
    expect(scores(every).recoveryDeficit).toBe(100);
    expect(scores(every.filter(({ studyDay }) => studyDay !== today - 3)).recoveryDeficit).toBe(50);
  });

  it('know many hours on every day without any growth', () => {
    const long = Array.from({ length: 42 }, (_, index) => ({
      ...usual(today - 42 + index),
      ms: 6 * 60 * minuteMs,
    }));
    expect(scores(long).intensity).toBeCloseTo(50, 9);
  });

  it('leave out today, which is not over', () => {
    const risk = burnoutRisk([...life(), { ...usual(today), ms: 20 * 3_600_000, residual: -50 }], today);
    expect(risk.score).toBe(0);
  });
});

describe('the risk', () => {
  it('is the weighted mean of its factors, and of those that are known', () => {
    const worse = (day: BurnoutDay): BurnoutDay => ({ ...day, ms: day.ms * 2, residual: -5, meanLoad: 90 });
    expect(burnoutRisk(life(worse), today)).toMatchObject({ score: 70, level: 'HIGH' });
    const unknown = burnoutRisk(
      life((day) => ({ ...worse(day), meanLoad: null })),
      today,
    );
    expect(unknown.score).toBeCloseTo(45 / 0.75, 9);
    expect(unknown.confidence).toBeCloseTo(0.75, 9);
  });

  it('weighs 1 together', () => {
    expect(BURNOUT_FACTORS.reduce((sum, factor) => sum + BURNOUT_WEIGHTS[factor], 0)).toBeCloseTo(1, 12);
  });

  it('needs ten study days in the twenty-eight', () => {
    const days = (count: number) =>
      Array.from({ length: count }, (_, index) => usual(today - 42 + 2 * index)).concat(usual(today - 1));
    expect(burnoutRisk(days(9), today)).toMatchObject({
      score: null,
      level: null,
      studyDaysBefore: 9,
      needed: 10,
    });
    expect(burnoutRisk(days(10), today).score).not.toBeNull();
  });

  it('stands still once somebody stopped, and says since when', () => {
    const tired = life((day) => ({ ...day, residual: -2.5 }));
    const last = tired.at(-1)!.studyDay;
    const frozen = burnoutRisk(tired, last + 8);
    expect(frozen).toMatchObject({ frozenSince: last, asOf: last + 1 });
    expect(burnoutRisk(tired, last + 7).frozenSince).toBeNull();
    for (const later of [30, 400, 3650]) expect(burnoutRisk(tired, last + later)).toEqual(frozen);
  });

  it.each<[string, readonly BurnoutDay[]]>([
    ['of nobody', []],
    ['of one card on one day', [{ ...usual(today - 1), answers: 1, ms: 0, judged: 0, residual: 0 }]],
    ['of ten years', Array.from({ length: 3650 }, (_, index) => usual(today - 3650 + index))],
    ['of answers in no time', life().map((day) => ({ ...day, ms: 0 }))],
    ['of all wrong', life().map((day) => ({ ...day, residual: -45 }))],
    ['of days to come', [usual(today + 5), usual(today + 6)]],
  ])('%s has only numbers from 0 to 100', (_, days) => {
    const { score, factors } = burnoutRisk(days, today);
    for (const value of [score, ...BURNOUT_FACTORS.flatMap((factor) => Object.values(factors[factor]))])
      if (value !== null) expect(Number.isFinite(value)).toBe(true);
    for (const value of [score, ...BURNOUT_FACTORS.map((factor) => factors[factor].score)])
      expect(value ?? 0).toBeGreaterThanOrEqual(0);
    for (const value of [score, ...BURNOUT_FACTORS.map((factor) => factors[factor].score)])
      expect(value ?? 0).toBeLessThanOrEqual(100);
  });

  it.each([
    [0, 'LOW'],
    [24.9, 'LOW'],
    [25, 'MEDIUM'],
    [50, 'HIGH'],
    [74.9, 'HIGH'],
    [75, 'CRITICAL'],
    [100, 'CRITICAL'],
  ])('of %d is %s', (score, level) => {
    expect(burnoutLevel(score)).toBe(level);
  });
});
