import { checkRange, checkSameLength } from './check.ts';
import { DataError } from './data-error.ts';

/**
 * Weights of rows as a column of their own, all 1 where none are given.
 * @param other name of the column they weigh, `expected` that column
 * @param low the least a weight may be: 0, or Number.MIN_VALUE where a row of no weight has no meaning
 * @throws DataError `length`, `not_finite`, `out_of_range` (one is below `low`, or all are 0)
 */
export function weightsOf(
  weights: ArrayLike<number> | undefined,
  other: string,
  expected: ArrayLike<unknown>,
  low = 0,
): Float64Array {
  if (weights === undefined) return new Float64Array(expected.length).fill(1);
  checkSameLength('weights', weights, other, expected);
  checkRange('weights', weights, low, Number.MAX_VALUE);
  const copy = Float64Array.from(weights);
  if (copy.length > 0 && copy.every((weight) => weight === 0))
    throw new DataError('out_of_range', 'weights', null, 'all weights are zero');
  return copy;
}
