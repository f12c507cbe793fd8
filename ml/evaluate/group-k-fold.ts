import { checkCount } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { shuffle } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { groupRows } from './group-rows.ts';
import { rowRange, type Split } from './split.ts';

/**
 * k-fold over learners (or other groups): every row is tested once, and never by a model that saw rows of its group.
 * Groups go from large to small to the fold with the fewest rows so far, as in scikit-learn's GroupKFold; those of equal
 * size in random order. Folds differ by no more rows than the largest group has.
 * @param groups a number of the group of each row, n rows
 * @param folds at least 2
 * @param random moved by one fork
 * @returns one split a fold, rows rising
 * @throws DataError `empty`, `not_finite`, `out_of_range`; `too_few` for fewer groups than folds
 */
export function groupKFold(groups: ArrayLike<number>, folds: number, random: Random): Split[] {
  checkCount('folds', folds, 2);
  const { count, starts, rows } = groupRows(groups);
  if (count < folds)
    throw new DataError('too_few', 'groups', null, `${count} groups do not make ${folds} folds`);

  const size = (group: number): number => (starts[group + 1] ?? 0) - (starts[group] ?? 0);
  const order = shuffle(random.fork(), rowRange(0, count)).sort((a, b) => size(b) - size(a));
  const rowsOfFold = new Int32Array(folds);
  const foldOfRow = new Int32Array(rows.length);
  for (const group of order) {
    const fold = rowsOfFold.indexOf(Math.min(...rowsOfFold));
    rowsOfFold[fold] = (rowsOfFold[fold] ?? 0) + size(group);
    for (let place = starts[group] ?? 0; place < (starts[group + 1] ?? 0); place += 1)
      foldOfRow[rows[place] ?? 0] = fold;
  }
  const all = rowRange(0, rows.length);
  return Array.from({ length: folds }, (_, fold) => ({
    train: all.filter((row) => foldOfRow[row] !== fold),
    test: all.filter((row) => foldOfRow[row] === fold),
  }));
}
