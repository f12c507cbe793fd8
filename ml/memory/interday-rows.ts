import { checkFinite, checkSameLength } from '../data/check.ts';
import type { ReviewColumns } from './fold-reviews.ts';

/** Review columns with the moment and the length of each answer. */
export interface TimedReviews extends ReviewColumns {
  /** The moment of the answer, UTC ms. */
  readonly at: Float64Array;
  readonly durationMs: Float64Array;
}

/** Whether a row is an answer on a later study day than the one before it of the same card: a test of memory. */
export function interdayFlags({ starts, days }: ReviewColumns): Uint8Array {
  const flags = new Uint8Array(days.length);
  for (let card = 0; card + 1 < starts.length; card += 1) {
    for (let row = starts[card]! + 1; row < starts[card + 1]!; row += 1) {
      flags[row] = days[row]! > days[row - 1]! ? 1 : 0;
    }
  }
  return flags;
}

/**
 * The interday answers in the order they were given: the rows on which a memory model is scored. A first answer has
 * nothing to forget, and one on the same day tells of minutes, not of days.
 * @throws DataError `length`, `not_finite` (at)
 */
export function interdayRows(reviews: TimedReviews): Int32Array {
  checkSameLength('at', reviews.at, 'days', reviews.days);
  checkFinite('at', reviews.at);
  const flags = interdayFlags(reviews);
  const rows: number[] = [];
  for (let row = 0; row < flags.length; row += 1) if (flags[row] === 1) rows.push(row);
  return Int32Array.from(rows).sort((a, b) => reviews.at[a]! - reviews.at[b]! || a - b);
}
