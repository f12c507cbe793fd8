import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldReviews } from '../memory/fold-reviews.ts';
import { fsrsParameters } from '../memory/fsrs-parameters.ts';
import { interdayRows, type TimedReviews } from '../memory/interday-rows.ts';
import { reviewsOf } from '../memory/testing.ts';
import { foldedAsOf } from './folded-as-of.ts';
import { recallFeatures } from './recall-features.ts';

const parameters = fsrsParameters();
const reviews = reviewsOf(parameters, { cards: 40, answers: 9, seed: 4 });
const rows = interdayRows(reviews);
/** `days` are those of the showing: what is changed in a row's own answer leaves them. */
const describeRow = (changed: TimedReviews, row: number): number[] => {
  const { columns, offsets } = recallFeatures(changed, foldReviews(parameters, changed), rows);
  const place = rows.indexOf(row);
  return [offsets[place]!, ...columns.map((column) => column[place]!)];
};
const copyOf = (of: TimedReviews) => ({
  ...of,
  at: of.at.slice(),
  ratings: of.ratings.slice(),
  durationMs: of.durationMs.slice(),
});
const anyRow = fc.constantFrom(...rows);

describe('features of recall', () => {
  it('do not move with the rating, the duration and the stamp of their own row', () => {
    fc.assert(
      fc.property(
        anyRow,
        fc.constantFrom(1, 2, 3, 4),
        fc.integer({ min: 0, max: 60_000 }),
        (row, rating, duration) => {
          const shownAt = reviews.at[row]! - reviews.durationMs[row]!;
          const changed = copyOf(reviews);
          changed.ratings[row] = rating;
          changed.durationMs[row] = duration;
          changed.at[row] = shownAt + duration;
          expect(describeRow(changed, row)).toEqual(describeRow(reviews, row));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('do not move with anything answered later', () => {
    fc.assert(
      fc.property(anyRow, fc.integer({ min: 1, max: 4 }), (row, rating) => {
        const shownAt = reviews.at[row]! - reviews.durationMs[row]!;
        const changed = copyOf(reviews);
        for (let other = 0; other < changed.at.length; other += 1) {
          if (reviews.at[other]! < shownAt) continue;
          changed.ratings[other] = rating;
          changed.durationMs[other] = 1;
        }
        // The row itself is shown when it was.
        changed.durationMs[row] = reviews.durationMs[row]!;
        expect(describeRow(changed, row)).toEqual(describeRow(reviews, row));
      }),
      { numRuns: 60 },
    );
  });

  it('do move with what was answered before', () => {
    const row = rows.at(-1)!;
    const changed = copyOf(reviews);
    changed.ratings.fill(1, 0, 200);
    expect(describeRow(changed, row)).not.toEqual(describeRow(reviews, row));
  });

  it('use the parameters that were in force when a card was shown', () => {
    const [early, late] = [0.5, 1.5].map((factor) =>
      foldReviews(
        fsrsParameters(
          [...parameters.weights].map((weight, place) => (place < 4 ? weight * factor : weight)),
        ),
        reviews,
      ),
    );
    const middle = reviews.at[rows[Math.floor(rows.length / 2)]!]!;
    const folded = foldedAsOf(reviews, [
      { from: -Infinity, folded: early! },
      { from: middle, folded: late! },
    ]);
    for (const row of rows) {
      const isLate = reviews.at[row]! - reviews.durationMs[row]! >= middle;
      expect(folded.retrievability[row]).toBe((isLate ? late! : early!).retrievability[row]);
    }
  });
});
