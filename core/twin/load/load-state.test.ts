import { describe, expect, it } from 'vitest';
import { baselineOfPace, baselineOfSums, logLatencySd } from './latency-baseline.ts';
import {
  noLoad,
  REST_MS,
  stepLoad,
  type LoadBasis,
  type LoadEvent,
  type LoadNotice,
  type LoadState,
} from './load-state.ts';

const minuteMs = 60_000;
const latency = baselineOfPace([
  { phase: 'review', recalled: true, n: 500, meanLog: Math.log(6000), deviationLog: 0.6 },
  { phase: 'review', recalled: false, n: 100, meanLog: Math.log(6000), deviationLog: 0.6 },
])!;
const basis: LoadBasis = { latency, onsetMinutes: null };

type Given = Partial<Extract<LoadEvent, { kind: 'answer' }>>;

/** Answers one after the other, from where a state stands. */
class Desk {
  state: LoadState = noLoad;
  at = 1_000_000;
  readonly notices: LoadNotice[] = [];
  readonly events: LoadEvent[] = [];
  readonly #basis: LoadBasis;

  constructor(on: LoadBasis = basis) {
    this.#basis = on;
  }

  tell(event: LoadEvent): void {
    this.events.push(event);
    const { state, notices } = stepLoad(this.state, event, this.#basis);
    this.state = state;
    this.notices.push(...notices);
  }

  answer(count: number, given: Given = {}): void {
    for (let n = 0; n < count; n += 1) {
      const durationMs = given.durationMs ?? 6000;
      this.at += durationMs;
      const usual = { phase: 2, recalled: true, retrievability: 0.9, durationMs, at: this.at };
      this.tell({ kind: 'answer', ...usual, ...given });
    }
  }

  said(kind: LoadNotice['kind']): number {
    return this.notices.filter((notice) => notice.kind === kind).length;
  }
}

const slowAndWrong: Given = { durationMs: 24_000, recalled: false };
const overloaded = (): Desk => {
  const desk = new Desk();
  desk.answer(10);
  desk.answer(15, slowAndWrong);
  return desk;
};

const finite = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(finite);

describe('a session', () => {
  it('as ever has a low load', () => {
    const desk = new Desk();
    desk.answer(30);
    expect(desk.state.reading).toMatchObject({ level: 'LOW' });
    expect(desk.state.reading?.score).toBeLessThan(10);
    expect(desk.said('offer')).toBe(0);
  });

  it('says nothing before ten answers', () => {
    const desk = new Desk();
    desk.answer(9, slowAndWrong);
    expect(desk.state.reading?.score).toBeNull();
    expect(desk.notices).toEqual([]);
    desk.answer(1, slowAndWrong);
    expect(desk.state.reading?.score).toBeGreaterThan(60);
  });

  it('that becomes slow and wrong rises to overload, told once, with one offer', () => {
    const desk = overloaded();
    const { reading } = desk.state;
    expect(reading?.measures.latencySd).toBeCloseTo(Math.log(4) / 0.6, 9);
    expect(reading?.measures.decline).toBeCloseTo(1, 9);
    expect(reading?.score).toBeGreaterThan(70);
    expect(desk.said('overload')).toBe(1);
    expect(desk.said('offer')).toBe(1);
  });

  it.each<[string, Given]>([
    ['all right', { recalled: true }],
    ['all wrong', { recalled: false }],
    ['in no time', { durationMs: 0 }],
    ['in hours', { durationMs: 7_200_000 }],
    ['with clocks that stand', { at: 5 }],
    ['of cards nothing is expected of', { retrievability: null, phase: 0 }],
    ['of cards certain to be recalled', { retrievability: 1, recalled: false }],
  ])('of answers %s has only numbers, from 0 to 100', (_, given) => {
    for (const on of [basis, { latency: null, onsetMinutes: null }, { latency, onsetMinutes: 0 }]) {
      const desk = new Desk(on);
      desk.answer(60, given);
      expect(finite(desk.state)).toBe(true);
      for (const value of Object.values(desk.state.reading?.parts ?? {})) {
        expect(value ?? 0).toBeGreaterThanOrEqual(0);
        expect(value ?? 0).toBeLessThanOrEqual(100);
      }
    }
  });

  it('takes one answer in a flash, or left lying, for no more than three deviations', () => {
    for (const [durationMs, sd] of [
      [1, -3 / 5],
      [7_000_000, 3 / 5],
    ] as const) {
      const desk = new Desk();
      desk.answer(12);
      desk.answer(1, { durationMs });
      expect(desk.state.reading?.measures.latencySd).toBeCloseTo(sd, 9);
    }
  });

  it('of one card has no score', () => {
    const desk = new Desk();
    desk.answer(1);
    expect(desk.state.reading).toMatchObject({ score: null, level: null });
  });

  it('of an owner nothing is known of, with new cards alone, has no score however long', () => {
    const desk = new Desk({ latency: null, onsetMinutes: null });
    desk.answer(200, { phase: 0, retrievability: null });
    expect(desk.state.reading?.score).toBeNull();
  });

  it('goes on where a clock was set back, and with the wait for a step', () => {
    const desk = new Desk();
    desk.answer(12);
    desk.at -= 86_400_000;
    desk.answer(12);
    expect(desk.state.stretch.answers).toBe(24);
    desk.at += 10 * minuteMs;
    desk.answer(1, { phase: 1, retrievability: null });
    expect(desk.state.reading?.measures).toMatchObject({ pauses: 0, idleShare: 0 });
    expect(desk.state.reading?.measures.minutes).toBeCloseTo((25 * 6000 + 10 * minuteMs) / minuteMs, 9);
  });

  it('begins again after a rest, as the twin counts sessions', () => {
    const desk = overloaded();
    desk.at += REST_MS;
    desk.answer(1, slowAndWrong);
    expect(desk.state.stretch.answers).toBe(1);
    expect(desk.state).toMatchObject({ isOverloaded: false, highs: 0 });
  });
});

describe('disengagement', () => {
  it('counts times away by hand, long gaps, and a gap with its pause once', () => {
    const desk = new Desk();
    desk.answer(5);
    desk.tell({ kind: 'paused', at: desk.at });
    desk.at += 2 * minuteMs;
    desk.answer(1);
    desk.at += minuteMs;
    desk.answer(1);
    desk.at += 20_000;
    desk.answer(1);
    expect(desk.state.reading?.measures.pauses).toBe(2);
    expect(desk.state.reading?.measures.idleShare).toBeCloseTo(180 / (180 + 48), 9);
  });

  it('forgets what lies twenty answers back', () => {
    const desk = new Desk();
    desk.answer(1);
    desk.at += minuteMs;
    desk.answer(1);
    desk.answer(19);
    expect(desk.state.reading?.measures.pauses).toBe(1);
    desk.answer(1);
    expect(desk.state.reading?.measures.pauses).toBe(0);
  });
});

describe('what is written down', () => {
  it('is each change of level and one reading every five minutes', () => {
    const desk = new Desk();
    desk.answer(10);
    expect(desk.said('metric')).toBe(1);
    desk.answer(40);
    expect(desk.said('metric')).toBe(1);
    desk.answer(10);
    expect(desk.said('metric')).toBe(2);
    desk.answer(20, slowAndWrong);
    const levels = desk.notices.flatMap((notice) => (notice.kind === 'metric' ? [notice.reading.level] : []));
    expect(levels).toContain('MODERATE');
    expect(levels).toContain('HIGH');
  });
});

describe('the offer of a break', () => {
  it('is over with the next card, and not made twice in ten minutes', () => {
    const desk = overloaded();
    const made = desk.notices.findIndex(({ kind }) => kind === 'offer');
    expect(made).toBeGreaterThan(0);
    expect(desk.state.offer).toBeNull();
    const quiet = desk.state.quietUntil;
    while (desk.at + 24_000 < quiet) {
      desk.answer(1, slowAndWrong);
      expect(desk.said('offer')).toBe(1);
    }
    desk.answer(1, slowAndWrong);
    expect(desk.said('offer')).toBe(2);
    expect(desk.state.offer).toMatchObject({ at: desk.at });
  });

  it('is not made of one HIGH reading, of two it is; one CRITICAL is enough', () => {
    const desk = overloaded();
    const one: LoadState = { ...desk.state, highs: 0, isOverloaded: false, quietUntil: 0 };
    const answer = (state: LoadState, at: number) =>
      stepLoad(
        state,
        { kind: 'answer', at, durationMs: 24_000, phase: 2, recalled: false, retrievability: 0.9 },
        basis,
      );
    const first = answer(one, desk.at + 24_000);
    expect(first.state.reading?.level).toBe('HIGH');
    expect(first.state.offer).toBeNull();
    expect(answer(first.state, desk.at + 48_000).state.offer).not.toBeNull();
    // With a pause after every answer too.
    const away = { idleMs: 60_000, activeMs: 24_000, pauses: 1 };
    const stretch = { ...one.stretch, gaps: Array.from({ length: 19 }, () => away) };
    const critical = answer({ ...one, stretch }, desk.at + 24_000);
    expect(critical.state.reading?.level).toBe('CRITICAL');
    expect(critical.state.offer).not.toBeNull();
  });

  it('is not made for slowness alone', () => {
    const desk = new Desk();
    desk.answer(60, { durationMs: 60_000, retrievability: null });
    expect(desk.state.reading).toMatchObject({ level: 'HIGH', parts: { errors: null } });
    expect(desk.said('overload')).toBe(1);
    expect(desk.said('offer')).toBe(0);
  });

  it('that was postponed comes after five minutes, one that was not wanted after thirty', () => {
    for (const [kind, minutes] of [
      ['breakPostponed', 5],
      ['breakSkipped', 30],
    ] as const) {
      const desk = overloaded();
      const from = desk.at;
      desk.tell(kind === 'breakPostponed' ? { kind, at: from, minutes } : { kind, at: from });
      while (desk.said('offer') < 2) desk.answer(1, slowAndWrong);
      expect(desk.at - from).toBeGreaterThanOrEqual(minutes * minuteMs);
      expect(desk.at - from).toBeLessThan((minutes + 1) * minuteMs);
    }
  });

  it('taken, begins a new stretch, ended by hand or by the next answer', () => {
    for (const isEnded of [true, false]) {
      const desk = overloaded();
      desk.tell({ kind: 'breakStarted', at: desk.at, minutes: 5 });
      expect(desk.state.onBreak).toEqual({ at: desk.at, minutes: 5 });
      desk.tell({ kind: 'paused', at: desk.at });
      desk.at += 5 * minuteMs;
      if (isEnded) desk.tell({ kind: 'breakEnded', at: desk.at });
      desk.answer(10, { recalled: false });
      expect(desk.state).toMatchObject({ onBreak: null, stretch: { answers: 10 } });
      expect(desk.state.reading?.measures).toMatchObject({ pauses: 0, minutes: 1 });
    }
  });
});

describe('what answer times are compared with', () => {
  const sums = { answers: 100, reviewAnswers: 60, learnMs: 400_000, reviewMs: 360_000 };

  it('pools the formats of one kind, their spread and the distance between them', () => {
    const pooled = baselineOfPace([
      { phase: 'review', recalled: true, n: 100, meanLog: 8, deviationLog: 0.5 },
      { phase: 'review', recalled: true, n: 100, meanLog: 9, deviationLog: 0.5 },
      { phase: 'new', recalled: true, n: 30, meanLog: 9, deviationLog: 0.4 },
    ]);
    expect(pooled).toMatchObject({ source: 'pace', answers: 230 });
    expect(pooled?.kinds['review recalled']).toMatchObject({ answers: 200, mean: 8.5 });
    expect(pooled?.kinds['review recalled']?.sd).toBeCloseTo(Math.sqrt(0.5), 9);
    expect(pooled?.kinds['review forgotten']).toBeUndefined();
    expect(baselineOfPace([])).toBeNull();
  });

  it('is a common spread around the mean where only sums are known', () => {
    const days = baselineOfSums(sums);
    expect(days).toMatchObject({ source: 'days', answers: 100 });
    expect(days?.kinds['review recalled']?.mean).toBeCloseTo(Math.log(6000) - 0.245, 9);
    expect(days?.kinds['steps forgotten']?.mean).toBeCloseTo(Math.log(10_000) - 0.245, 9);
    expect(baselineOfSums({ ...sums, answers: 89 })?.kinds['new recalled']).toBeUndefined();
    expect(baselineOfSums({ answers: 29, reviewAnswers: 29, learnMs: 0, reviewMs: 9000 })).toBeNull();
    expect(baselineOfSums({ answers: 0, reviewAnswers: 0, learnMs: 0, reviewMs: 0 })).toBeNull();
    expect(baselineOfSums({ ...sums, learnMs: 0, reviewMs: 0 })).toBeNull();
  });

  it('is not known for a kind that was never seen', () => {
    expect(logLatencySd(latency, { phase: 0, recalled: true, durationMs: 6000 })).toBeNull();
    expect(logLatencySd(null, { phase: 2, recalled: true, durationMs: 6000 })).toBeNull();
    expect(logLatencySd(latency, { phase: 4, recalled: true, durationMs: 6000 })).toBeCloseTo(0, 9);
    expect(logLatencySd(latency, { phase: 2, recalled: true, durationMs: 0 })).toBeLessThan(-5);
  });
});
