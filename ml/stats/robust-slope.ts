import {
  checkAtLeast,
  checkCount,
  checkFinite,
  checkNotConstant,
  checkNumber,
  checkSameLength,
} from '../data/check.ts';
import { median, quantileOfSorted, sorted } from '../numeric/sample.ts';
import { clamp, normalQuantile } from '../numeric/special.ts';
import { uniformInteger } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';

export interface RobustSlopeOptions {
  /** Of the interval; default 0.9. */
  level?: number;
  /** Rows up to which every pair is taken; default 1000. Above, some half a million pairs are drawn. */
  exactRows?: number;
}

export interface RobustSlope {
  slope: number;
  low: number;
  high: number;
  /** Median of y less slope · median of x. */
  intercept: number;
  /** Every pair was taken. */
  isExact: boolean;
}

/** Slopes of as many pairs as a thousand rows have; their median is then off by .0007 of its rank, one in 1,400. */
const PAIRS = 500_000;

/**
 * Theil–Sen slope: the median of the slopes of all pairs of rows, with the interval of Sen (1968, equation 2.6) that asks for
 * no distribution; up to 29 % of the rows may be anywhere. Equal to scipy's theilslopes while all pairs are taken. From a
 * sample of pairs the interval is the wider by what the sample adds.
 * @param x n rows, at least 3
 * @param y n rows
 * @param random moved by one fork; used above `exactRows` only
 * @throws DataError `too_few`, `length`, `not_finite`, `constant` (x), `out_of_range` (options)
 */
export function robustSlope(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  random: Random,
  options: RobustSlopeOptions = {},
): RobustSlope {
  const { level = 0.9, exactRows = 1000 } = options;
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  checkCount('exactRows', exactRows, 2, 5000);
  checkAtLeast('x', x, 3);
  checkSameLength('y', y, 'x', x);
  checkFinite('x', x);
  checkFinite('y', y);
  checkNotConstant('x', x);
  const draws = random.fork();
  const isExact = x.length <= exactRows;
  const slopes = isExact ? slopesOfPairs(x, y) : slopesOfSample(x, y, draws);
  const slope = quantileOfSorted(slopes, 0.5);
  return {
    slope,
    ...(isExact ? interval(slopes, x, y, level) : sampleInterval(slopes, x, y, level)),
    intercept: median(y) - slope * median(x),
    isExact,
  };
}

/** Of every pair whose x differ, sorted. */
function slopesOfPairs(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const slopes = new Float64Array((x.length * (x.length - 1)) / 2);
  let count = 0;
  for (let one = 1; one < x.length; one += 1) {
    for (let other = 0; other < one; other += 1) {
      const run = x[one]! - x[other]!;
      if (run === 0) continue;
      slopes[count] = (y[one]! - y[other]!) / run;
      count += 1;
    }
  }
  return slopes.subarray(0, count).sort();
}

/** Of pairs drawn with replacement, those whose x are equal drawn again as long as there is hope; sorted. */
function slopesOfSample(x: ArrayLike<number>, y: ArrayLike<number>, random: Random): Float64Array {
  const slopes = new Float64Array(PAIRS);
  let count = 0;
  for (let draw = 0; count < PAIRS && (draw < 10 * PAIRS || count === 0); draw += 1) {
    const one = uniformInteger(random, 0, x.length - 1);
    const other = uniformInteger(random, 0, x.length - 1);
    const run = x[one]! - x[other]!;
    if (run === 0) continue;
    slopes[count] = (y[one]! - y[other]!) / run;
    count += 1;
  }
  return slopes.subarray(0, count).sort();
}

/** Standard deviation of Kendall's S, the pairs that rise less those that fall, when y has no trend. */
function deviationOfKendall(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const ties = (ordered: Float64Array): number => {
    let total = 0;
    for (let from = 0, to = 0; from < ordered.length; from = to) {
      while (to < ordered.length && ordered[to] === ordered[from]) to += 1;
      total += permuted(to - from);
    }
    return total;
  };
  const permuted = (n: number): number => n * (n - 1) * (2 * n + 5);
  return Math.sqrt(Math.max(0, permuted(x.length) - ties(sorted(x)) - ties(sorted(y))) / 18);
}

function interval(
  slopes: Float64Array,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level: number,
): { low: number; high: number } {
  const reach = normalQuantile((1 + level) / 2) * deviationOfKendall(x, y);
  const last = slopes.length - 1;
  return {
    low: slopes[Math.max(0, Math.round((slopes.length - reach) / 2) - 1)]!,
    high: slopes[Math.min(last, Math.round((slopes.length + reach) / 2))]!,
  };
}

/** The same shares of the slopes; the share below a slope among drawn pairs has a variance of its own, a quarter a pair. */
function sampleInterval(
  slopes: Float64Array,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level: number,
): { low: number; high: number } {
  const z = normalQuantile((1 + level) / 2);
  const pairs = (x.length * (x.length - 1)) / 2;
  const reach = z * Math.hypot(deviationOfKendall(x, y) / (2 * pairs), 0.5 / Math.sqrt(slopes.length));
  return {
    low: quantileOfSorted(slopes, clamp(0.5 - reach, 0, 1)),
    high: quantileOfSorted(slopes, clamp(0.5 + reach, 0, 1)),
  };
}
