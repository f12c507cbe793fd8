import { checkNotEmpty } from '../data/check.ts';
import { logLoss } from '../evaluate/log-loss.ts';
import { foldReviews } from './fold-reviews.ts';
import type { FsrsParameters } from './fsrs-parameters.ts';
import type { TimedReviews } from './interday-rows.ts';

/**
 * Log loss of a memory model on some rows: each is predicted from the answers before it of the same card.
 * @param rows rows to score, interday answers
 * @param grades what the memory learns from instead of the ratings (see `timeGrades`); outcomes stay the ratings
 * @throws DataError `empty`, and what `foldReviews` throws
 */
export function heldOutLoss(
  parameters: FsrsParameters,
  reviews: TimedReviews,
  rows: Int32Array,
  grades: Uint8Array = reviews.ratings,
): number {
  checkNotEmpty('rows', rows);
  const { retrievability } = foldReviews(parameters, { ...reviews, ratings: grades });
  return logLoss(
    Float64Array.from(rows, (row) => (reviews.ratings[row]! > 1 ? 1 : 0)),
    Float64Array.from(rows, (row) => retrievability[row]!),
  );
}
