import { checkCount } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { rowRange, type Split } from './split.ts';

/**
 * Time-ordered folds with sklearn.model_selection.TimeSeriesSplit's sizes: the last folds × testSize rows are tested in
 * blocks, in order, each by what was learnt from the rows before it.
 * @param rows number of rows, which must be in order of time
 * @param folds at least 2
 * @param options.testSize rows of a block; floor(rows / (folds + 1)) unless given
 * @param options.gap rows left out between training and test; 0 unless given
 * @param options.maxTrain most rows to train on, the latest ones; all unless given
 * @throws DataError `out_of_range`; `too_few` where the first block has no row to train on
 */
export function timeSeriesSplit(
  rows: number,
  folds: number,
  options: { testSize?: number; gap?: number; maxTrain?: number } = {},
): Split[] {
  checkCount('rows', rows, 1);
  checkCount('folds', folds, 2);
  const { testSize = Math.floor(rows / (folds + 1)), gap = 0, maxTrain = rows } = options;
  checkCount('gap', gap, 0);
  checkCount('maxTrain', maxTrain, 1);
  if (rows < folds + 1)
    throw new DataError('too_few', 'rows', null, `${rows} rows do not make ${folds + 1} blocks`);
  checkCount('testSize', testSize, 1);
  const tested = rows - folds * testSize;
  if (tested - gap < 1)
    throw new DataError('too_few', 'rows', null, `the first of ${folds} folds has no row to train on`);

  return Array.from({ length: folds }, (_, fold) => {
    const start = tested + fold * testSize;
    const end = start - gap;
    return {
      train: rowRange(Math.max(0, end - maxTrain), end),
      test: rowRange(start, start + testSize),
    };
  });
}
