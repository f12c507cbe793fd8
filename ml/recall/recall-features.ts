import type { FoldedReviews } from '../memory/fold-reviews.ts';
import { interdayFlags, type TimedReviews } from '../memory/interday-rows.ts';
import { orderOf } from '../numeric/order-of.ts';
import { logit } from '../numeric/special.ts';
import { CardMemory } from './card-memory.ts';
import { RecentAnswers } from './recent-answers.ts';

/** Features of interday answers, a column for each name, and what the memory model said of them. */
export type RecallFeatures = {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  /** Log-odds of recall by the memory model: what the features add to. */
  readonly offsets: Float64Array;
};

const SUREST = 1e-4;

/**
 * Describes interday answers by what was known when their cards were *shown* (answer stamp minus duration): of other
 * answers only those given before that moment. The row's own rating, duration and stamp reach nothing of it.
 * @param reviews all reviews of a learner; `days` must be the study day on which a card was shown
 * @param folded what the memory model knew at each of them
 * @param rows the interday answers to describe
 */
export function recallFeatures(
  reviews: TimedReviews,
  folded: FoldedReviews,
  rows: Int32Array,
): RecallFeatures {
  const { at, durationMs, starts, days } = reviews;
  const count = at.length;
  const isInterday = interdayFlags(reviews);
  const cardOf = new Int32Array(count);
  for (let card = 0; card + 1 < starts.length; card += 1) cardOf.fill(card, starts[card], starts[card + 1]);
  const shownAt = at.map((moment, row) => moment - Math.max(0, durationMs[row]!));
  const place = new Int32Array(count).fill(-1);
  for (const [index, row] of rows.entries()) place[row] = index;
  const recent = new RecentAnswers();
  const cards = new CardMemory(starts.length - 1);
  const names = [...recent.names, ...cards.names];
  const columns = names.map(() => new Float64Array(rows.length));
  const offsets = new Float64Array(rows.length);
  const values = new Float64Array(names.length);
  // Answers in the order they were given, and rows in the order they were shown.
  const answers = orderOf(at);
  let next = 0;
  for (const row of orderOf(shownAt)) {
    const target = place[row]!;
    if (target < 0) continue;
    // Every answer that was there when this card came, and none at the same moment or later.
    for (; next < count && at[answers[next]!]! < shownAt[row]!; next += 1) {
      const answer = answers[next]!;
      const recalled = reviews.ratings[answer]! > 1 ? 1 : 0;
      const known = {
        card: cardOf[answer]!,
        at: at[answer]!,
        day: days[answer]!,
        rating: reviews.ratings[answer]!,
        durationMs: durationMs[answer]!,
        residual: isInterday[answer] === 1 ? recalled - folded.retrievability[answer]! : Number.NaN,
        stability: folded.stability[answer]!,
        difficulty: folded.difficulty[answer]!,
      };
      cards.learn(known, recent.usualLogDuration);
      recent.learn(known);
    }
    const score = logit(folded.retrievability[row]!, SUREST);
    recent.write(shownAt[row]!, days[row]!, values, 0);
    cards.write(cardOf[row]!, days[row]!, score, values, recent.names.length);
    for (let column = 0; column < columns.length; column += 1) columns[column]![target] = values[column]!;
    offsets[target] = score;
  }
  return { names, columns, offsets };
}
