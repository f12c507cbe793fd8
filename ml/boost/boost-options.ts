import { MOST_BINS } from '../bins/bin-columns.ts';
import { checkCount, checkNumber } from '../data/check.ts';

/** Settings of gradient boosting. */
export type BoostOptions = {
  /** Trees at most; fewer where rows that were held out say so. */
  trees: number;
  learningRate: number;
  /** Leaves of a tree, at most: the leaf that gains most is split first. */
  maxLeaves: number;
  /** Rows of a leaf, at least, counted by their curvature as shares of the leaf before (as Ke et al. 2017 do). */
  minLeaf: number;
  /** Pulls the values of leaves towards 0, as so many rows of doubtful outcome would (their curvature is ¼). */
  l2: number;
  /** Share of the rows that each tree sees. */
  rowShare: number;
  /** Share of the columns that each tree may split on. */
  columnShare: number;
  bins: number;
  /** Trees without gain on the held-out rows after which it stops. */
  patience: number;
  seed: number;
};

/**
 * Fills in what is not said.
 * @throws DataError `out_of_range`
 */
export function boostOptions(given: Partial<BoostOptions>): BoostOptions {
  const options: BoostOptions = {
    trees: 200,
    learningRate: 0.1,
    maxLeaves: 31,
    minLeaf: 20,
    l2: 1,
    rowShare: 1,
    columnShare: 1,
    bins: MOST_BINS,
    patience: 20,
    seed: 1,
    ...given,
  };
  checkCount('trees', options.trees, 1, 10_000);
  checkNumber('learningRate', options.learningRate, 1e-6, 1);
  checkCount('maxLeaves', options.maxLeaves, 2, 4096);
  checkCount('minLeaf', options.minLeaf, 1);
  checkNumber('l2', options.l2, 0, 1e9);
  checkNumber('rowShare', options.rowShare, 0.01, 1);
  checkNumber('columnShare', options.columnShare, 0.01, 1);
  checkCount('bins', options.bins, 2, MOST_BINS);
  checkCount('patience', options.patience, 1);
  checkCount('seed', options.seed, 0);
  return options;
}
