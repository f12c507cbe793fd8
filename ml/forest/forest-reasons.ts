import { DataError } from '../data/data-error.ts';
import { treeReasons, type TreeReasons } from '../trees/tree-reasons.ts';
import type { Forest } from './forest.ts';

/**
 * Why a forest says what it says of a row: base + Σ contributions is its prediction, as a probability (or, for a
 * regression, in the units of the target).
 * @param row one value for each column, NaN where it is missing
 * @param output the class, where there are more than two
 * @throws DataError `length`, `out_of_range`
 */
export function forestReasons({ trees }: Forest, row: ArrayLike<number>, output = 0): TreeReasons {
  if (row.length !== trees.columns)
    throw new DataError('length', 'row', null, `has ${row.length} values, the forest knows ${trees.columns}`);
  if (!Number.isInteger(output) || output < 0 || output >= trees.outputs)
    throw new DataError('out_of_range', 'output', null, `${output} is not one of ${trees.outputs} outputs`);
  const { base, contributions } = treeReasons(trees, row, output);
  const count = trees.roots.length;
  return { base: base / count, contributions: contributions.map((sum) => sum / count) };
}
