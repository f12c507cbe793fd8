import { checkNotEmpty, checkRange, checkSameLength } from './check.ts';
import { DataError } from './data-error.ts';

/** What weights may add up to: their sums, and the sums of what they weigh, stay within single precision. */
const MOST_WEIGHT = 1e30;

/**
 * Weights of rows as a column of their own, all 1 where none are given.
 * @param other name of the column they weigh, `expected` that column
 * @param low the least a weight may be: 0, or Number.MIN_VALUE where a row of no weight has no meaning
 * @throws DataError `length`, `not_finite`, `out_of_range` (one is below `low`, all are 0, or together they are beyond 1e30)
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
  const total = copy.reduce((sum, weight) => sum + weight, 0);
  if (total > MOST_WEIGHT)
    throw new DataError('out_of_range', 'weights', null, `add up to ${total}, at most ${MOST_WEIGHT}`);
  return copy;
}

/**
 * Throws `one_class` where the outcomes of all rows that have weight are the same, for what needs both.
 * @param targets each 0 or 1
 */
export function checkBothWeighted(targets: ArrayLike<number>, weights: ArrayLike<number>): void {
  checkNotEmpty('targets', targets);
  let first: number | undefined;
  for (let row = 0; row < targets.length; row += 1) {
    if (weights[row] === 0) continue;
    first ??= targets[row];
    if (targets[row] !== first) return;
  }
  throw new DataError(
    'one_class',
    'targets',
    null,
    `every outcome that has weight is ${first}; both are needed`,
  );
}
