import { binColumns, type Column } from '../bins/bin-columns.ts';
import { checkFinite, checkNotEmpty, checkRange, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { Progress } from '../data/progress.ts';
import { weightsOf } from '../data/weights.ts';
import { mean } from '../numeric/sample.ts';
import { joinTrees } from '../trees/trees.ts';
import { forestOptions, type ForestOptions } from './forest-options.ts';
import type { Forest, OutOfBag } from './forest.ts';
import { growForest, outputsOf, TREES_PER_PART, type ForestPart, type ForestTask } from './grow-forest.ts';

/** What a forest learns from. */
export type ForestData = {
  /** Features, each with one value for every row; NaN is missing. */
  readonly columns: readonly Column[];
  /** Classification: the class of each row, 0, 1, …; regression: its target. */
  readonly targets: ArrayLike<number>;
  readonly kind: Forest['kind'];
  /** Weights of rows, at least 0. */
  readonly weights?: ArrayLike<number>;
  /** Weights of classes, which multiply those of their rows; `balanced` makes all classes weigh the same. */
  readonly classWeights?: ArrayLike<number> | 'balanced';
};

/** A forest with what its training found. */
export type TrainedForest = {
  readonly forest: Forest;
  readonly options: ForestOptions;
  /** Null where there was no bootstrap, or it was not asked for. */
  readonly outOfBag: OutOfBag | null;
};

const MOST_CLASSES = 255;
/** Leaves hold single precision. */
const LARGEST_TARGET = 1e38;

/** Classes of the targets: one more than the highest, at least two. */
function classesOf(targets: ArrayLike<number>): number {
  let highest = 1;
  for (let row = 0; row < targets.length; row += 1) {
    const target = targets[row]!;
    if (!Number.isInteger(target) || target < 0 || target >= MOST_CLASSES)
      throw new DataError(
        'out_of_range',
        'targets',
        row,
        `${target} is not a class from 0 to ${MOST_CLASSES - 1}`,
      );
    highest = Math.max(highest, target);
  }
  return highest + 1;
}

function withClassWeights(
  weights: Float64Array,
  targets: Float64Array,
  classes: number,
  given: ArrayLike<number> | 'balanced',
): Float64Array {
  const byClass = new Float64Array(classes);
  if (given === 'balanced') {
    for (const [row, target] of targets.entries()) byClass[target] = byClass[target]! + weights[row]!;
    const total = byClass.reduce((sum, weight) => sum + weight, 0);
    for (let label = 0; label < classes; label += 1)
      byClass[label] = byClass[label]! > 0 ? total / (classes * byClass[label]!) : 0;
  } else {
    if (given.length !== classes)
      throw new DataError(
        'length',
        'classWeights',
        null,
        `has ${given.length} entries, there are ${classes} classes`,
      );
    byClass.set(weightsOf(given, 'classes', byClass));
  }
  return weightsOf(
    weights.map((weight, row) => weight * byClass[targets[row]!]!),
    'targets',
    targets,
  );
}

/**
 * Checks and bins what a forest learns from.
 * @param shared whether the bins are to lie in memory that threads share
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range`, naming column and row
 */
export function forestTask(
  { columns, targets, kind, weights, classWeights }: ForestData,
  given: Partial<ForestOptions>,
  shared = false,
): ForestTask {
  const isClassification = kind === 'classification';
  checkNotEmpty('columns', columns);
  const options = forestOptions(given, columns.length, isClassification);
  checkSameLength('targets', targets, 'columns[0]', columns[0]!);
  checkFinite('targets', targets);
  const bins = binColumns(columns, options.bins, shared);
  const copy = Float64Array.from(targets);
  const classes = isClassification ? classesOf(copy) : 0;
  const centre = isClassification ? 0 : centred(copy);
  const task = { bins, targets: copy, centre, weights: undefined, classes, options };
  if (weights === undefined && classWeights === undefined) return task;
  const ofRows = weightsOf(weights, 'targets', targets);
  if (classWeights === undefined) return { ...task, weights: ofRows };
  if (!isClassification)
    throw new DataError('out_of_range', 'classWeights', null, 'a regression has no classes');
  return { ...task, weights: withClassWeights(ofRows, copy, classes, classWeights) };
}

/** Takes the mean off targets. @returns the mean @throws DataError `out_of_range` */
function centred(targets: Float64Array): number {
  checkRange('targets', targets, -LARGEST_TARGET, LARGEST_TARGET);
  const centre = mean(targets);
  for (let row = 0; row < targets.length; row += 1) targets[row] = targets[row]! - centre;
  return centre;
}

/** Parts of a forest as [from, to) trees. */
export function forestParts(trees: number): { from: number; to: number }[] {
  return Array.from({ length: Math.ceil(trees / TREES_PER_PART) }, (_, part) => ({
    from: part * TREES_PER_PART,
    to: Math.min(trees, (part + 1) * TREES_PER_PART),
  }));
}

/** Puts the parts of a forest together, in their order. */
export function joinForest(
  { bins, classes, options }: ForestTask,
  parts: readonly ForestPart[],
): TrainedForest {
  const forest: Forest = {
    kind: classes === 0 ? 'regression' : 'classification',
    classes,
    trees: joinTrees(parts.map(({ trees }) => trees)),
  };
  if (!options.outOfBag || !options.bootstrap) return { forest, options, outOfBag: null };
  const outputs = outputsOf(classes);
  const predictions = new Float64Array(bins.rows * outputs);
  const counts = new Uint16Array(bins.rows);
  for (const part of parts) {
    for (let row = 0; row < bins.rows; row += 1) counts[row] = counts[row]! + part.outOfBagCounts[row]!;
    for (let cell = 0; cell < predictions.length; cell += 1)
      predictions[cell] = predictions[cell]! + part.outOfBagSums[cell]!;
  }
  for (let cell = 0; cell < predictions.length; cell += 1) {
    const count = counts[Math.floor(cell / outputs)]!;
    predictions[cell] = count > 0 ? predictions[cell]! / count : Number.NaN;
  }
  return { forest, options, outOfBag: { predictions, counts } };
}

/**
 * Trains a random forest in this thread. The same data, options and seed give the same forest, here and on any number
 * of threads (`trainForestInPool`).
 * @throws DataError of `forestTask`; whatever `throwIfCancelled` throws
 */
export function trainForest(
  data: ForestData,
  given: Partial<ForestOptions> = {},
  { progress, throwIfCancelled }: Progress = {},
): TrainedForest {
  const task = forestTask(data, given);
  const parts = forestParts(task.options.trees).map(({ from, to }) =>
    growForest(task, from, to, {
      progress: (done) => progress?.(from + done, task.options.trees, 'trees'),
      ...(throwIfCancelled === undefined ? {} : { throwIfCancelled }),
    }),
  );
  return joinForest(task, parts);
}
