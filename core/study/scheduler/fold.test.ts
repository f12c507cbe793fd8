import { describe, expect, it } from 'vitest';

import type { Baseline, ReviewFact, ScheduleChange } from './card-event.ts';
import { NEW_CARD } from './card-state.ts';
import type { CardState } from './card-state.ts';
import { applyEvent, compareEvents, foldCard } from './fold.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { memoryFromInterval, nextMemory } from '#ml/memory/memory.ts';

const P = fsrsParameters();
const DAY = 86_400;
const DAY_ZERO = 20_000;
const at = (day: number, ms = 0): number => (DAY_ZERO + day) * DAY * 1000 + ms;

type Logged<T> = T & { readonly uid: string };

const uidOf = (n: number): string => n.toString(16).padStart(32, '0');
let lastUid = 0;
const nextUid = (): string => uidOf(++lastUid);

function review(day: number, fact: Partial<Logged<ReviewFact>> = {}): Logged<ReviewFact> {
  return {
    type: 'review',
    uid: nextUid(),
    effAt: at(day),
    studyDay: DAY_ZERO + day,
    rating: 3,
    phaseBefore: 'review',
    intervalSeconds: 5 * DAY,
    ...fact,
  };
}

function change(day: number, fact: Partial<Logged<ScheduleChange>>): Logged<ScheduleChange> {
  return {
    type: 'change',
    uid: nextUid(),
    effAt: at(day),
    kind: 'set_due',
    dueDay: null,
    intervalDays: null,
    ...fact,
  };
}

function baseline(day: number, fact: Partial<Logged<Baseline>> = {}): Logged<Baseline> {
  return {
    type: 'baseline',
    uid: nextUid(),
    effAt: at(day),
    studyDay: DAY_ZERO + day,
    phase: 'review',
    step: 0,
    dueAt: null,
    dueDay: DAY_ZERO + day + 3,
    intervalDays: 30,
    ease: 2300,
    stability: null,
    difficulty: null,
    reps: 9,
    lapses: 2,
    ...fact,
  };
}

/** Learnt on day 0 (two steps), reviewed on days 2 and 8. */
const COMPLETE_LOG = [
  review(0, { phaseBefore: 'learning', intervalSeconds: -600 }),
  review(0, { phaseBefore: 'learning', intervalSeconds: 2 * DAY, effAt: at(0, 600_000) }),
  review(2, { intervalSeconds: 6 * DAY }),
  review(8, { intervalSeconds: 19 * DAY }),
];

const memoryOf = ({ stability, difficulty }: CardState) => ({ stability, difficulty });

describe('memory', () => {
  it('is folded from a complete log, review by review, in study days', () => {
    let memory = nextMemory(P, null, 0, 3);
    for (const days of [0, 2, 6]) memory = nextMemory(P, memory, days, 3);
    expect(memoryOf(foldCard(P, COMPLETE_LOG))).toEqual(memory);
  });

  it('of a complete log is not touched by a baseline, which gives queue, due and interval only', () => {
    const state = foldCard(P, [
      ...COMPLETE_LOG,
      baseline(9, { stability: 999, difficulty: 9, dueDay: DAY_ZERO + 40, intervalDays: 31 }),
    ]);
    const log = foldCard(P, COMPLETE_LOG);
    expect(state).toEqual({ ...log, dueDay: DAY_ZERO + 40, intervalDays: 31 });
    expect([log.reps, log.lapses, log.historyComplete, log.introducedDay]).toEqual([4, 0, true, DAY_ZERO]);
  });

  it('of an incomplete log starts at the baseline with the memory Anki had', () => {
    const state = foldCard(P, [...COMPLETE_LOG.slice(2), baseline(9, { stability: 40.5, difficulty: 6.25 })]);
    expect(state).toMatchObject({
      stability: 40.5,
      difficulty: 6.25,
      reps: 9,
      lapses: 2,
      historyComplete: false,
    });
    // the log still says when the card was last seen, whatever due date and interval say
    expect(state).toMatchObject({ lastDay: DAY_ZERO + 8, lastAt: at(8), introducedDay: null });
  });

  it('of an incomplete log without Anki memory is converted from interval and ease', () => {
    const state = foldCard(P, [baseline(9, { intervalDays: 30, ease: 2300 })]);
    expect(memoryOf(state)).toEqual(memoryFromInterval(P, 30, 2300));
    expect(state.stability).toBe(30);
    expect(state.lastDay).toBe(DAY_ZERO + 9 + 3 - 30);
    expect(memoryOf(foldCard(P, [baseline(9, { ease: null })]))).toEqual(memoryFromInterval(P, 30, 2500));
  });

  it('brings a memory from outside the range of FSRS into it, so that the next review can be computed', () => {
    const start = baseline(9, { stability: 0.00001, difficulty: 0.2 });
    expect(memoryOf(foldCard(P, [start]))).toEqual({ stability: 0.001, difficulty: 1 });
    expect(() => foldCard(P, [start, review(10)])).not.toThrow();
  });

  it('takes only the reviews after the baseline of an incomplete log', () => {
    const start = baseline(9, { stability: 40, difficulty: 6 });
    const before = [review(1, { rating: 1 }), review(4, { rating: 4 })];
    const sameStamp = review(9, { rating: 1, uid: uidOf(2 ** 40), effAt: start.effAt });
    const later = review(12, { rating: 2 });
    const expected = nextMemory(P, { stability: 40, difficulty: 6 }, 3, 2);
    expect(memoryOf(foldCard(P, [...before, sameStamp, start, later]))).toEqual(expected);
  });

  it('of several baselines of an incomplete log starts at the last', () => {
    const first = baseline(5, { stability: 20, difficulty: 5 });
    const second = baseline(15, { stability: 77, difficulty: 3 });
    expect(memoryOf(foldCard(P, [first, review(8), second]))).toEqual({ stability: 77, difficulty: 3 });
  });

  it('of a truncated log without a baseline starts at the interval the first review gave', () => {
    const state = foldCard(P, [
      review(3, { intervalSeconds: 25 * DAY }),
      review(28, { intervalSeconds: 60 * DAY }),
    ]);
    expect(memoryOf(state)).toEqual(nextMemory(P, memoryFromInterval(P, 25, 2500), 25, 3));
    expect(state.historyComplete).toBe(false);
  });

  it('of a card in learning at import, never given an interval, begins with its next answer', () => {
    const start = baseline(1, {
      phase: 'learning',
      step: 1,
      dueDay: null,
      dueAt: at(1, 500),
      intervalDays: 0,
      ease: 0,
    });
    const imported = foldCard(P, [start]);
    expect(imported).toMatchObject({ phase: 'learning', step: 1, dueAt: at(1, 500), stability: null });
    const answered = foldCard(P, [
      start,
      review(1, { phaseBefore: 'learning', effAt: at(1, 900), intervalSeconds: 2 * DAY }),
    ]);
    expect(memoryOf(answered)).toEqual(nextMemory(P, null, 0, 3));
    expect(answered.introducedDay).toBeNull(); // it was introduced before the import: not a new card of today
  });

  it('of a new card at import is complete from its first answer on', () => {
    const start = baseline(1, { phase: 'new', dueDay: null, intervalDays: 0, reps: 0, lapses: 0 });
    const state = foldCard(P, [start, review(2, { phaseBefore: 'new', intervalSeconds: 3 * DAY })]);
    expect(state).toMatchObject({ historyComplete: true, reps: 1, introducedDay: DAY_ZERO + 2 });
    expect(memoryOf(state)).toEqual(nextMemory(P, null, 0, 3));
  });

  it('counts clocks that went back as the same day', () => {
    const state = foldCard(P, [...COMPLETE_LOG, review(9, { studyDay: DAY_ZERO + 7 })]);
    const { stability, difficulty } = foldCard(P, COMPLETE_LOG);
    expect(memoryOf(state)).toEqual(
      nextMemory(P, { stability: stability ?? NaN, difficulty: difficulty ?? NaN }, 0, 3),
    );
  });

  it('is not reset by learning on two devices at once', () => {
    const other = review(3, { phaseBefore: 'new', intervalSeconds: -600 });
    const state = foldCard(P, [...COMPLETE_LOG.slice(0, 3), other]);
    expect(state.stability).toBeGreaterThan(foldCard(P, [other]).stability ?? NaN);
    expect(state.introducedDay).toBe(DAY_ZERO);
  });
});

describe('due dates are facts', () => {
  it('come from the last review, by the interval it gave', () => {
    expect(foldCard(P, COMPLETE_LOG)).toMatchObject({
      dueDay: DAY_ZERO + 27,
      dueAt: null,
      intervalDays: 19,
      phase: 'review',
    });
    const relearning = review(20, { rating: 1, intervalSeconds: -600 });
    expect(foldCard(P, [...COMPLETE_LOG, relearning])).toMatchObject({
      phase: 'relearning',
      dueDay: null,
      dueAt: at(20, 600_000),
      lapses: 1,
    });
    const dayStep = review(20, { rating: 1, intervalSeconds: -DAY });
    expect(foldCard(P, [...COMPLETE_LOG, dayStep])).toMatchObject({
      phase: 'relearning',
      dueDay: DAY_ZERO + 21,
      dueAt: null,
    });
  });

  it('do not move with new parameters, though the memory does', () => {
    const other = fsrsParameters(P.weights.with(8, 1.2).with(20, 0.3));
    const before = foldCard(P, COMPLETE_LOG);
    const refolded = foldCard(other, COMPLETE_LOG);
    expect(refolded.stability).not.toBe(before.stability);
    expect({ ...refolded, ...memoryOf(before) }).toEqual(before);
  });

  it('come from a later schedule change, and an earlier one does not hold', () => {
    const moved = change(9, { kind: 'postpone', dueDay: DAY_ZERO + 50, intervalDays: 42 });
    expect(foldCard(P, [...COMPLETE_LOG, moved])).toMatchObject({ dueDay: DAY_ZERO + 50, intervalDays: 42 });
    expect(foldCard(P, [...COMPLETE_LOG, moved, review(10)]).dueDay).toBe(DAY_ZERO + 15);
    expect(foldCard(P, [...COMPLETE_LOG, { ...moved, intervalDays: null }]).intervalDays).toBe(19);
  });

  it('set due puts a new card in review; the next answer is still its first', () => {
    const set = foldCard(P, [change(1, { dueDay: DAY_ZERO + 6, intervalDays: 5 })]);
    expect(set).toMatchObject({ phase: 'review', dueDay: DAY_ZERO + 6, intervalDays: 5, stability: null });
    const answered = applyEvent(P, set, review(6));
    expect(memoryOf(answered)).toEqual(nextMemory(P, null, 0, 3));
    expect(answered.historyComplete).toBe(true);
  });

  it('postponing, vacations and rescheduling leave new cards alone', () => {
    for (const kind of ['postpone', 'vacation', 'catch_up', 'reschedule'] as const) {
      expect(foldCard(P, [change(1, { kind, dueDay: DAY_ZERO + 9, intervalDays: 9 })])).toBe(NEW_CARD);
    }
  });

  it('forget makes the card new; memory begins again, the counts stay', () => {
    const forgotten = foldCard(P, [...COMPLETE_LOG, change(9, { kind: 'forget' })]);
    expect(forgotten).toEqual({ ...NEW_CARD, reps: 4 });
    const again = applyEvent(P, forgotten, review(11, { phaseBefore: 'new', rating: 2 }));
    expect(memoryOf(again)).toEqual(nextMemory(P, null, 0, 2));
    expect(again).toMatchObject({ reps: 5, introducedDay: DAY_ZERO + 11, historyComplete: true });
  });

  it('a baseline that says new does as forget does', () => {
    const state = foldCard(P, [
      ...COMPLETE_LOG,
      baseline(9, { phase: 'new', dueDay: null, intervalDays: 0, reps: 0 }),
    ]);
    expect(state).toEqual({ ...NEW_CARD, reps: 4 });
  });

  it('practice that schedules nothing changes nothing', () => {
    const state = foldCard(P, COMPLETE_LOG);
    expect(applyEvent(P, state, review(9, { phaseBefore: 'filtered', intervalSeconds: null }))).toBe(state);
  });

  it('an early review in a filtered deck schedules, and failing it is a lapse', () => {
    const state = foldCard(P, [
      ...COMPLETE_LOG,
      review(9, { phaseBefore: 'filtered', rating: 1, intervalSeconds: -600 }),
    ]);
    expect(state).toMatchObject({ phase: 'relearning', step: 0, lapses: 1, reps: 5 });
  });
});

describe('fold order', () => {
  it('is time, then baselines last, then uid', () => {
    const a = review(1, { uid: uidOf(0x0f) });
    const b = review(1, { uid: uidOf(0xf0) });
    const c = baseline(1, { uid: uidOf(0) });
    const d = review(2, { uid: uidOf(0) });
    expect([d, c, b, a].toSorted(compareEvents)).toEqual([a, b, c, d]);
  });

  it('decides which of two answers of one instant gives the due date', () => {
    const first = review(30, { uid: uidOf(2 ** 41), intervalSeconds: 7 * DAY });
    const second = review(30, { uid: uidOf(2 ** 42), intervalSeconds: 99 * DAY });
    expect(foldCard(P, [...COMPLETE_LOG, second, first]).intervalDays).toBe(99);
    expect(foldCard(P, [...COMPLETE_LOG, first, second]).intervalDays).toBe(99);
  });
});
