import { checkCount, checkNumber } from '../data/check.ts';
import { betaQuantile } from '../numeric/special.ts';

/**
 * Exact interval of a share (Clopper and Pearson 1934): covers at least at its level whatever the share is, so that its upper
 * end may be held against a promise.
 * @param count whole number, 0 to trials
 * @param trials whole number, at least 1
 * @param level of the interval, both tails together; each end alone is a bound at (1 + level) / 2
 * @throws DataError `out_of_range`, `not_finite`
 */
export function clopperPearson(count: number, trials: number, level = 0.9): { low: number; high: number } {
  checkCount('trials', trials, 1);
  checkCount('count', count, 0, trials);
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  const tail = (1 - level) / 2;
  return {
    low: count === 0 ? 0 : betaQuantile(tail, count, trials - count + 1),
    high: count === trials ? 1 : betaQuantile(1 - tail, count + 1, trials - count),
  };
}
