import { checkColumns, type Column } from '../bins/bin-columns.ts';
import { DataError } from '../data/data-error.ts';
import { sigmoid } from '../numeric/special.ts';
import { sumForRow, sumTrees } from '../trees/predict-trees.ts';
import { treeReasons, type TreeReasons } from '../trees/tree-reasons.ts';
import type { Boost } from './boost.ts';

function checkWidth({ trees }: Boost, width: number): void {
  if (width !== trees.columns)
    throw new DataError('length', 'columns', null, `has ${width} columns, the model knows ${trees.columns}`);
}

/**
 * Log-odds of 1 for each row, without offsets.
 * @throws DataError `empty`, `length`, `not_finite`
 */
export function boostScores(boost: Boost, columns: readonly Column[]): Float64Array {
  const rows = checkColumns(columns);
  checkWidth(boost, columns.length);
  const sums = sumTrees(boost.trees, columns, rows);
  for (let row = 0; row < rows; row += 1) sums[row] = sums[row]! + boost.base;
  return sums;
}

/** Probability of 1 for each row. @throws DataError as `boostScores` */
export function predictBoost(boost: Boost, columns: readonly Column[]): Float64Array {
  const scores = boostScores(boost, columns);
  for (let row = 0; row < scores.length; row += 1) scores[row] = sigmoid(scores[row]!);
  return scores;
}

/** Log-odds of 1 for one row. @throws DataError `length` */
export function boostScoreOfRow(boost: Boost, row: ArrayLike<number>): number {
  checkWidth(boost, row.length);
  return boost.base + sumForRow(boost.trees, row)[0]!;
}

/** Why: base + Σ contributions are the log-odds of the row. @throws DataError `length` */
export function boostReasons(boost: Boost, row: ArrayLike<number>): TreeReasons {
  checkWidth(boost, row.length);
  const { base, contributions } = treeReasons(boost.trees, row);
  return { base: base + boost.base, contributions };
}
