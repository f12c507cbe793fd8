import { weightsOf } from '../data/weights.ts';
import { mean, sum } from '../numeric/sample.ts';

/**
 * Mean of per-row values, each counted as often as its weight says.
 * @param weights not negative, not all zero, as many as values; all 1 where left out
 * @throws DataError `length`, `not_finite`, `out_of_range` for bad weights
 */
export function weightedMean(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  if (weights === undefined) return mean(values);
  const checked = weightsOf(weights, 'values', values);
  let weighted = 0;
  for (let row = 0; row < checked.length; row += 1) weighted += (values[row] ?? 0) * (checked[row] ?? 0);
  return weighted / sum(checked);
}
