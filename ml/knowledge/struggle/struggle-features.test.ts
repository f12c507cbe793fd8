import { describe, expect, it } from 'vitest';
import { DataError } from '../../data/data-error.ts';
import { foldReviews } from '../../memory/fold-reviews.ts';
import { fsrsParameters } from '../../memory/fsrs-parameters.ts';
import type { StruggleFacts } from './facts.ts';
import { struggleHistory } from './history.ts';
import { featureValues, FEATURE_COUNT, type StruggleFeatureValues } from './schema.ts';
import { struggleRows } from './struggle-rows.ts';
import { simulatedFacts, weekFrom } from './testing.ts';
import { windowLabel } from './window-label.ts';

const parameters = fsrsParameters();
const dayMs = 86_400_000;
const day0 = 20_000;

type Given = {
  card: number;
  day: number;
  hour?: number;
  rating: number;
  seconds?: number;
  interval?: number;
  phase?: number;
};

/** Two objectives of one topic, the second needs the first; cards 0 and 1 of the first, 2 and 3 of the second. */
const factsOf = (given: readonly Given[], more: Partial<StruggleFacts> = {}): StruggleFacts => {
  const shownAt = given.map(({ day, hour = 12 }) => (day0 + day) * dayMs + hour * 3_600_000);
  return {
    answers: {
      card: Int32Array.from(given, ({ card }) => card),
      shownAt: Float64Array.from(shownAt),
      at: Float64Array.from(given, ({ seconds = 5 }, row) => shownAt[row]! + 1000 * seconds),
      studyDay: Int32Array.from(given, ({ day }) => day0 + day),
      utcOffsetMin: new Int16Array(given.length),
      rating: Uint8Array.from(given, ({ rating }) => rating),
      phase: Uint8Array.from(given, ({ phase = 2 }) => phase),
      intervalSeconds: Float64Array.from(given, ({ interval = 3 }) => interval * 86_400),
    },
    cards: { objective: Int32Array.of(0, 0, 1, 1), format: new Uint8Array(4) },
    objectives: { topic: Int32Array.of(0, 0), prerequisites: [[], [0]] },
    practiceTests: [],
    exams: [],
    ...more,
  };
};

const valuesOf = (facts: StruggleFacts, day: number, objective: number): StruggleFeatureValues => {
  const { features, objective: of } = struggleRows(facts, parameters, [weekFrom(day)]);
  return featureValues(features, of.indexOf(objective) * FEATURE_COUNT);
};

const first = (card: number, rating: number, hour: number): Given => ({
  card,
  day: 0,
  hour,
  rating,
  phase: 0,
  interval: 2,
});
const story: Given[] = [
  first(0, 3, 10),
  first(1, 1, 11),
  first(2, 3, 12),
  { card: 0, day: 2, hour: 10, rating: 3 },
  { card: 1, day: 2, hour: 10.1, rating: 1, interval: 1 },
  { card: 1, day: 2, hour: 10.2, rating: 3, phase: 3, interval: 1 },
  { card: 2, day: 2, hour: 10.3, rating: 3 },
  { card: 1, day: 3, hour: 10, rating: 3 },
  { card: 0, day: 5, hour: 10, rating: 1 },
];

describe('a history', () => {
  it('has the retrievability of the memory model, for answers on a later day only', () => {
    const history = struggleHistory(factsOf(story), parameters);
    const folded = foldReviews(parameters, {
      starts: Int32Array.of(0, 4),
      days: Int32Array.of(0, 2, 2, 3),
      ratings: Uint8Array.of(1, 1, 3, 3),
    });
    expect([...history.judged]).toEqual([0, 0, 0, 1, 1, 0, 1, 1, 1]);
    expect(history.retrievability[4]).toBe(folded.retrievability[1]);
    expect(history.retrievability[7]).toBe(folded.retrievability[3]);
    expect(history.retrievability[5]).toBeNaN();
    expect(history.stability[7]).toBe(folded.stability[3]);
  });

  it('is the same in whatever order the answers come', () => {
    const turned = factsOf(story.toReversed());
    expect(struggleHistory(turned, parameters).retrievability).toEqual(
      struggleHistory(factsOf(story), parameters).retrievability,
    );
  });

  it.each([
    { change: { rating: 5 }, column: 'rating' },
    { change: { card: 4 }, column: 'card' },
    { change: { seconds: -1 }, column: 'at' },
    { change: { phase: 7 }, column: 'phase' },
  ])('refuses $change', ({ change, column }) => {
    const bad = factsOf(story.map((given, row) => (row === 3 ? { ...given, ...change } : given)));
    expect(() => struggleHistory(bad, parameters)).toThrow(
      expect.objectContaining({ name: 'DataError', column, row: 3 }),
    );
  });

  it('labels a window by its judged answers', () => {
    const history = struggleHistory(factsOf(story), parameters);
    expect(windowLabel(history, 0, day0 + 2, 2)).toMatchObject({
      answers: 3,
      lapses: 1,
      outcome: 'NOT_STUDIED',
    });
    expect(windowLabel(history, 0, day0 + 2, 7)).toMatchObject({ answers: 4, lapses: 2 });
    expect(windowLabel(history, 1, day0, 7).answers).toBe(1);
  });
});

describe('features', () => {
  it('are what the answers before them say', () => {
    const values = valuesOf(factsOf(story), 7, 0);
    // Judged: pass, fail, pass, fail.
    expect(values.retention).toBe(0.5);
    // Of the four in review two were lapses.
    expect(values.lapseRate).toBe(0.5);
    // The last session was on day 5 and had one fail.
    expect(values.sessionPerformance).toBe(0);
    expect(values.topicRetention).toBe(1);
    expect(values.daysSinceStudied).toBe(2);
    const history = struggleHistory(factsOf(story), parameters);
    const residual = [3, 4, 7, 8].reduce(
      (sum, row) => sum + history.recalled[row]! - history.retrievability[row]!,
      0,
    );
    expect(values.residual).toBeCloseTo(residual / 24, 12);
    expect(values.complexity).toBeCloseTo((history.difficulty[7]! + history.difficulty[8]! - 2) / 18, 12);
    // One of two first sights here, two of three of the learner (and one each way for nothing known).
    expect(values.firstSights).toBeCloseTo((1 - 2 * (3 / 5)) / 8, 12);
    expect(values.load).toBe(0.4);
  });

  it('of prerequisites say how much of them is weak, and how far from .9', () => {
    const values = valuesOf(factsOf(story), 7, 1);
    expect(values.weakPrerequisiteShare).toBe(1);
    expect(values.prerequisiteGap).toBeCloseTo(0.4, 12);
    expect(valuesOf(factsOf(story), 7, 0).weakPrerequisiteShare).toBeNaN();
  });

  it('forget after 30 days, but not when it was studied', () => {
    const values = valuesOf(factsOf(story), 40, 0);
    expect(values.retention).toBeNaN();
    expect(values.daysSinceStudied).toBe(35);
  });

  it('are missing before there is anything, and never a value in their place', () => {
    const values = valuesOf(factsOf(story), 0, 0);
    const known = Object.entries(values).filter(([, value]) => !Number.isNaN(value));
    // What is known without an answer: the load given, the forecast's count, formats and the learner's nothing.
    expect(known.map(([name]) => name).sort()).toEqual(['expectedAnswers', 'formatEffect', 'load']);
    expect(values.expectedAnswers).toBe(0);
  });

  it('know of tests and exams once they are known', () => {
    const at = (day: number): number => (day0 + day) * dayMs;
    const more = {
      practiceTests: [
        { objective: 0, at: at(1), studyDay: day0 + 1, score: 0.4 },
        { objective: 0, at: at(4), studyDay: day0 + 4, score: 0.8 },
        { objective: 0, at: at(9), studyDay: day0 + 9, score: 0.1 },
      ],
      exams: [
        { knownAt: at(3), studyDay: day0 + 20, objectives: [0] },
        { knownAt: at(8), studyDay: day0 + 10, objectives: null },
        { knownAt: at(1), studyDay: day0 + 5, objectives: null },
      ],
    };
    expect(valuesOf(factsOf(story, more), 7, 0)).toMatchObject({ assessmentScore: 0.8, daysToExam: 13 });
    expect(valuesOf(factsOf(story, more), 10, 0)).toMatchObject({ assessmentScore: 0.1, daysToExam: 0 });
    expect(valuesOf(factsOf(story, more), 7, 1).daysToExam).toBeNaN();
  });

  it('remember only windows that are over', () => {
    const facts = simulatedFacts(4, 80);
    const weeks = [21, 28, 35, 42, 49, 56].map(weekFrom);
    const rows = struggleRows(facts, parameters, weeks);
    const history = struggleHistory(facts, parameters);
    let compared = 0;
    for (const [row, objective] of rows.objective.entries()) {
      const outcomes = weeks
        .slice(0, rows.window[row])
        .map(({ fromDay, days }) => windowLabel(history, objective, fromDay, days).outcome)
        .filter((outcome) => outcome !== 'NOT_STUDIED');
      const expected = outcomes.filter((outcome) => outcome === 'STRUGGLED').length / outcomes.length;
      expect(featureValues(rows.features, row * FEATURE_COUNT).ownStruggle).toBe(expected);
      if (outcomes.length > 0) compared += 1;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('come for the windows in their order', () => {
    const windows = [weekFrom(9), weekFrom(8)];
    expect(() => struggleRows(factsOf(story), parameters, windows)).toThrow(DataError);
    expect(() => struggleRows(factsOf(story), parameters, [{ ...weekFrom(9), days: 31 }])).toThrow(/days/);
  });
});

describe('the forecast', () => {
  const cards = 30;
  const many = (fails: number): StruggleFacts => {
    const given: Given[] = [];
    for (let card = 0; card < cards; card += 1) {
      given.push({ card, day: 0, hour: 10 + card / 60, rating: 3, phase: 0, interval: 2 });
      given.push({
        card,
        day: 2,
        hour: 10 + card / 60,
        rating: card < fails ? 1 : 3,
        interval: card < fails ? 1 : 8,
      });
      if (card < fails) given.push({ card, day: 2, hour: 11 + card / 60, rating: 3, phase: 3, interval: 1 });
    }
    return {
      ...factsOf(given),
      cards: { objective: new Int32Array(cards), format: new Uint8Array(cards) },
      objectives: { topic: Int32Array.of(0), prerequisites: [[]] },
    };
  };

  it('counts the cards that come, a forgotten one sooner', () => {
    // Due on day 10: beyond the week from day 3, within the one from day 5.
    expect(valuesOf(many(0), 3, 0).expectedAnswers).toBe(0);
    expect(valuesOf(many(0), 3, 0).expectedStruggle).toBeNaN();
    // Of ten forgotten cards each comes on day 3 and, its stability being about a day, some times more.
    const some = valuesOf(many(10), 3, 0).expectedAnswers;
    expect(some).toBeGreaterThan(20);
    expect(some).toBeLessThan(50);
    const all = valuesOf(many(0), 5, 0);
    // On the last two days of it the learner may not study at all.
    expect(all.expectedAnswers).toBeGreaterThan(24);
    expect(all.expectedAnswers).toBeLessThan(30);
    expect(all.dueRetrievability).toBeGreaterThan(0.8);
  });

  it('fears more after more fails', () => {
    const feared = [0, 3, 8, 15].map((fails) => valuesOf(many(fails), 5, 0).expectedStruggle);
    expect(feared).toEqual(feared.toSorted((a, b) => a - b));
    expect(feared[3]! - feared[0]!).toBeGreaterThan(3);
  });
});
