import { fuzzFactor } from './fuzz.ts';

/** Cards due for review, column by column; position i is one card. */
export interface DueReviews {
  readonly cardIds: Float64Array;
  /** Days; NaN for a card without a memory. */
  readonly stability: Float64Array;
  /** Study day of the last review. */
  readonly lastDay: Int32Array;
}

/**
 * Positions of the due cards in the order to study them: retrievability descending. Under a backlog this order keeps
 * most: a card still likely to be recalled gains most by being seen before it is forgotten, and one long overdue loses
 * little by waiting another day (open-spaced-repetition's simulations of review orders find the same).
 *
 * With one set of parameters retrievability falls strictly with elapsed days / stability, so that quotient is sorted
 * and no power computed. Cards without a memory come last. Ties are broken by a hash of card and study day: the same on
 * every call of a day, another on the next.
 */
export function orderReviews(due: DueReviews, studyDay: number): Uint32Array {
  const { cardIds, stability, lastDay } = due;
  const forgetting = new Float64Array(cardIds.length);
  const tie = new Float64Array(cardIds.length);
  for (let i = 0; i < cardIds.length; i++) {
    const quotient = Math.max(0, studyDay - (lastDay[i] ?? studyDay)) / (stability[i] ?? NaN);
    forgetting[i] = Number.isNaN(quotient) ? Infinity : quotient;
    tie[i] = fuzzFactor(cardIds[i] ?? 0, studyDay);
  }
  return sortedPositions(cardIds.length, (a, b) => {
    const x = forgetting[a] ?? 0;
    const y = forgetting[b] ?? 0;
    return x === y ? (tie[a] ?? 0) - (tie[b] ?? 0) : x < y ? -1 : 1;
  });
}

/** Positions of new cards in the order to introduce them: by their place in the new queue, then by card. */
export function orderNewCards(cardIds: Float64Array, positions: Float64Array): Uint32Array {
  return sortedPositions(cardIds.length, (a, b) => {
    const byPlace = (positions[a] ?? 0) - (positions[b] ?? 0);
    return byPlace === 0 ? (cardIds[a] ?? 0) - (cardIds[b] ?? 0) : byPlace;
  });
}

/**
 * Where new cards stand among reviews: one entry for each card of the session, 1 = the next new card, 0 = the next
 * review. The reviews are cut into one more stretch than there are new cards, of lengths that differ by at most one.
 */
export function interleaveNewCards(reviewCount: number, newCount: number): Uint8Array {
  const plan = new Uint8Array(reviewCount + newCount);
  for (let i = 0; i < newCount; i++) {
    const reviewsBefore = Math.floor(((i + 1) * reviewCount) / (newCount + 1));
    plan[reviewsBefore + i] = 1;
  }
  return plan;
}

function sortedPositions(length: number, compare: (a: number, b: number) => number): Uint32Array {
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  return order.sort(compare);
}
