import type { Bins } from '../bins/bin-columns.ts';
import type { Random } from '../random/random.ts';
import type { TreeBuilder } from '../trees/tree-builder.ts';
import type { ForestOptions } from './forest-options.ts';
import { PACK, type NodeSample } from '../trees/node-sample.ts';
import { SplitSearch } from './split-search.ts';

/** A node that may still be split, with the rows that came to it. */
type Open = { node: number; from: number; to: number; depth: number; total: Float64Array };

/** Grows trees on bins, one after another, with the memory of the one before. */
export class TreeGrower {
  readonly #bins: Bins;
  readonly #sample: NodeSample;
  readonly #options: ForestOptions;
  readonly #builder: TreeBuilder;
  readonly #search: SplitSearch;
  readonly #features: Int32Array;
  readonly #centre: number;
  /** Of each node of the tree under way, from its root: the bin of its split, for rows that are routed by their bins. */
  #nodeBins = new Uint8Array(1024);

  /** @param centre what targets are measured from */
  constructor(bins: Bins, sample: NodeSample, options: ForestOptions, builder: TreeBuilder, centre: number) {
    this.#centre = centre;
    this.#bins = bins;
    this.#sample = sample;
    this.#options = options;
    this.#builder = builder;
    this.#search = new SplitSearch(sample, options.minLeaf);
    this.#features = Int32Array.from({ length: bins.columns }, (_, column) => column);
  }

  /** Weight and sums of the rows [from, to). */
  #totalOf(from: number, to: number): Float64Array {
    const { sums, stride, outputs, isPacked } = this.#sample;
    const total = new Float64Array(outputs + 1);
    if (isPacked) {
      let packed = 0;
      for (let place = from; place < to; place += 1) packed += sums[place]!;
      total[1] = Math.floor(packed / PACK);
      total[0] = packed - total[1] * PACK;
      return total;
    }
    for (let cell = from * stride; cell < to * stride; cell += stride)
      for (let part = 0; part < stride; part += 1) total[part] = total[part]! + sums[cell + part]!;
    return total;
  }

  /** Grows the next tree on the rows of the sample. Returns the node of its root. */
  grow(random: Random): number {
    const root = this.#builder.begin();
    const stack: Open[] = [
      {
        node: root,
        from: 0,
        to: this.#sample.length,
        depth: 0,
        total: this.#totalOf(0, this.#sample.length),
      },
    ];
    for (let open = stack.pop(); open !== undefined; open = stack.pop()) {
      this.#describe(open);
      const children = this.#split(open, root, random);
      if (children !== undefined) stack.push(children[1], children[0]);
    }
    return root;
  }

  #describe({ node, total }: Open): void {
    this.#builder.setCover(node, total[0]!);
    for (let output = 0; output < this.#sample.outputs; output += 1)
      this.#builder.setValue(node, output, this.#centre + total[output + 1]! / total[0]!);
  }

  #split(open: Open, root: number, random: Random): [Open, Open] | undefined {
    const { maxDepth, minLeaf } = this.#options;
    const { node, from, to, depth, total } = open;
    const weight = total[0]!;
    if (depth >= maxDepth || weight < 2 * minLeaf || this.#isPure(total)) return undefined;
    if (!this.#findSplit(open, random)) return undefined;
    const split = this.#search.best;
    const { codes, rows } = this.#bins;
    const offset = split.feature * rows;
    // Without missing values here `missingLeft` does not matter to these rows.
    const middle = this.#sample.partition(codes, offset, split, from, to);
    const leftTotal = this.#totalOf(from, middle);
    // Where weights are very unlike, what is left of the whole is not what the rows are.
    const rightTotal = this.#sample.isPacked
      ? total.map((sum, part) => sum - leftTotal[part]!)
      : this.#totalOf(middle, to);
    if (!this.#search.isDirectionKnown) split.missingLeft = leftTotal[0]! >= rightTotal[0]!;
    const left = this.#builder.split(node, split);
    this.#noteBin(node - root, split.bin);
    return [
      { node: left, from, to: middle, depth: depth + 1, total: leftTotal },
      { node: left + 1, from: middle, to, depth: depth + 1, total: rightTotal },
    ];
  }

  /** All targets of a node equal 0, or all equal 1: nothing is left to tell apart. */
  #isPure(total: Float64Array): boolean {
    if (!this.#sample.isPacked) return false;
    return total[1] === 0 || total[1] === total[0];
  }

  /** What a gain must be above: rounding makes as much of the same rows in another order. */
  #rounding(from: number, to: number): number {
    const { sums, stride, isPacked } = this.#sample;
    if (isPacked) return 1e-12;
    let squares = 0;
    for (let cell = from * stride; cell < to * stride; cell += stride)
      for (let part = 1; part < stride; part += 1)
        squares += (sums[cell + part]! * sums[cell + part]!) / sums[cell]!;
    return squares * 1e-13;
  }

  /** Tries features in random order: as many as are asked for, and on where none of them could split. */
  #findSplit({ from, to, total }: Open, random: Random): boolean {
    const { codes, rows, edges } = this.#bins;
    const features = this.#features;
    let least = 0;
    for (let part = 1; part < total.length; part += 1) least += (total[part]! * total[part]!) / total[0]!;
    this.#search.begin(least + least * 1e-12 + this.#rounding(from, to));
    let tried = 0;
    for (let place = 0; place < features.length; place += 1) {
      if (tried >= this.#options.featuresPerSplit && this.#search.best.feature >= 0) break;
      const drawn = place + Math.floor(random.unit() * (features.length - place));
      const feature = features[drawn]!;
      features[drawn] = features[place]!;
      features[place] = feature;
      const offset = feature * rows;
      if (this.#search.tryFeature(feature, codes, offset, edges[feature]!, from, to, total)) tried += 1;
    }
    return this.#search.best.feature >= 0;
  }

  #noteBin(place: number, bin: number): void {
    if (place >= this.#nodeBins.length) {
      const wider = new Uint8Array(Math.max(place + 1, this.#nodeBins.length * 2));
      wider.set(this.#nodeBins);
      this.#nodeBins = wider;
    }
    this.#nodeBins[place] = bin;
  }

  /** The bin of the split of an inner node of the tree grown last, counted from its root. */
  get nodeBins(): Uint8Array {
    return this.#nodeBins;
  }
}
