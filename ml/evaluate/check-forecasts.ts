import { checkBinary, checkNotEmpty, checkProbabilities, checkSameLength } from '../data/check.ts';

/**
 * What every score of probabilities asks of its two columns: as many rows in both, at least one, outcomes 0 or 1,
 * predictions between 0 and 1. Throws `empty`, `length`, `out_of_range` or `not_finite`.
 */
export function checkForecasts(outcomes: ArrayLike<number>, predictions: ArrayLike<number>): void {
  checkNotEmpty('outcomes', outcomes);
  checkSameLength('predictions', predictions, 'outcomes', outcomes);
  checkBinary('outcomes', outcomes);
  checkProbabilities('predictions', predictions);
}
