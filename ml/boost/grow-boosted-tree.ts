import type { Bins } from '../bins/bin-columns.ts';
import { NodeSample } from '../trees/node-sample.ts';
import type { TreeBuilder } from '../trees/tree-builder.ts';
import type { BoostOptions } from './boost-options.ts';
import type { PackedGradients } from './gradients.ts';
import { CELLS, findLeafSplit, type Leaf } from './leaf-split.ts';

/** A leaf of a grown tree, with its rows in the sample. */
export type GrownLeaf = Pick<Leaf, 'node' | 'from' | 'to'>;

/** Grows boosted trees leaf by leaf, the most gain first (Shi 2007; Ke et al. 2017). */
export class BoostedTreeGrower {
  readonly sample: NodeSample;
  readonly #bins: Bins;
  readonly #options: BoostOptions;
  readonly #builder: TreeBuilder;
  readonly #lastBins: Uint8Array;
  /** Sums of leaves, used again for every tree. */
  readonly #spare: Float64Array[] = [];
  /** Bin of the split of each inner node, counted from the root of the tree under way. */
  readonly nodeBins: Uint8Array;

  constructor(bins: Bins, options: BoostOptions, builder: TreeBuilder) {
    this.#bins = bins;
    this.#options = options;
    this.#builder = builder;
    this.sample = new NodeSample(bins.rows, 1, true);
    this.#lastBins = Uint8Array.from(bins.edges, (edges) => edges.length + 1);
    this.nodeBins = new Uint8Array(2 * options.maxLeaves);
  }

  /** Sums of the rows [from, to) by column and bin. */
  #sum(columns: Int32Array, from: number, to: number, into: Float64Array): void {
    for (const column of columns) into.fill(0, column * CELLS, (column + 1) * CELLS);
    let place = 0;
    // Four columns at a time read a row and its gradient once.
    for (; place + 4 <= columns.length; place += 4)
      this.#sumFour(
        columns[place]!,
        columns[place + 1]!,
        columns[place + 2]!,
        columns[place + 3]!,
        from,
        to,
        into,
      );
    for (; place < columns.length; place += 1) this.#sumOne(columns[place]!, from, to, into);
  }

  #sumOne(column: number, from: number, to: number, into: Float64Array): void {
    const { codes, rows: size } = this.#bins;
    const { rows, sums } = this.sample;
    const offset = column * size;
    const start = column * CELLS;
    for (let place = from; place < to; place += 1) {
      const cell = start + codes[offset + rows[place]!]!;
      into[cell] = into[cell]! + sums[place]!;
    }
  }

  #sumFour(a: number, b: number, c: number, d: number, from: number, to: number, into: Float64Array): void {
    const { codes, rows: size } = this.#bins;
    const { rows, sums } = this.sample;
    const [offsetA, offsetB, offsetC, offsetD] = [a * size, b * size, c * size, d * size];
    const [startA, startB, startC, startD] = [a * CELLS, b * CELLS, c * CELLS, d * CELLS];
    for (let place = from; place < to; place += 1) {
      const row = rows[place]!;
      const gradient = sums[place]!;
      const cellA = startA + codes[offsetA + row]!;
      into[cellA] = into[cellA]! + gradient;
      const cellB = startB + codes[offsetB + row]!;
      into[cellB] = into[cellB]! + gradient;
      const cellC = startC + codes[offsetC + row]!;
      into[cellC] = into[cellC]! + gradient;
      const cellD = startD + codes[offsetD + row]!;
      into[cellD] = into[cellD]! + gradient;
    }
  }

  #leaf(node: number, from: number, to: number): Leaf {
    const sums = this.#spare.pop() ?? new Float64Array(this.#bins.columns * CELLS);
    return { node, from, to, sums, split: { feature: -1, bin: 0, missingLeft: false, gain: 0 } };
  }

  #find(leaf: Leaf, columns: Int32Array, gradients: PackedGradients): void {
    const { l2, minLeaf } = this.#options;
    leaf.split.feature = -1;
    if (leaf.to - leaf.from < 2 * minLeaf) return;
    findLeafSplit(leaf, columns, this.#lastBins, gradients, {
      l2,
      minShare: minLeaf / (leaf.to - leaf.from),
    });
  }

  /** Grows a tree on the rows of the sample and gives its leaves. */
  grow(columns: Int32Array, gradients: PackedGradients): GrownLeaf[] {
    const root = this.#builder.begin();
    const first = this.#leaf(root, 0, this.sample.length);
    this.#sum(columns, first.from, first.to, first.sums);
    this.#find(first, columns, gradients);
    const leaves = [first];
    while (leaves.length < this.#options.maxLeaves) {
      const place = mostGain(leaves);
      if (place < 0) break;
      leaves.splice(place, 1, ...this.#split(leaves[place]!, root, columns, gradients));
    }
    for (const leaf of leaves) this.#spare.push(leaf.sums);
    return leaves;
  }

  #split(leaf: Leaf, root: number, columns: Int32Array, gradients: PackedGradients): [Leaf, Leaf] {
    const { node, from, to, sums, split } = leaf;
    const { codes, rows, edges } = this.#bins;
    const middle = this.sample.partition(codes, split.feature * rows, split, from, to);
    const hasMissing = sums[split.feature * CELLS] !== 0;
    const child = this.#builder.split(node, {
      feature: split.feature,
      bin: split.bin,
      threshold: edges[split.feature]![split.bin - 1] ?? Number.POSITIVE_INFINITY,
      missingLeft: hasMissing ? split.missingLeft : middle - from >= to - middle,
    });
    this.nodeBins[node - root] = split.bin;
    const isLeftSmall = middle - from <= to - middle;
    const small = this.#leaf(
      isLeftSmall ? child : child + 1,
      isLeftSmall ? from : middle,
      isLeftSmall ? middle : to,
    );
    this.#sum(columns, small.from, small.to, small.sums);
    // What is left of the parent is the other child: exact, because the sums are whole numbers.
    for (let place = 0; place < columns.length; place += 1) {
      const start = columns[place]! * CELLS;
      for (let cell = start; cell < start + CELLS; cell += 1) sums[cell] = sums[cell]! - small.sums[cell]!;
    }
    const large: Leaf = {
      node: isLeftSmall ? child + 1 : child,
      from: isLeftSmall ? middle : from,
      to: isLeftSmall ? to : middle,
      sums,
      split: { feature: -1, bin: 0, missingLeft: false, gain: 0 },
    };
    this.#find(small, columns, gradients);
    this.#find(large, columns, gradients);
    return [small, large];
  }
}

/** The place of the leaf that gains most by its split; −1 where none can be split. */
function mostGain(leaves: readonly Leaf[]): number {
  let best = -1;
  for (const [place, leaf] of leaves.entries())
    if (leaf.split.feature >= 0 && (best < 0 || leaf.split.gain > leaves[best]!.split.gain)) best = place;
  return best;
}
