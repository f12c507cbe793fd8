import type { ReviewFactColumns } from './world.ts';

/** The reviews of a world grouped by card, as a fold reads them. */
export interface ReviewsByCard {
  /** cards + 1 boundaries: the reviews of card c are at positions starts[c] … starts[c + 1] − 1. */
  readonly starts: Int32Array;
  /** Position → row of the columns in the order of time. */
  readonly rows: Uint32Array;
  /** Study days and ratings by position. */
  readonly days: Int32Array;
  readonly ratings: Uint8Array;
}

/**
 * Groups reviews by card, keeping the order of time within each; what `foldReviews` takes.
 * @param reviews in the order of time
 * @param cards number of cards; every review's card is below it
 */
export function reviewsByCard(reviews: ReviewFactColumns, cards: number): ReviewsByCard {
  const count = reviews.card.length;
  const starts = new Int32Array(cards + 1);
  for (let row = 0; row < count; row += 1) starts[reviews.card[row]! + 1]! += 1;
  for (let card = 0; card < cards; card += 1) starts[card + 1]! += starts[card]!;
  const next = starts.slice(0, cards);
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) rows[next[reviews.card[row]!]!++] = row;
  const days = new Int32Array(count);
  const ratings = new Uint8Array(count);
  for (let position = 0; position < count; position += 1) {
    days[position] = reviews.studyDay[rows[position]!]!;
    ratings[position] = reviews.rating[rows[position]!]!;
  }
  return { starts, rows, days, ratings };
}
