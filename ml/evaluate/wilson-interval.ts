import { checkCount, checkNumber } from '../data/check.ts';
import { normalQuantile } from '../numeric/special.ts';

/** Two ends of an interval. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * Score interval of a share (Wilson 1927): never outside 0 to 1, of use from one trial on, coverage near its level.
 * @param successes whole number, 0 to trials
 * @param trials whole number, at least 1
 * @param level confidence, from 0 to below 1
 * @throws DataError `out_of_range`, `not_finite`
 */
export function wilsonInterval(successes: number, trials: number, level = 0.9): Interval {
  checkCount('trials', trials, 1);
  checkCount('successes', successes, 0, trials);
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const spread = z * Math.sqrt(z * z + 4 * successes * (1 - share));
  const whole = 2 * (trials + z * z);
  // At 0 and 1 the end is the share itself; computed, it could miss it by rounding.
  return {
    low: successes === 0 ? 0 : (2 * successes + z * z - spread) / whole,
    high: successes === trials ? 1 : (2 * successes + z * z + spread) / whole,
  };
}
