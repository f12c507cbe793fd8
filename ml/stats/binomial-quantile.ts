import { checkCount, checkNumber } from '../data/check.ts';
import { incompleteBeta } from '../numeric/special.ts';

/**
 * The least count that a binomial draw stays at or under with probability `share`: what a process of the given rate may be
 * allowed, 67 of 1,000 at .05 and .99.
 * @param share 0 to below 1
 * @param trials whole number, at least 1
 * @param rate 0 to 1
 * @throws DataError `out_of_range`, `not_finite`
 */
export function binomialQuantile(share: number, trials: number, rate: number): number {
  checkNumber('share', share, 0, 1 - Number.EPSILON);
  checkCount('trials', trials, 1);
  checkNumber('rate', rate, 0, 1);
  let low = 0;
  let high = trials;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    // P(count ≤ middle) = I(1 − rate; trials − middle, middle + 1)
    if (incompleteBeta(1 - rate, trials - middle, middle + 1) >= share) high = middle;
    else low = middle + 1;
  }
  return low;
}
