import { checkNotEmpty, checkNumber } from '../data/check.ts';
import { mean, quantileOfSorted, sorted } from '../numeric/sample.ts';
import { clamp, normalCdf, normalQuantile } from '../numeric/special.ts';
import type { Interval } from './wilson-interval.ts';

/**
 * The middle share of bootstrap replicates (Efron and Tibshirani 1993, chapter 13).
 * @param replicates of the statistic, in any order
 * @param level share between the ends, 0 to 1
 * @throws DataError `empty`, `out_of_range`, `not_finite` (the level)
 */
export function percentileInterval(replicates: ArrayLike<number>, level: number): Interval {
  checkNotEmpty('replicates', replicates);
  checkNumber('level', level, 0, 1);
  const ordered = sorted(replicates);
  return {
    low: quantileOfSorted(ordered, (1 - level) / 2),
    high: quantileOfSorted(ordered, (1 + level) / 2),
  };
}

/**
 * The bias-corrected and accelerated interval (Efron 1987; Efron and Tibshirani 1993, chapter 14), which allows for a
 * statistic that is off centre among its replicates and whose spread changes with its value.
 * @param replicates of the statistic, in any order
 * @param estimate the statistic of the sample itself
 * @param jackknife the statistic without each row, or without each group where groups were resampled
 * @param level share between the ends, from 0 to below 1
 * @throws DataError `empty`, `out_of_range`, `not_finite` (the level)
 */
export function bcaInterval(
  replicates: ArrayLike<number>,
  estimate: number,
  jackknife: ArrayLike<number>,
  level: number,
): Interval {
  checkNotEmpty('replicates', replicates);
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  const ordered = sorted(replicates);
  const bias = biasOf(ordered, estimate);
  const acceleration = accelerationOf(jackknife);
  const end = (share: number): number => {
    const z = bias + normalQuantile(share);
    const moved = normalCdf(bias + z / (1 - acceleration * z));
    return quantileOfSorted(ordered, moved);
  };
  return { low: end((1 - level) / 2), high: end((1 + level) / 2) };
}

/**
 * z of the share of replicates below the estimate, equal ones counting half. Where all lie on one side the share is
 * taken half a replicate from the end, since an infinite z leaves no interval.
 */
function biasOf(replicates: Float64Array, estimate: number): number {
  let twiceBelow = 0;
  for (const replicate of replicates) {
    if (replicate < estimate) twiceBelow += 2;
    else if (replicate === estimate) twiceBelow += 1;
  }
  const edge = 0.5 / replicates.length;
  return normalQuantile(clamp(twiceBelow / 2 / replicates.length, edge, 1 - edge));
}

/** A sixth of the skewness of the jackknife's influence; 0 where no row moves the statistic. */
function accelerationOf(jackknife: ArrayLike<number>): number {
  const centre = mean(jackknife);
  let squares = 0;
  let cubes = 0;
  for (let left = 0; left < jackknife.length; left += 1) {
    const influence = centre - (jackknife[left] ?? 0);
    squares += influence ** 2;
    cubes += influence ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
