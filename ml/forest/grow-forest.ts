import type { Bins } from '../bins/bin-columns.ts';
import type { Progress } from '../data/progress.ts';
import { seededRandom, type Random } from '../random/random.ts';
import { leafByBins } from '../trees/leaf-by-bins.ts';
import { NodeSample, PACK } from '../trees/node-sample.ts';
import { TreeBuilder } from '../trees/tree-builder.ts';
import type { Trees } from '../trees/trees.ts';
import type { ForestOptions } from './forest-options.ts';
import { TreeGrower } from './grow-tree.ts';

/** What a part of a forest is grown from; it may cross threads. */
export type ForestTask = {
  readonly bins: Bins;
  /** Class of each row; of a regression, how far its target is from `centre`. */
  readonly targets: Float64Array;
  /** What targets are measured from, so that their spread is not lost beside their size; 0 for classes. */
  readonly centre: number;
  /** Undefined: every row counts as one. */
  readonly weights: Float64Array | undefined;
  /** 0 for regression. */
  readonly classes: number;
  readonly options: ForestOptions;
};

/** Some trees of a forest, and the sums of what they say of rows they did not see. */
export type ForestPart = {
  readonly trees: Trees;
  /** rows × outputs; empty where it was not asked for. */
  readonly outOfBagSums: Float64Array;
  readonly outOfBagCounts: Uint16Array;
};

/** Trees are grown in parts of this many, so that sums are the same sums on any number of threads. */
export const TREES_PER_PART = 5;

/** Numbers a tree gives for a row. */
export const outputsOf = (classes: number): number => (classes > 2 ? classes : 1);

/** How often each row was drawn. `rows`: those that may be; all of them where it is not given. */
function drawBag(random: Random, draws: number, bag: Uint16Array, rows: Int32Array | undefined): void {
  bag.fill(0);
  const count = rows?.length ?? bag.length;
  for (let draw = 0; draw < draws; draw += 1) {
    const place = Math.floor(random.unit() * count);
    const row = rows === undefined ? place : rows[place]!;
    bag[row] = bag[row]! + 1;
  }
}

/** Rows that weigh something: a bag of others would teach a tree nothing. Undefined where all do. */
function weighing(weights: Float64Array | undefined): Int32Array | undefined {
  if (weights === undefined || weights.every((weight) => weight > 0)) return undefined;
  return Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
}

/** Fills the sample with the rows of a bag. */
function fillSample(sample: NodeSample, { targets, weights, classes }: ForestTask, bag: Uint16Array): void {
  const { rows, sums, stride, outputs, isPacked } = sample;
  let length = 0;
  for (let row = 0; row < bag.length; row += 1) {
    const weight = bag[row]! * (weights === undefined ? 1 : weights[row]!);
    if (weight === 0) continue;
    const target = targets[row]!;
    rows[length] = row;
    if (isPacked) sums[length] = weight + weight * target * PACK;
    else {
      const start = length * stride;
      sums[start] = weight;
      if (classes > 2)
        for (let output = 0; output < outputs; output += 1)
          sums[start + 1 + output] = output === target ? weight : 0;
      else sums[start + 1] = weight * target;
    }
    length += 1;
  }
  sample.length = length;
}

/** Adds what the tree grown last says of the rows outside its bag. */
function addOutOfBag(
  task: ForestTask,
  trees: TreeBuilder,
  grower: TreeGrower,
  root: number,
  bag: Uint16Array,
  sums: Float64Array,
  counts: Uint16Array,
): void {
  const { bins } = task;
  const outputs = outputsOf(task.classes);
  const { nodes } = trees;
  const { values } = nodes;
  for (let row = 0; row < bins.rows; row += 1) {
    if (bag[row]! > 0) continue;
    const node = leafByBins(bins, nodes, root, grower.nodeBins, row);
    counts[row] = counts[row]! + 1;
    for (let output = 0; output < outputs; output += 1)
      sums[row * outputs + output] = sums[row * outputs + output]! + values[node * outputs + output]!;
  }
}

/**
 * Grows the trees [from, to) of a forest. Each tree draws from a stream of its own, so that any part can be grown
 * anywhere.
 */
export function growForest(
  task: ForestTask,
  from: number,
  to: number,
  { progress, throwIfCancelled }: Progress = {},
): ForestPart {
  const { bins, weights, classes, options } = task;
  const outputs = outputsOf(classes);
  const isPacked = classes === 2 && weights === undefined && bins.rows < PACK;
  const bag = new Uint16Array(bins.rows).fill(1);
  const drawn = weighing(weights);
  const draws = Math.max(1, Math.round(options.bagShare * (drawn?.length ?? bins.rows)));
  const isOutOfBag = options.outOfBag && options.bootstrap;
  const sums = new Float64Array(isOutOfBag ? bins.rows * outputs : 0);
  const counts = new Uint16Array(isOutOfBag ? bins.rows : 0);
  const sample = new NodeSample(bins.rows, outputs, isPacked);
  const builder = new TreeBuilder(bins.columns, outputs);
  const grower = new TreeGrower(bins, sample, options, builder, task.centre);
  const seeds = seededRandom(options.seed);
  for (let tree = 0; tree < to; tree += 1) {
    const random = seeds.fork();
    if (tree < from) continue;
    throwIfCancelled?.();
    if (options.bootstrap) drawBag(random, draws, bag, drawn);
    fillSample(sample, task, bag);
    const root = grower.grow(random);
    if (isOutOfBag) addOutOfBag(task, builder, grower, root, bag, sums, counts);
    progress?.(tree - from + 1, to - from, 'trees');
  }
  return { trees: builder.finish(), outOfBagSums: sums, outOfBagCounts: counts };
}
