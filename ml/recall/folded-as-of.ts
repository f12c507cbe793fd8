import { DataError } from '../data/data-error.ts';
import type { FoldedReviews } from '../memory/fold-reviews.ts';
import type { TimedReviews } from '../memory/interday-rows.ts';

/** Histories folded with parameters that were in force from a moment on (UTC ms). */
export type FoldedFrom = { readonly from: number; readonly folded: FoldedReviews };

/**
 * What memory said at every answer by the parameters that were in force *when its card was shown*: those fitted to the
 * answers before. Parameters that have seen an answer find it less surprising than it was, and a model that learns from
 * such surprises trusts them too little.
 * @param folds ascending by `from`; the first holds for all that is before
 * @throws DataError `empty`, `order`
 */
export function foldedAsOf({ at, durationMs }: TimedReviews, folds: readonly FoldedFrom[]): FoldedReviews {
  if (folds.length === 0) throw new DataError('empty', 'folds', null, 'needs at least one');
  for (let place = 1; place < folds.length; place += 1)
    if (folds[place]!.from < folds[place - 1]!.from)
      throw new DataError('order', 'folds', place, 'begins before the one before it');
  const inForce = (moment: number): FoldedReviews => {
    let place = 0;
    while (place + 1 < folds.length && folds[place + 1]!.from <= moment) place += 1;
    return folds[place]!.folded;
  };
  const result = {
    retrievability: new Float64Array(at.length),
    stability: new Float64Array(at.length),
    difficulty: new Float64Array(at.length),
  };
  for (let row = 0; row < at.length; row += 1) {
    const folded = inForce(at[row]! - Math.max(0, durationMs[row]!));
    result.retrievability[row] = folded.retrievability[row]!;
    result.stability[row] = folded.stability[row]!;
    result.difficulty[row] = folded.difficulty[row]!;
  }
  return result;
}
