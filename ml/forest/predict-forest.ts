import { checkColumns, type Column } from '../bins/bin-columns.ts';
import { DataError } from '../data/data-error.ts';
import { sumForRow, sumTrees } from '../trees/predict-trees.ts';
import type { Forest } from './forest.ts';

/**
 * What a forest says of rows.
 * @param columns the features it was trained on, in their order; NaN is missing
 * @returns for two classes the probability of class 1, for regression the mean, one number a row; for more classes the
 * probability of each, rows × classes, row after row
 * @throws DataError `empty`, `not_finite`, `length`
 */
export function predictForest({ trees }: Forest, columns: readonly Column[]): Float64Array {
  const rows = checkColumns(columns);
  if (columns.length !== trees.columns)
    throw new DataError(
      'length',
      'columns',
      null,
      `has ${columns.length} columns, the forest knows ${trees.columns}`,
    );
  const count = trees.roots.length;
  const sums = sumTrees(trees, columns, rows);
  for (let cell = 0; cell < sums.length; cell += 1) sums[cell] = sums[cell]! / count;
  return sums;
}

/**
 * The same for one row.
 * @param row one value for each column, NaN where it is missing
 * @throws DataError `length`
 */
export function predictForestRow({ trees }: Forest, row: ArrayLike<number>): Float64Array {
  if (row.length !== trees.columns)
    throw new DataError('length', 'row', null, `has ${row.length} values, the forest knows ${trees.columns}`);
  const count = trees.roots.length;
  const sums = sumForRow(trees, row);
  for (let output = 0; output < sums.length; output += 1) sums[output] = sums[output]! / count;
  return sums;
}
