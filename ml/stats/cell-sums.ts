import {
  checkCount,
  checkCounts,
  checkFinite,
  checkNumber,
  checkRange,
  checkSameLength,
} from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { sum } from '../numeric/sample.ts';
import { checkLayout, type CellLayout } from './cell-layout.ts';

/** What is known of a table of cells: per cell the number of answers, the sum of their residuals and of the squares. */
export interface CellSums {
  counts: ArrayLike<number>;
  sums: ArrayLike<number>;
  squares: ArrayLike<number>;
}

export interface PoolingOptions {
  layout: CellLayout;
  /** In the unit of the residuals: .02 of recall, log 1.1 of answer time. */
  smallestEffect: number;
  /** How many tables share one budget of false claims (weekdays, weekends, formats …); default 1. */
  families?: number;
  /** Variance of a cell's mean over that of as many independent answers (`designEffect`); default 1. */
  designEffect?: number;
  /**
   * Variance of one answer in each cell: for residuals of recall the mean of r (1 − r). To be given wherever cells may
   * differ in it (retrievability differs by hour, by minute of a session, by format); left out, all cells are taken to have
   * about the pooled one, and where they do not, small uncertain cells pass for effects.
   */
  variances?: ArrayLike<number>;
  /** Cells of fewer answers take no part: the mean of a few lapses is not normal. Default 20. */
  minimumCount?: number;
}

/**
 * So many answers are the pooled variance worth against a cell's own. Of residuals of recall the variance of a cell goes down
 * as its mean goes up, by chance too: on its own variance a lucky cell would look surer than it is.
 */
const VARIANCE_PRIOR = 400;

/**
 * @throws DataError `length`, `not_finite`, `out_of_range` (counts, squares smaller than the sums allow, options)
 */
export function checkCells({ counts, sums, squares }: CellSums, options: PoolingOptions): void {
  checkCounts('counts', counts);
  checkSameLength('sums', sums, 'counts', counts);
  checkFinite('sums', sums);
  checkSameLength('squares', squares, 'counts', counts);
  checkFinite('squares', squares);
  for (let cell = 0; cell < counts.length; cell += 1) {
    if (squares[cell]! * counts[cell]! < sums[cell]! ** 2 * (1 - 1e-9))
      throw new DataError('out_of_range', 'squares', cell, `${squares[cell]} is less than the sum allows`);
  }
  if (options.variances !== undefined) {
    checkSameLength('variances', options.variances, 'counts', counts);
    checkRange('variances', options.variances, Number.MIN_VALUE, Number.MAX_VALUE);
  }
  checkNumber('smallestEffect', options.smallestEffect, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber('families', options.families ?? 1, 1, Number.MAX_VALUE);
  checkNumber('designEffect', options.designEffect ?? 1, 1, Number.MAX_VALUE);
  checkCount('minimumCount', options.minimumCount ?? 20, 2);
  checkLayout(options.layout, counts);
}

/**
 * Indices of the cells with enough answers, rising.
 * @throws DataError `too_few` with less than two of them
 */
export function cellsInUse(counts: ArrayLike<number>, minimumCount: number): Int32Array {
  const cells = Array.from(counts, (_, cell) => cell).filter((cell) => counts[cell]! >= minimumCount);
  if (cells.length < 2)
    throw new DataError('too_few', 'counts', null, `needs two cells of at least ${minimumCount} answers`);
  return Int32Array.from(cells);
}

/**
 * Variance of one answer in each cell in use: known, or the pooled one moved a little towards the cell's own.
 * @throws DataError `constant` where no residual differs from its cell's mean
 */
export function variancesOf(table: CellSums, cells: Int32Array, options: PoolingOptions): Float64Array {
  const { variances, designEffect = 1 } = options;
  if (variances !== undefined) return Float64Array.from(cells, (cell) => designEffect * variances[cell]!);
  const within = Float64Array.from(cells, (cell) =>
    Math.max(table.squares[cell]! - table.sums[cell]! ** 2 / table.counts[cell]!, 0),
  );
  const freedom = Float64Array.from(cells, (cell) => table.counts[cell]! - 1);
  const pooled = sum(within) / sum(freedom);
  if (!(pooled > 0))
    throw new DataError('constant', 'squares', null, 'no residual differs from the mean of its cell');
  return within.map(
    (squares, row) => (designEffect * (squares + VARIANCE_PRIOR * pooled)) / (freedom[row]! + VARIANCE_PRIOR),
  );
}
