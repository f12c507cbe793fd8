import { checkCount, checkProbabilities } from '../../data/check.ts';

/**
 * P(X ≥ count) where X counts independent events of unlike probabilities (the Poisson-binomial distribution), by
 * convolution: exact to rounding, n · count steps. With the chances to forget, it tells whether lapses are more than
 * their exposure explains.
 * @param probabilities n chances, 0 to 1
 * @param count 0 or more; 1 is returned for 0, 0 beyond n
 * @throws DataError `not_finite`, `out_of_range`
 */
export function atLeast(probabilities: ArrayLike<number>, count: number): number {
  checkProbabilities('probabilities', probabilities);
  checkCount('count', count, 0);
  if (count === 0) return 1;
  if (count > probabilities.length) return 0;
  // below[k]: chance of exactly k so far, for k < count. What reaches `count` is gathered, so that tails keep their digits.
  const below = new Float64Array(count);
  below[0] = 1;
  let reached = 0;
  for (let event = 0; event < probabilities.length; event += 1) {
    const p = probabilities[event]!;
    reached += below[count - 1]! * p;
    for (let k = count - 1; k > 0; k -= 1) below[k] = below[k]! * (1 - p) + below[k - 1]! * p;
    below[0] = below[0] * (1 - p);
  }
  return Math.min(1, reached);
}
