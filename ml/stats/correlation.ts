import { checkAtLeast, checkFinite, checkNotConstant, checkNumber, checkSameLength } from '../data/check.ts';
import { averageRanks } from '../numeric/average-ranks.ts';
import { mean } from '../numeric/sample.ts';
import { clamp, normalQuantile, studentCdf } from '../numeric/special.ts';

export interface Correlation {
  /** −1 to 1. */
  r: number;
  low: number;
  high: number;
  /** Two-sided, of the hypothesis that there is none. */
  pValue: number;
  n: number;
}

/**
 * Pearson's r with the interval of Fisher (1921): normal on the scale of artanh r with variance 1 / (n − 3). It assumes rows
 * that are independent and about binormal; p is that of r √((n − 2) / (1 − r²)), Student's with n − 2.
 * @param x n rows, at least 4
 * @param y n rows
 * @param level of the interval
 * @throws DataError `too_few`, `length`, `not_finite`, `constant`, `out_of_range` (level)
 */
export function pearsonCorrelation(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.9): Correlation {
  checkColumns(x, y, level);
  return withInterval(pearson(x, y), x.length, 1 / (x.length - 3), level);
}

/**
 * Spearman's ρ: Pearson's r of the ranks, equal values sharing the mean of theirs. The interval is Fisher's with the variance
 * (1 + ρ² / 2) / (n − 3) of Bonett and Wright (2000), who find it near its level to |ρ| = .95; p as for Pearson's r, close
 * from ten rows on.
 * @param x n rows, at least 4
 * @param y n rows
 * @param level of the interval
 * @throws DataError `too_few`, `length`, `not_finite`, `constant`, `out_of_range` (level)
 */
export function spearmanCorrelation(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.9): Correlation {
  checkColumns(x, y, level);
  const r = pearson(averageRanks(x), averageRanks(y));
  return withInterval(r, x.length, (1 + r ** 2 / 2) / (x.length - 3), level);
}

function checkColumns(x: ArrayLike<number>, y: ArrayLike<number>, level: number): void {
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  checkAtLeast('x', x, 4);
  checkSameLength('y', y, 'x', x);
  checkFinite('x', x);
  checkFinite('y', y);
  checkNotConstant('x', x);
  checkNotConstant('y', y);
}

function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [centreX, centreY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = 0; row < x.length; row += 1) {
    const [dx, dy] = [x[row]! - centreX, y[row]! - centreY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return clamp(xy / Math.sqrt(xx) / Math.sqrt(yy), -1, 1);
}

function withInterval(r: number, n: number, variance: number, level: number): Correlation {
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return {
    r,
    low: Math.tanh(Math.atanh(r) - half),
    high: Math.tanh(Math.atanh(r) + half),
    pValue: 2 * studentCdf(-Math.abs(r) * Math.sqrt((n - 2) / (1 - r * r)), n - 2),
    n,
  };
}
