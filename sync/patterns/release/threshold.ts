import { upperTail } from '../noise/privacy-terms.ts';
import { toNumber, type Rational } from '../rational.ts';

/**
 * The least noisy count that is answered: one that `tooFew` students, each with a message in every week, reach with less
 * than the given chance.
 */
export function leastCount(tooFew: number, weeks: number, variance: Rational, passes: number): number {
  const most = tooFew * weeks;
  let low = 0;
  let high = Math.ceil(10 * Math.sqrt(toNumber(variance))) + 2;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (upperTail(variance, middle) < passes) high = middle;
    else low = middle;
  }
  return most + high;
}
