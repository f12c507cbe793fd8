import { longestPath } from './predict-trees.ts';
import type { Trees } from './trees.ts';

/**
 * Why trees say what they say of a row: Shapley values of its features, exact, by the algorithm of Lundberg et al.
 * 2020 ("TreeSHAP", path-dependent: a feature that is not known goes both ways, as the training rows did). With the
 * value of no features at all they add up to what the trees say.
 */
export type TreeReasons = {
  /** What the trees would say of a row of which nothing is known. */
  readonly base: number;
  /** One number for each column. */
  readonly contributions: Float64Array;
};

/** Sum over all trees of what they say where no feature is known: the mean over their leaves by training weight. */
function baseOf({ roots, feature, left, cover, values, outputs }: Trees, output: number): number {
  const expected = new Float64Array(feature.length);
  // Children come after their parents.
  for (let node = feature.length - 1; node >= 0; node -= 1) {
    const child = left[node]!;
    expected[node] =
      feature[node]! < 0
        ? values[node * outputs + output]!
        : (cover[child]! * expected[child]! + cover[child + 1]! * expected[child + 1]!) / cover[node]!;
  }
  let sum = 0;
  for (const root of roots) sum += expected[root]!;
  return sum;
}

/** What is the same for every row: how long ways are, and the base of each output. Looked for once for trees. */
type Known = { readonly longest: number; readonly bases: Map<number, number> };

const known = new WeakMap<Trees, Known>();

function knownOf(trees: Trees): Known {
  const found = known.get(trees) ?? { longest: longestPath(trees), bases: new Map<number, number>() };
  known.set(trees, found);
  return found;
}

/**
 * Paths from the root, one for each step of the way down: the features met, for each the share of training rows that
 * goes on without knowing it (`zero`), whether this row does (`one`), and the weights of subsets by their size.
 */
class Explainer {
  readonly #trees: Trees;
  readonly #row: ArrayLike<number>;
  readonly #output: number;
  readonly #contributions: Float64Array;
  readonly #feature: Int32Array;
  readonly #zero: Float64Array;
  readonly #one: Float64Array;
  readonly #weight: Float64Array;

  constructor(trees: Trees, row: ArrayLike<number>, output: number, contributions: Float64Array) {
    const longest = knownOf(trees).longest + 2;
    const room = (longest * (longest + 1)) / 2;
    this.#trees = trees;
    this.#row = row;
    this.#output = output;
    this.#contributions = contributions;
    this.#feature = new Int32Array(room);
    this.#zero = new Float64Array(room);
    this.#one = new Float64Array(room);
    this.#weight = new Float64Array(room);
  }

  /** Adds a feature to the path that begins at `start` and has `depth` of them. */
  #extend(start: number, depth: number, zero: number, one: number, feature: number): void {
    const weight = this.#weight;
    const end = start + depth;
    this.#feature[end] = feature;
    this.#zero[end] = zero;
    this.#one[end] = one;
    weight[end] = depth === 0 ? 1 : 0;
    const scale = 1 / (depth + 1);
    for (let place = depth - 1; place >= 0; place -= 1) {
      const own = weight[start + place]!;
      weight[start + place + 1] = weight[start + place + 1]! + one * own * (place + 1) * scale;
      weight[start + place] = zero * own * (depth - place) * scale;
    }
  }

  /** Takes the feature at `index` out of a path again. */
  #unwind(start: number, depth: number, index: number): void {
    const weight = this.#weight;
    const zero = this.#zero[start + index]!;
    const one = this.#one[start + index]!;
    let next = weight[start + depth]!;
    for (let place = depth - 1; place >= 0; place -= 1) {
      if (one === 0)
        weight[start + place] = (weight[start + place]! * (depth + 1)) / (zero * (depth - place));
      else {
        const own = weight[start + place]!;
        weight[start + place] = (next * (depth + 1)) / ((place + 1) * one);
        next = own - (weight[start + place]! * zero * (depth - place)) / (depth + 1);
      }
    }
    for (let place = index; place < depth; place += 1) {
      this.#feature[start + place] = this.#feature[start + place + 1]!;
      this.#zero[start + place] = this.#zero[start + place + 1]!;
      this.#one[start + place] = this.#one[start + place + 1]!;
    }
  }

  /** Sum of the weights of a path without the feature at `index`, which this row goes on with. */
  #sumWithout(start: number, depth: number, index: number): number {
    const weight = this.#weight;
    const zero = this.#zero[start + index]!;
    let sum = 0;
    let next = weight[start + depth]!;
    for (let place = depth - 1; place >= 0; place -= 1) {
      const own = next / (place + 1);
      sum += own;
      next = weight[start + place]! - own * zero * (depth - place);
    }
    return sum * (depth + 1);
  }

  /** The same times `zero`, for a feature that turns this row away: it is one number for all of them. */
  #sumWithoutCold(start: number, depth: number): number {
    let sum = 0;
    for (let place = depth - 1; place >= 0; place -= 1) sum += this.#weight[start + place]! / (depth - place);
    return sum * (depth + 1);
  }

  #addLeaf(node: number, start: number, depth: number): void {
    const { values, outputs } = this.#trees;
    const value = values[node * outputs + this.#output]!;
    const cold = -this.#sumWithoutCold(start, depth) * value;
    for (let index = 1; index <= depth; index += 1) {
      const column = this.#feature[start + index]!;
      const added =
        this.#one[start + index] === 0
          ? cold
          : this.#sumWithout(start, depth, index) * (1 - this.#zero[start + index]!) * value;
      this.#contributions[column] = this.#contributions[column]! + added;
    }
  }

  #goesLeft(node: number): boolean {
    const value = this.#row[this.#trees.feature[node]!]!;
    return Number.isNaN(value) ? this.#trees.missingLeft[node] === 1 : value <= this.#trees.threshold[node]!;
  }

  /** Follows a node with the path that its parent left at `from`, of `depth` features, and the way to it. */
  follow(node: number, from: number, depth: number, zero: number, one: number, feature: number): void {
    // Each step has a copy of the path, behind that of the step before.
    const start = from + depth;
    for (let place = 0; place < depth; place += 1) {
      this.#feature[start + place] = this.#feature[from + place]!;
      this.#zero[start + place] = this.#zero[from + place]!;
      this.#one[start + place] = this.#one[from + place]!;
      this.#weight[start + place] = this.#weight[from + place]!;
    }
    this.#extend(start, depth, zero, one, feature);
    const { feature: features, left, cover } = this.#trees;
    const column = features[node]!;
    if (column < 0) return this.#addLeaf(node, start, depth);
    const hot = this.#goesLeft(node) ? left[node]! : left[node]! + 1;
    const cold = hot === left[node]! ? hot + 1 : hot - 1;
    let length = depth + 1;
    let zeroBefore = 1;
    let oneBefore = 1;
    // A feature met before counts once: what it did there is taken back and joined with what it does here.
    for (let index = 1; index <= depth; index += 1) {
      if (this.#feature[start + index] !== column) continue;
      zeroBefore = this.#zero[start + index]!;
      oneBefore = this.#one[start + index]!;
      this.#unwind(start, depth, index);
      length -= 1;
      break;
    }
    const total = cover[node]!;
    this.follow(hot, start, length, (zeroBefore * cover[hot]!) / total, oneBefore, column);
    // Nobody goes that way, known or not.
    if (cover[cold]! > 0) this.follow(cold, start, length, (zeroBefore * cover[cold]!) / total, 0, column);
  }
}

/**
 * Shapley values of the features of one row for the sum of trees.
 * @param row one value for each column, NaN where it is missing
 * @param output which of the numbers of a leaf
 */
export function treeReasons(trees: Trees, row: ArrayLike<number>, output = 0): TreeReasons {
  const contributions = new Float64Array(trees.columns);
  const explainer = new Explainer(trees, row, output, contributions);
  for (const root of trees.roots) if (trees.feature[root]! >= 0) explainer.follow(root, 0, 0, 1, 1, -1);
  const { bases } = knownOf(trees);
  const base = bases.get(output) ?? baseOf(trees, output);
  bases.set(output, base);
  return { base, contributions };
}
