import type { TimedReviews } from './interday-rows.ts';

/** The reviews given before a moment (UTC ms), every card kept: what was known then. */
export function reviewsBefore(reviews: TimedReviews, moment: number): TimedReviews {
  const starts = new Int32Array(reviews.starts.length);
  const kept: number[] = [];
  for (let card = 0; card + 1 < starts.length; card += 1) {
    for (let row = reviews.starts[card]!; row < reviews.starts[card + 1]!; row += 1) {
      if (reviews.at[row]! < moment) kept.push(row);
    }
    starts[card + 1] = kept.length;
  }
  return {
    starts,
    days: Int32Array.from(kept, (row) => reviews.days[row]!),
    ratings: Uint8Array.from(kept, (row) => reviews.ratings[row]!),
    at: Float64Array.from(kept, (row) => reviews.at[row]!),
    durationMs: Float64Array.from(kept, (row) => reviews.durationMs[row]!),
  };
}
