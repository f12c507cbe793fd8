import { checkFinite, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';

/**
 * What learners answered, learner after learner and in order. Items and skills are numbered from 0; those that a model
 * was not trained on are simply unknown to it.
 */
export type Answers = {
  /** Where the rows of each learner begin, and the end: learners + 1. */
  readonly starts: Int32Array;
  readonly items: Int32Array;
  readonly skills: Int32Array;
  /** 1 right, 0 wrong, NOT_ASKED where the item was only shown. */
  readonly outcomes: Uint8Array;
  /** When the item was shown, ms; undefined where only the order is known. */
  readonly shownAt: Float64Array | undefined;
  /** How long the answer took, ms; NaN where not known. Used for later rows only. */
  readonly durations: Float64Array | undefined;
};

/** An item that was shown with its answer: seen, and nothing asked. */
export const NOT_ASKED = 2;

/** Rows that ask something: those that are trained on and predicted. */
export function askedRows({ outcomes }: Answers): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < outcomes.length; row += 1) if (outcomes[row] !== NOT_ASKED) rows.push(row);
  return Int32Array.from(rows);
}

/** The answers of some learners, in the order they are named. */
export function answersOf(answers: Answers, learners: ArrayLike<number>): Answers {
  const starts = [0];
  const rows: number[] = [];
  for (let place = 0; place < learners.length; place += 1) {
    const learner = learners[place]!;
    for (let row = answers.starts[learner]!; row < answers.starts[learner + 1]!; row += 1) rows.push(row);
    starts.push(rows.length);
  }
  return {
    starts: Int32Array.from(starts),
    items: Int32Array.from(rows, (row) => answers.items[row]!),
    skills: Int32Array.from(rows, (row) => answers.skills[row]!),
    outcomes: Uint8Array.from(rows, (row) => answers.outcomes[row]!),
    shownAt: answers.shownAt && Float64Array.from(rows, (row) => answers.shownAt![row]!),
    durations: answers.durations && Float64Array.from(rows, (row) => answers.durations![row]!),
  };
}

/** @throws DataError `length`, `order`, `out_of_range`, `not_finite` */
export function checkAnswers({ starts, items, skills, outcomes, shownAt, durations }: Answers): void {
  if (starts.length < 2 || starts[0] !== 0 || starts.at(-1) !== items.length)
    throw new DataError('length', 'starts', null, 'does not begin at 0 and end with the rows');
  for (let learner = 1; learner < starts.length; learner += 1)
    if (starts[learner]! < starts[learner - 1]!)
      throw new DataError('order', 'starts', learner, 'ends before it begins');
  checkSameLength('skills', skills, 'items', items);
  checkSameLength('outcomes', outcomes, 'items', items);
  if (durations !== undefined) checkSameLength('durations', durations, 'items', items);
  for (let row = 0; row < items.length; row += 1) {
    if (items[row]! < 0 || skills[row]! < 0) throw new DataError('out_of_range', 'items', row, 'is below 0');
    if (outcomes[row]! > NOT_ASKED)
      throw new DataError('out_of_range', 'outcomes', row, `${outcomes[row]} is no outcome`);
  }
  if (shownAt === undefined) return;
  checkSameLength('shownAt', shownAt, 'items', items);
  checkFinite('shownAt', shownAt);
}
