import { checkCount, checkNumber } from '../data/check.ts';
import { MOST_BINS } from '../bins/bin-columns.ts';

/** Settings of a forest. */
export type ForestOptions = {
  trees: number;
  /** Splits between a root and its leaves, at most. */
  maxDepth: number;
  /** Least weight of a leaf: without weights of rows, how often the bag drew a row of it. */
  minLeaf: number;
  /** Features that a split chooses among, drawn anew for each split; more where those drawn cannot split at all. */
  featuresPerSplit: number;
  /** Whether each tree sees rows drawn with replacement; else all of them, once. */
  bootstrap: boolean;
  /** How many rows are drawn for a tree, as a share of all. */
  bagShare: number;
  /** Whether rows are also predicted by the trees that did not see them. Costs about a tenth of the time. */
  outOfBag: boolean;
  /** Bins of a column beside that of missing values. */
  bins: number;
  seed: number;
};

/** The square root of the number of columns for classes, a third of them for numbers (Breiman 2001). */
export function defaultFeaturesPerSplit(columns: number, isClassification: boolean): number {
  return Math.max(1, Math.round(isClassification ? Math.sqrt(columns) : columns / 3));
}

/**
 * Fills in what is not said.
 * @throws DataError `out_of_range` for a setting that makes no sense
 */
export function forestOptions(
  given: Partial<ForestOptions>,
  columns: number,
  isClassification: boolean,
): ForestOptions {
  const options: ForestOptions = {
    trees: given.trees ?? 100,
    maxDepth: given.maxDepth ?? 12,
    minLeaf: given.minLeaf ?? 10,
    featuresPerSplit: given.featuresPerSplit ?? defaultFeaturesPerSplit(columns, isClassification),
    bootstrap: given.bootstrap ?? true,
    bagShare: given.bagShare ?? 1,
    outOfBag: given.outOfBag ?? true,
    bins: given.bins ?? 64,
    seed: given.seed ?? 1,
  };
  checkCount('trees', options.trees, 1, 10_000);
  checkCount('maxDepth', options.maxDepth, 1, 60);
  checkCount('featuresPerSplit', options.featuresPerSplit, 1, columns);
  checkNumber('bagShare', options.bagShare, 1e-6, 1);
  checkCount('bins', options.bins, 2, MOST_BINS);
  checkCount('seed', options.seed, 0);
  // Single precision holds the weights of nodes.
  checkNumber('minLeaf', options.minLeaf, 1e-30, Number.MAX_VALUE);
  return options;
}
