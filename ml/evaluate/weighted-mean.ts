import { checkRange, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { mean, sum } from '../numeric/sample.ts';

/**
 * Mean of per-row values, each counted as often as its weight says.
 * @param weights not negative, not all zero, as many as values; all 1 where left out
 * @throws DataError `length`, `not_finite`, `out_of_range` for bad weights
 */
export function weightedMean(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  if (weights === undefined) return mean(values);
  checkSameLength('weights', weights, 'values', values);
  checkRange('weights', weights, 0, Number.MAX_VALUE);
  const total = sum(weights);
  if (total === 0) throw new DataError('out_of_range', 'weights', null, 'all weights are zero');
  let weighted = 0;
  for (let row = 0; row < values.length; row += 1) weighted += (values[row] ?? 0) * (weights[row] ?? 0);
  return weighted / total;
}
