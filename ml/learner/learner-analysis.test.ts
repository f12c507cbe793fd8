import { describe, expect, it } from 'vitest';
import { struggleHistory, type StruggleHistory } from '../knowledge/struggle/history.ts';
import type { StruggleFacts } from '../knowledge/struggle/facts.ts';
import { simulatedFacts } from '../knowledge/struggle/testing.ts';
import { fsrsParameters } from '../memory/fsrs-parameters.ts';
import { circularMean } from './habits.ts';
import { analyseLearner, type LearnerAnalysis } from './learner-analysis.ts';
import { localHour } from '../numeric/local-hour.ts';
import { measuredAnswers, minutesSinceRest, weekdayOf } from './measured-answers.ts';
import { cardMixing } from './within-cards.ts';

const FORMATS = 4;
const historyOf = (facts: StruggleFacts): StruggleHistory => struggleHistory(facts, fsrsParameters());
const analysed = (facts: StruggleFacts, today = 20_200): LearnerAnalysis =>
  analyseLearner(historyOf(facts), { today, formatCount: FORMATS, known: [] });

const everyNumber = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(everyNumber)
      : [];

/** The facts of a learner with some answers left out or made other. */
const withAnswers = (
  facts: StruggleFacts,
  keep: (row: number) => boolean,
  rating?: number,
): StruggleFacts => {
  const rows = Array.from(facts.answers.card.keys()).filter(keep);
  const of = <T extends Int32Array | Float64Array | Int16Array | Uint8Array>(column: T): T =>
    column.filter((_, row) => keep(row)) as T;
  const { answers } = facts;
  return {
    ...facts,
    practiceTests: [],
    exams: [],
    answers: {
      card: of(answers.card),
      shownAt: of(answers.shownAt),
      at: of(answers.at),
      studyDay: of(answers.studyDay),
      utcOffsetMin: of(answers.utcOffsetMin),
      rating: rating === undefined ? of(answers.rating) : new Uint8Array(rows.length).fill(rating),
      phase: of(answers.phase),
      intervalSeconds: of(answers.intervalSeconds),
    },
  };
};

describe('local time', () => {
  it.each([
    { at: Date.UTC(2026, 2, 29, 0, 30), offset: 60, hour: 1.5 },
    { at: Date.UTC(2026, 2, 29, 1, 30), offset: 120, hour: 3.5 },
    { at: Date.UTC(2026, 5, 1, 23, 0), offset: 330, hour: 4.5 },
    { at: Date.UTC(2026, 5, 1, 2, 0), offset: -600, hour: 16 },
    { at: Date.UTC(1969, 11, 31, 23, 0), offset: 0, hour: 23 },
  ])('$at at $offset min is $hour', ({ at, offset, hour }) => {
    expect(localHour(at, offset)).toBeCloseTo(hour, 9);
  });

  it.each([
    { day: 0, weekday: 3 },
    { day: 4, weekday: 0 },
    { day: 20_785, weekday: 5 },
    { day: -1, weekday: 2 },
  ])('study day $day is weekday $weekday', ({ day, weekday }) => {
    expect(weekdayOf(day)).toBe(weekday);
    const named = new Date(day * 86_400_000).getUTCDay();
    expect(weekday).toBe((named + 6) % 7);
  });

  it('has a mean on the circle of the day', () => {
    expect(circularMean([23, 1]).mean).toBeCloseTo(0, 9);
    expect(circularMean([9, 9, 9]).mean).toBeCloseTo(9, 9);
    expect(circularMean([9, 9, 9]).scatter).toBeLessThan(1e-6);
    expect(circularMean([0, 12]).scatter).toBe(12);
    expect(circularMean([])).toEqual({ mean: 0, scatter: 0 });
  });
});

describe('an analysis', () => {
  const facts = simulatedFacts(4, 120);

  it('is the same for the same facts, in whatever order they come', () => {
    const last = facts.answers.card.length - 1;
    const turned = <T extends Int32Array | Float64Array | Int16Array | Uint8Array>(column: T): T =>
      column.slice().reverse() as T;
    expect(analysed(facts)).toEqual(analysed(facts));
    const { answers } = facts;
    const backwards: StruggleFacts = {
      ...facts,
      answers: {
        card: turned(answers.card),
        shownAt: turned(answers.shownAt),
        at: turned(answers.at),
        studyDay: turned(answers.studyDay),
        utcOffsetMin: turned(answers.utcOffsetMin),
        rating: turned(answers.rating),
        phase: turned(answers.phase),
        intervalSeconds: turned(answers.intervalSeconds),
      },
    };
    expect(backwards.answers.card[0]).toBe(answers.card[last]);
    expect(analysed(backwards)).toEqual(analysed(facts));
  });

  it('measures minutes from the start of a session or the last break of five minutes', () => {
    const history = historyOf(facts);
    const minutes = minutesSinceRest(history);
    for (let row = 1; row < history.rows; row += 1) {
      const gap = history.shownAt[row]! - history.at[row - 1]!;
      if (gap >= 300_000) expect(minutes[row]).toBe(0);
      else expect(minutes[row]!).toBeGreaterThanOrEqual(minutes[row - 1]!);
    }
  });

  it('expects of all answers together what came of them', () => {
    const { expected, recalled } = measuredAnswers(historyOf(facts), 0);
    const mean = (column: ArrayLike<number>): number =>
      Array.from(column).reduce((sum, value) => sum + value, 0) / column.length;
    expect(Math.abs(mean(expected) - mean(recalled))).toBeLessThan(0.002);
  });

  it.each([
    { what: 'nothing', keep: () => false, rating: undefined },
    { what: 'one answer', keep: (row: number) => row === 0, rating: undefined },
    { what: 'one card', keep: (row: number) => facts.answers.card[row] === 3, rating: undefined },
    { what: 'all right', keep: () => true, rating: 3 },
    { what: 'all wrong', keep: () => true, rating: 1 },
    { what: 'one day', keep: (row: number) => facts.answers.studyDay[row] === 20_001, rating: undefined },
  ])('of $what has no number that is none, and tells nothing of hours', ({ keep, rating }) => {
    const model = analysed(withAnswers(facts, keep, rating));
    expect(everyNumber(model).filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(model.rhythm.golden).toEqual([]);
    expect(model.found.filter(({ kind }) => kind !== 'FORGETTING_CURVE')).toEqual([]);
  });

  it('long after the last answer measures nothing, and says how long ago it was', () => {
    const model = analysed(facts, 20_000 + 3650);
    expect(model.rhythm.n).toBe(0);
    expect(model.habits).toMatchObject({ studyDays: 0 });
    expect(model.habits!.daysSinceStudied).toBeGreaterThan(3500);
    expect(everyNumber(model).filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});

describe('cards and hours', () => {
  const answers = (hourOf: (card: number, time: number) => number) => {
    const rows = Array.from({ length: 800 }, (_, row) => ({ card: row % 100, time: Math.floor(row / 100) }));
    return {
      table: {
        recalled: rows.map(({ card, time }) => ((card * 7 + time * 3) % 10 > 1 ? 1 : 0)),
        expected: rows.map(() => 0.8),
        session: rows.map(({ time }) => time),
        card: rows.map(({ card }) => card),
      },
      hours: Int32Array.from(rows, ({ card, time }) => hourOf(card, time)),
    };
  };

  it('are mixed where every card comes at every hour, and not at all where each has its own', () => {
    const mixed = answers((card, time) => 8 + ((card + time) % 8));
    expect(cardMixing(mixed.table, mixed.hours)).toBeGreaterThan(0.95);
    const apart = answers((card) => (card < 50 ? 9 : 19));
    expect(cardMixing(apart.table, apart.hours)).toBeCloseTo(0, 9);
    const clusters = answers((card, time) => (card < 50 ? 8 : 18) + (time % 3));
    expect(cardMixing(clusters.table, clusters.hours)).toBeLessThan(0.2);
  });
});
