/**
 * What `toJSON` of ml-random-forest 2.1.0 gives and its `load` takes (with the trees of ml-cart 2.1.1), as far as a
 * prediction depends on it. A row goes left where `row[indexes[tree][splitColumn]] < splitValue`, else right, NaN too.
 */
export type MlNode = MlLeaf | MlSplit;

/** Of a classifier one row of probabilities, of which only the first largest is used; else a number. */
export type MlLeaf = { distribution: number | readonly (readonly number[])[] };

export type MlSplit = { splitColumn: number; splitValue: number; left: MlNode; right: MlNode };

export type MlEstimator = {
  name: 'DTClassifier' | 'DTRegression';
  options: Record<string, unknown>;
  root: MlNode;
};

type MlBase = {
  /** Of each tree, the columns its splits are numbered by. */
  indexes: number[][];
  n: number;
  replacement: boolean;
  maxFeatures: number;
  nEstimators: number;
  treeOptions: Record<string, unknown>;
  isClassifier: boolean;
  seed: number;
  estimators: MlEstimator[];
  useSampleBagging: boolean;
};

export type MlClassifier = { name: 'RFClassifier'; baseModel: MlBase };
export type MlRegression = { name: 'RFRegression'; selectionMethod: 'mean'; baseModel: MlBase };
export type MlModel = MlClassifier | MlRegression;

/** Bounds of a model from outside: beyond them it is refused, whoever made it. */
export const ML_LIMITS = {
  trees: 10_000,
  nodes: 2_000_000,
  /** Splits between a root and its leaves. */
  depth: 256,
  classes: 255,
  /** Nodes × classes. */
  values: 20_000_000,
} as const;
