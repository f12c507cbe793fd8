import { checkCount } from '../../data/check.ts';
import { DataError } from '../../data/data-error.ts';
import { longestPath } from '../../trees/predict-trees.ts';
import type { Forest } from '../forest.ts';
import {
  ML_LIMITS,
  type MlClassifier,
  type MlEstimator,
  type MlLeaf,
  type MlModel,
  type MlNode,
  type MlRegression,
} from './ml-model.ts';
import { decidesTies, leafShares, sharedVotes, votePlan } from './vote-plan.ts';
import { usedColumns, writeMlTree } from './write-ml-tree.ts';

export type MlExportOptions = {
  /** Votes of each tree of a classifier, see `votePlan`. */
  votesPerTree?: number | undefined;
  /** Instead of a classifier, a regression whose predictions are the probability of this class, without rounding. */
  probabilityOf?: number | undefined;
};

type Tree = { indexes: number[]; root: MlNode };

/** What their constructors would have been given, as far as anything reads it after `load`. */
function baseModel(trees: readonly Tree[], columns: number, isClassifier: boolean): MlModel['baseModel'] {
  const options = isClassifier
    ? {
        gainFunction: 'gini',
        splitFunction: 'mean',
        minNumSamples: 3,
        gainThreshold: 0.01,
        kind: 'classifier',
      }
    : { gainFunction: 'regression', splitFunction: 'mean', minNumSamples: 3, kind: 'regression' };
  const name = isClassifier ? 'DTClassifier' : 'DTRegression';
  return {
    indexes: trees.map(({ indexes }) => indexes),
    n: columns,
    replacement: false,
    maxFeatures: columns,
    nEstimators: trees.length,
    treeOptions: {},
    isClassifier,
    seed: 0,
    estimators: trees.map(({ root }): MlEstimator => ({ name, options, root })),
    useSampleBagging: true,
  };
}

function toRegression({ trees }: Forest, valueOf: (node: number) => number): MlRegression {
  const written = Array.from(trees.roots, (_, tree) => {
    const indexes = usedColumns(trees, tree);
    return {
      indexes,
      root: writeMlTree(trees, tree, indexes, (node) => ({ distribution: valueOf(node) })),
    };
  });
  return {
    name: 'RFRegression',
    selectionMethod: 'mean',
    baseModel: baseModel(written, trees.columns, false),
  };
}

/** One leaf for each class, shared by all nodes that vote for it. */
function classLeaves(classes: number): MlLeaf[] {
  return Array.from({ length: classes }, (_, label) => ({
    distribution: [Array.from({ length: classes }, (_unused, other) => (other === label ? 1 : 0))],
  }));
}

/** Of a tree with several votes, the class of each: those of the lowest class first. */
function voteOf(votes: Int32Array, place: number): number {
  let seen = 0;
  for (const [label, count] of votes.entries()) {
    seen += count;
    if (place < seen) return label;
  }
  return votes.length - 1;
}

function toClassifier(forest: Forest, asked: number | undefined): MlClassifier {
  const { trees, classes } = forest;
  const { votesPerTree } = votePlan(forest, asked);
  checkCount('nodes × votesPerTree', trees.feature.length * votesPerTree, 1, ML_LIMITS.nodes);
  const leaves = classLeaves(classes);
  const written: Tree[] = [];
  for (let tree = 0; tree < trees.roots.length; tree += 1) {
    const indexes = usedColumns(trees, tree);
    for (let place = 0; place < votesPerTree; place += 1) {
      const root = writeMlTree(
        trees,
        tree,
        indexes,
        (node) => leaves[voteOf(sharedVotes(leafShares(forest, node), votesPerTree), place)]!,
      );
      written.push({ indexes, root });
    }
  }
  const canTie = classes > 2 || written.length % 2 === 0;
  if (!canTie || decidesTies(forest)) {
    return { name: 'RFClassifier', baseModel: baseModel(written, trees.columns, true) };
  }
  // Equal counts go to the class that reached the count first there, and to the lowest class here: one more vote for
  // each class, in this order, decides so. It changes no difference. That the first vote is for class 0 makes
  // `predictProbability`, which adds up all votes but the first, give the share of class 0 that our trees gave it.
  const constant = (label: number): Tree => ({ indexes: [0], root: leaves[label]! });
  const rest = Array.from({ length: classes - 1 }, (_, place) => constant(place + 1));
  const all = [constant(0), ...written, ...rest];
  return { name: 'RFClassifier', baseModel: baseModel(all, trees.columns, true) };
}

/**
 * A model that `RandomForestClassifier.load` or `RandomForestRegression.load` of ml-random-forest 2.1.0 takes.
 *
 * A regression there predicts the same numbers. A classifier predicts the classes of `forestClasses` wherever the most
 * probable class leads by more than the margin of `votePlan` (0: everywhere). Both for rows without missing values:
 * missing values always go right there, which it cannot learn otherwise.
 * @throws DataError `out_of_range` for options that do not fit the forest, or a forest beyond `ML_LIMITS`
 */
export function toMlRandomForest(
  forest: Forest,
  { votesPerTree, probabilityOf }: MlExportOptions = {},
): MlModel {
  const { trees, kind, classes } = forest;
  checkCount('trees', trees.roots.length, 1, ML_LIMITS.trees);
  checkCount('nodes', trees.feature.length, 1, ML_LIMITS.nodes);
  checkCount('depth', longestPath(trees), 0, ML_LIMITS.depth);
  if (kind === 'regression') {
    if (votesPerTree !== undefined || probabilityOf !== undefined)
      throw new DataError('out_of_range', 'forest', null, 'a regression has neither votes nor classes');
    return toRegression(forest, (node) => trees.values[node]!);
  }
  if (probabilityOf === undefined) return toClassifier(forest, votesPerTree);
  checkCount('probabilityOf', probabilityOf, 0, classes - 1);
  return toRegression(forest, (node) => leafShares(forest, node)[probabilityOf]!);
}
