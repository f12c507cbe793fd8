import { binColumns, codesOf, type Bins, type Column } from '../bins/bin-columns.ts';
import { checkBinary, checkBothClasses, checkFinite, checkNotEmpty, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { Progress } from '../data/progress.ts';
import { checkBothWeighted, weightsOf } from '../data/weights.ts';
import { logLoss } from '../evaluate/log-loss.ts';
import { clamp, logit, sigmoid } from '../numeric/special.ts';
import { seededRandom, type Random } from '../random/random.ts';
import { leafByBins } from '../trees/leaf-by-bins.ts';
import { TreeBuilder } from '../trees/tree-builder.ts';
import type { Boost } from './boost.ts';
import { boostOptions, type BoostOptions } from './boost-options.ts';
import { MOST_BOOST_ROWS, packGradients, type PackedGradients } from './gradients.ts';
import { BoostedTreeGrower, type GrownLeaf } from './grow-boosted-tree.ts';

/** What boosting learns from. */
export type BoostData = {
  /** Features, each with one value for every row; NaN is missing. */
  readonly columns: readonly Column[];
  /** Outcomes 0 and 1. */
  readonly targets: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  /** Log-odds that are there before the first tree, in the place of a base: the trees learn what they lack. */
  readonly offsets?: ArrayLike<number>;
  /** Rows that say when to stop. */
  readonly heldOut?: {
    readonly columns: readonly Column[];
    readonly targets: ArrayLike<number>;
    readonly offsets?: ArrayLike<number>;
  };
};

/** Boosted trees, and what the held-out rows said after each of them. */
export type TrainedBoost = {
  readonly boost: Boost;
  readonly options: BoostOptions;
  readonly heldOutLoss: readonly number[];
};

/** A share of the numbers below `count`, ascending. */
function drawShare(random: Random, count: number, share: number): Int32Array {
  const wanted = share === 1 ? count : Math.max(1, Math.round(share * count));
  const drawn = new Int32Array(wanted);
  let length = 0;
  for (let place = 0; place < count && length < wanted; place += 1) {
    const isTaken = wanted === count || random.unit() * (count - place) < wanted - length;
    if (isTaken) drawn[length++] = place;
  }
  return drawn;
}

/** Adds what a tree gives to the scores of rows, by their bins. */
function addTree(
  bins: Bins,
  builder: TreeBuilder,
  root: number,
  nodeBins: Uint8Array,
  scores: Float64Array,
): void {
  const { nodes } = builder;
  const { values } = nodes;
  for (let row = 0; row < bins.rows; row += 1)
    scores[row] = scores[row]! + values[leafByBins(bins, nodes, root, nodeBins, row)]!;
}

/** The same where every row is in a leaf. */
function addLeaves(
  leaves: readonly GrownLeaf[],
  rows: Int32Array,
  builder: TreeBuilder,
  scores: Float64Array,
): void {
  for (const { node, from, to } of leaves) {
    const value = builder.nodes.values[node]!;
    for (let place = from; place < to; place += 1) scores[rows[place]!] = scores[rows[place]!]! + value;
  }
}

/** Without a penalty, a leaf all of whose rows are all but sure would go beyond any number. */
const LONGEST_STEP = 1000;

/** Newton's step for each leaf, by the true gradients of its rows. */
function setLeaves(
  leaves: readonly GrownLeaf[],
  rows: Int32Array,
  gradients: Float64Array,
  curvatures: Float64Array,
  { l2, learningRate }: BoostOptions,
  builder: TreeBuilder,
): void {
  for (const { node, from, to } of leaves) {
    let gradient = 0;
    let curvature = l2;
    for (let place = from; place < to; place += 1) {
      gradient += gradients[rows[place]!]!;
      curvature += curvatures[rows[place]!]!;
    }
    builder.setCover(node, to - from);
    const step = curvature > 0 ? -gradient / curvature : 0;
    builder.setValue(node, 0, clamp(step, -LONGEST_STEP, LONGEST_STEP) * learningRate);
  }
}

/**
 * Histogram gradient boosting of decision trees on the logistic loss (Friedman 2001; Ke et al. 2017).
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range`, `one_class`; whatever `throwIfCancelled` throws
 */
export function trainBoost(
  { columns, targets, weights, offsets, heldOut }: BoostData,
  given: Partial<BoostOptions> = {},
  { progress, throwIfCancelled }: Progress = {},
): TrainedBoost {
  const options = boostOptions(given);
  checkNotEmpty('columns', columns);
  checkSameLength('targets', targets, 'columns[0]', columns[0]!);
  checkBothClasses('targets', targets);
  if (targets.length > MOST_BOOST_ROWS)
    throw new DataError(
      'out_of_range',
      'targets',
      null,
      `${targets.length} rows, at most ${MOST_BOOST_ROWS}`,
    );
  if (offsets !== undefined) checkOffsets('', offsets, targets);
  const ofRows = weights === undefined ? undefined : weightsOf(weights, 'targets', targets);
  if (ofRows !== undefined) checkBothWeighted(targets, ofRows);
  const bins = binColumns(columns, options.bins);
  const base = offsets === undefined ? baseOf(targets, ofRows) : 0;
  const scores = scoresFrom(offsets, targets.length, base);
  const builder = new TreeBuilder(columns.length, 1);
  const grower = new BoostedTreeGrower(bins, options, builder);
  const gradients: PackedGradients = {
    packed: new Float64Array(bins.rows),
    gradientStep: 1,
    curvatureStep: 1,
  };
  const [slopes, curvatures] = [new Float64Array(bins.rows), new Float64Array(bins.rows)];
  if (heldOut !== undefined) checkHeldOut(heldOut, offsets !== undefined);
  const judge = heldOut === undefined ? undefined : new HeldOut(heldOut, bins, base, options.patience);
  const seeds = seededRandom(options.seed);
  for (let tree = 0; tree < options.trees; tree += 1) {
    throwIfCancelled?.();
    const random = seeds.fork();
    const taken = drawShare(random, bins.rows, options.rowShare);
    packGradients(gradients, taken, scores, targets, ofRows, slopes, curvatures, random);
    const { rows, sums } = grower.sample;
    rows.set(taken);
    for (let place = 0; place < taken.length; place += 1) sums[place] = gradients.packed[taken[place]!]!;
    grower.sample.length = taken.length;
    const root = builder.count;
    const leaves = grower.grow(drawShare(random, columns.length, options.columnShare), gradients);
    setLeaves(leaves, rows, slopes, curvatures, options, builder);
    if (taken.length === bins.rows) addLeaves(leaves, rows, builder, scores);
    else addTree(bins, builder, root, grower.nodeBins, scores);
    progress?.(tree + 1, options.trees, 'trees');
    if (judge?.add(builder, root, grower.nodeBins) === false) break;
  }
  const trees = withInnerNodes(builder.finish(judge?.best));
  return { boost: { base, trees }, options, heldOutLoss: judge?.losses ?? [] };
}

function checkOffsets(of: string, offsets: ArrayLike<number>, targets: ArrayLike<number>): void {
  checkSameLength(`${of}offsets`, offsets, `${of}targets`, targets);
  checkFinite(`${of}offsets`, offsets);
}

/** Rows that judge must be like those that are learnt from: with offsets where those have them, and else without. */
function checkHeldOut(
  { columns, targets, offsets }: NonNullable<BoostData['heldOut']>,
  hasOffsets: boolean,
): void {
  checkNotEmpty('heldOut.columns', columns);
  checkSameLength('heldOut.targets', targets, 'heldOut.columns[0]', columns[0]!);
  checkBinary('heldOut.targets', targets);
  if (offsets !== undefined) checkOffsets('heldOut.', offsets, targets);
  if ((offsets !== undefined) !== hasOffsets)
    throw new DataError(
      hasOffsets ? 'empty' : 'length',
      'heldOut.offsets',
      null,
      hasOffsets ? 'are needed where offsets are trained on' : 'stand where none are trained on',
    );
}

function baseOf(targets: ArrayLike<number>, weights: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < targets.length; row += 1) {
    const weight = weights?.[row] ?? 1;
    sum += weight * targets[row]!;
    total += weight;
  }
  return logit(Math.min(1 - 1e-9, Math.max(1e-9, sum / total)));
}

const scoresFrom = (offsets: ArrayLike<number> | undefined, rows: number, base: number): Float64Array =>
  offsets === undefined ? new Float64Array(rows).fill(base) : Float64Array.from(offsets);

/** Scores of rows that no tree was grown on, and whether they still gain. */
class HeldOut {
  readonly losses: number[] = [];
  /** Trees after which the loss was least. */
  best = 0;
  readonly #bins: Bins;
  readonly #targets: ArrayLike<number>;
  readonly #scores: Float64Array;
  readonly #patience: number;

  constructor(given: NonNullable<BoostData['heldOut']>, bins: Bins, base: number, patience: number) {
    this.#bins = codesOf(given.columns, bins.edges);
    this.#targets = given.targets;
    this.#scores = scoresFrom(given.offsets, given.targets.length, base);
    this.#patience = patience;
  }

  add(builder: TreeBuilder, root: number, nodeBins: Uint8Array): boolean {
    addTree(this.#bins, builder, root, nodeBins, this.#scores);
    this.losses.push(
      logLoss(
        this.#targets,
        this.#scores.map((score) => sigmoid(score)),
      ),
    );
    if (this.losses.length === 1 || this.losses.at(-1)! < this.losses[this.best - 1]!)
      this.best = this.losses.length;
    return this.losses.length - this.best < this.#patience;
  }
}

/** Gives inner nodes the mean and the weight of what is below them. Children come after their parents. */
function withInnerNodes(trees: Boost['trees']): Boost['trees'] {
  const { feature, left, cover, values } = trees;
  for (let node = feature.length - 1; node >= 0; node -= 1) {
    if (feature[node]! < 0) continue;
    const child = left[node]!;
    cover[node] = cover[child]! + cover[child + 1]!;
    values[node] = (cover[child]! * values[child]! + cover[child + 1]! * values[child + 1]!) / cover[node]!;
  }
  return trees;
}
