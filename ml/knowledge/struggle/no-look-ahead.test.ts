import { describe, expect, it } from 'vitest';
import { fsrsParameters } from '../../memory/fsrs-parameters.ts';
import { shuffle } from '../../random/distributions.ts';
import { seededRandom } from '../../random/random.ts';
import { advance, newWalk } from './as-of-walk.ts';
import type { AnswerColumns, StruggleFacts, StruggleWindow } from './facts.ts';
import { struggleHistory } from './history.ts';
import { FEATURE_COUNT, STRUGGLE_FEATURES } from './schema.ts';
import { struggleRows } from './struggle-rows.ts';
import { RECALL_COVARIATES } from './tally.ts';
import { simulatedFacts, weekFrom } from './testing.ts';

const parameters = fsrsParameters();
const facts = simulatedFacts(11, 100);
const rows = facts.answers.card.length;

const copyOf = (
  answers: AnswerColumns,
): { -readonly [K in keyof Required<AnswerColumns>]: AnswerColumns[K] & object } => ({
  card: answers.card.slice(),
  shownAt: answers.shownAt.slice(),
  at: answers.at.slice(),
  studyDay: answers.studyDay.slice(),
  utcOffsetMin: answers.utcOffsetMin.slice(),
  rating: answers.rating.slice(),
  phase: answers.phase.slice(),
  intervalSeconds: answers.intervalSeconds.slice(),
  confidence: answers.confidence!.slice(),
});

/** All answers from a moment on dealt out anew: cards, grades, times, intervals, each apart; tests and exams changed too. */
const withShuffledFuture = (from: number, seed: number): StruggleFacts => {
  const random = seededRandom(seed);
  const answers = copyOf(facts.answers);
  const later = Array.from(answers.at.keys()).filter((row) => answers.at[row]! >= from);
  const deal = (column: Int32Array | Uint8Array | Float64Array): void => {
    const values = later.map((row) => column[row]!);
    shuffle(random, values);
    for (const [place, row] of later.entries()) column[row] = values[place]!;
  };
  for (const column of ['card', 'rating', 'phase', 'intervalSeconds', 'confidence'] as const)
    deal(answers[column]);
  for (const row of later) answers.at[row] = Math.max(from, answers.shownAt[row]!) + 1000 * random.unit();
  return {
    ...facts,
    answers,
    practiceTests: facts.practiceTests.map((test) =>
      test.at < from ? test : { ...test, score: random.unit() },
    ),
    exams: facts.exams.map((exam) =>
      exam.knownAt < from ? exam : { ...exam, objectives: [0], studyDay: exam.studyDay - 3 },
    ),
  };
};

/** Names of the features that differ between two sets of facts, and how many rows there were. */
const moved = (
  changed: StruggleFacts,
  windows: readonly StruggleWindow[],
): { names: string[]; rows: number } => {
  const [before, after] = [
    struggleRows(facts, parameters, windows),
    struggleRows(changed, parameters, windows),
  ];
  expect(after.objective).toEqual(before.objective);
  const names = new Set<string>();
  for (const [cell, value] of before.features.entries())
    if (!Object.is(value, after.features[cell])) names.add(STRUGGLE_FEATURES[cell % FEATURE_COUNT]!);
  return { names: [...names], rows: before.objective.length };
};

describe('features at the start of a window', () => {
  it.each([30, 58, 85])('are the same whatever happens from day %i on', (day) => {
    const windows = [weekFrom(day - 21), weekFrom(day - 14), weekFrom(day - 7), weekFrom(day)];
    for (const seed of [1, 2]) {
      const changed = withShuffledFuture(weekFrom(day).asOf, seed);
      expect(changed.answers.card).not.toEqual(facts.answers.card);
      expect(moved(changed, windows)).toEqual({ names: [], rows: 4 * 24 });
    }
  });

  it('are the same whether the future is there or not', () => {
    const { asOf } = weekFrom(58);
    const kept = Array.from({ length: rows }, (_, row) => row).filter((row) => facts.answers.at[row]! < asOf);
    const of = <T extends Int32Array | Float64Array | Uint8Array | Int16Array>(column: T): T =>
      (column.constructor as unknown as { from(values: number[]): T }).from(kept.map((row) => column[row]!));
    const answers = copyOf(facts.answers);
    for (const name of Object.keys(answers) as (keyof typeof answers)[])
      Object.assign(answers, { [name]: of(answers[name]) });
    const changed = { ...facts, answers, practiceTests: facts.practiceTests.filter(({ at }) => at < asOf) };
    expect(moved(changed, [weekFrom(51), weekFrom(58)]).names).toEqual([]);
  });

  it('hang on the past: a shuffle that reaches a month back moves nearly all of them', () => {
    const { names } = moved(withShuffledFuture(weekFrom(45).asOf, 1), [
      weekFrom(61),
      weekFrom(68),
      weekFrom(75),
    ]);
    const known = STRUGGLE_FEATURES.filter((name) => !['load', 'daysToExam'].includes(name));
    expect(names).toEqual(expect.arrayContaining(known));
  });
});

describe('features when a card is shown', () => {
  /** The answer's own grade, time, stamp, interval and confidence replaced; when it was shown stays. */
  const withOwn = (row: number, rating: number, durationMs: number): StruggleFacts => {
    const answers = copyOf(facts.answers);
    answers.rating[row] = rating;
    answers.at[row] = answers.shownAt[row]! + durationMs;
    answers.intervalSeconds[row] = 86_400 * rating;
    answers.confidence[row] = 1 - answers.confidence[row]!;
    return { ...facts, answers };
  };
  const chosen = [0.3, 0.5, 0.7, 0.9].map((share) => Math.floor(share * rows));

  it.each(chosen)('do not know the answer: row %i', (row) => {
    const day = facts.answers.studyDay[row]! - 20_000;
    const windows = [{ ...weekFrom(day), asOf: facts.answers.shownAt[row]! }];
    for (const [rating, durationMs] of [
      [1, 0],
      [4, 500],
      [1, 3_600_000],
    ] as const)
      expect(moved(withOwn(row, rating, durationMs), windows).names).toEqual([]);
  });

  it.each(chosen)('do not know an answer under way: row %i and those shown with it', (row) => {
    const { shownAt, at, studyDay } = facts.answers;
    const judged = struggleHistory(facts, parameters);
    const under = Array.from({ length: 40 }, (_, ahead) => row + ahead).find(
      (ahead) => judged.judged[ahead] === 1,
    )!;
    const windows = [{ ...weekFrom(studyDay[under]! - 20_000), asOf: (shownAt[under]! + at[under]!) / 2 }];
    const flipped = facts.answers.rating[under]! > 1 ? 1 : 3;
    expect(moved(withOwn(under, flipped, at[under]! - shownAt[under]!), windows).names).toEqual([]);
  });

  it('nor do the covariates the recall model learns from, row by row', () => {
    const read = (
      of: StruggleFacts,
    ): { covariates: Float64Array; relativeTime: Float64Array; places: Map<number, number> } => {
      const walk = newWalk(struggleHistory(of, parameters));
      advance(walk, Infinity);
      const places = new Map(
        Array.from(walk.judgedRows, (row, place) => [walk.history.shownAt[row]!, place]),
      );
      return { covariates: walk.covariates, relativeTime: walk.relativeTime, places };
    };
    const before = read(facts);
    const columns = RECALL_COVARIATES.length;
    const judged = Array.from(before.places).filter((_, place) => place % 150 === 100);
    expect(judged.length).toBeGreaterThan(8);
    for (const [shownAt, place] of judged) {
      const row = facts.answers.shownAt.indexOf(shownAt);
      for (const [rating, durationMs] of [
        [1, 0],
        [4, 500],
        [1, 900_000],
      ] as const) {
        const after = read(withOwn(row, rating, durationMs));
        // Up to and with the row itself nothing moves; after it something does, if the outcome is another.
        const end = (place + 1) * columns;
        expect(after.covariates.subarray(0, end)).toEqual(before.covariates.subarray(0, end));
        const flipped = rating > 1 !== facts.answers.rating[row]! > 1;
        if (flipped) expect(after.covariates).not.toEqual(before.covariates);
      }
    }
  });
});
