import { checkAtLeast, checkRange, checkSameLength } from '../data/check.ts';
import { quantileOfSorted } from '../numeric/sample.ts';
import { interdayFlags, type TimedReviews } from './interday-rows.ts';
import type { Rating } from './memory.ts';

/** Answers that a learner recalled in less than `fastMs` were easy for them, in more than `slowMs` hard. */
export interface TimeThresholds {
  readonly fastMs: number;
  readonly slowMs: number;
}

const MIN_ANSWERS = 30;
/** Nobody reads and answers a card in less; what a log says below it is a slip of the finger. */
const SHORTEST_MS = 200;

/** Shares of the recalled answers that come faster than what is fast, and than what is slow. */
export type TimeShares = readonly [fast: number, slow: number];

/** Thirds. */
export const TIME_SHARES: TimeShares = [1 / 3, 2 / 3];

/**
 * Where this learner's own answer times fall into thirds (or other shares), over the recalled interday answers.
 * @throws DataError `too_few` below 30 such answers, `out_of_range` (a negative duration), `length`
 */
export function timeThresholds(
  reviews: TimedReviews,
  [fast, slow]: TimeShares = TIME_SHARES,
): TimeThresholds {
  checkSameLength('durationMs', reviews.durationMs, 'days', reviews.days);
  checkRange('durationMs', reviews.durationMs, 0, Number.MAX_VALUE);
  const flags = interdayFlags(reviews);
  const times = reviews.durationMs.filter((_, row) => flags[row] === 1 && reviews.ratings[row]! > 1).sort();
  checkAtLeast('recalled interday answers', times, MIN_ANSWERS);
  return {
    fastMs: Math.max(SHORTEST_MS, quantileOfSorted(times, fast)),
    slowMs: Math.max(SHORTEST_MS, quantileOfSorted(times, slow)),
  };
}

/**
 * Grades shifted by how unusual the answer time was: a Good that came fast counts as Easy, one that came slowly as
 * Hard. Many learners press only Again and Good; how long recall took says what they did not. Same-day answers keep
 * their grade (what was seen minutes ago always comes fast), and so does what the learner graded Hard or Easy
 * themselves. An answer's own grade and time enter only what is predicted after it.
 *
 * Response time as a measure of strength: Nijboer, van Rijn et al. (SlimStampen), Sense et al. 2016, "An individual's
 * rate of forgetting is stable over time but differs across materials".
 * @returns grades 1 to 4, one for each row
 */
export function timeGrades(reviews: TimedReviews, { fastMs, slowMs }: TimeThresholds): Uint8Array {
  const flags = interdayFlags(reviews);
  return reviews.ratings.map((rating, row) =>
    flags[row] === 1 ? timeGrade(rating as Rating, reviews.durationMs[row]!, { fastMs, slowMs }) : rating,
  );
}

/** The grade of one interday answer (see `timeGrades`). */
export function timeGrade(rating: Rating, durationMs: number, { fastMs, slowMs }: TimeThresholds): Rating {
  if (rating !== 3) return rating;
  const ms = Math.max(SHORTEST_MS, durationMs);
  return ms < fastMs ? 4 : ms > slowMs ? 2 : 3;
}
