import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { orderOf } from '#ml/numeric/order-of.ts';
import type { LearnerFacts } from '../facts/read-learner-facts.ts';

/** Answers of the log in order of time, by what finds them there: card, moment, and place among those of one moment. */
export type ChosenAnswers = {
  /** Local key. */
  readonly card: ArrayLike<number>;
  readonly at: ArrayLike<number>;
  readonly place: ArrayLike<number>;
  /** NaN: nothing was expected. */
  readonly expected: ArrayLike<number>;
  readonly sessions: number;
  readonly studyDays: number;
  /** Whether places count the answers that scheduled their card alone. */
  readonly isScheduled: boolean;
};

const distinct = (rows: readonly number[], column: ArrayLike<number>): number =>
  new Set(rows.map((row) => column[row])).size;

/**
 * Rows of a history as answers of the log. Facts are read card by card in the order of the log, so that answers to one card
 * at one moment stand one after another.
 * @param chosen rows, in any order
 * @param expected of each of them
 */
export const chosenAnswers = (
  { facts, rows }: LearnerFacts,
  history: StruggleHistory,
  chosen: readonly number[],
  expected: readonly number[],
): ChosenAnswers => {
  const { answers } = facts;
  const order = orderOf(answers.shownAt);
  const cardOf = (fact: number): number => rows.cards[answers.card[fact] ?? -1] ?? -1;
  const placeOf = (fact: number): number => {
    let first = fact;
    while (first > 0 && answers.at[first - 1] === answers.at[fact] && cardOf(first - 1) === cardOf(fact))
      first -= 1;
    return fact - first;
  };
  const inTime = chosen
    .map((row, index) => ({ row, expected: expected[index] ?? Number.NaN }))
    .toSorted((a, b) => (history.at[a.row] ?? 0) - (history.at[b.row] ?? 0) || a.row - b.row);
  const factOf = ({ row }: { row: number }): number => order[row] ?? -1;
  return {
    card: Float64Array.from(inTime, (one) => cardOf(factOf(one))),
    at: Float64Array.from(inTime, ({ row }) => history.at[row] ?? 0),
    place: Uint16Array.from(inTime, (one) => placeOf(factOf(one))),
    expected: Float64Array.from(inTime, (one) => one.expected),
    sessions: distinct(chosen, history.session),
    studyDays: distinct(chosen, history.studyDay),
    isScheduled: true,
  };
};
