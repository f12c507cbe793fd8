import type { Split } from '../trees/tree-builder.ts';
import { PACK, type NodeSample } from '../trees/node-sample.ts';

/** A split with how good it is. */
export type FoundSplit = Split & { score: number };

/**
 * Looks for the best split of a node by one feature: rows are summed by bin, and every place between two bins is tried,
 * with missing values on either side. The score is Σ (sum of targets)² / weight over both children, which is largest
 * where the weighted variance within them is least; for outcomes 0 and 1, or one output for each class, that is Gini's
 * impurity (Breiman et al. 1984).
 */
export class SplitSearch {
  readonly best: FoundSplit = { feature: -1, bin: 0, threshold: 0, missingLeft: false, score: 0 };
  readonly #sample: NodeSample;
  readonly #minLeaf: number;
  readonly #sums: Float64Array;
  readonly #left: Float64Array;

  constructor(sample: NodeSample, minLeaf: number) {
    this.#sample = sample;
    this.#minLeaf = minLeaf;
    this.#sums = new Float64Array(256 * sample.stride);
    this.#left = new Float64Array(sample.outputs + 1);
  }

  /** Begins with a node: only splits that score above `least` count. */
  begin(least: number): void {
    this.best.feature = -1;
    this.best.score = least;
  }

  /**
   * Tries a feature for the rows [from, to).
   * @param total weight and sums of the node
   * @returns false where all its rows lie in one bin
   */
  tryFeature(
    feature: number,
    codes: Uint8Array,
    offset: number,
    edges: Float64Array,
    from: number,
    to: number,
    total: Float64Array,
  ): boolean {
    if (this.#sample.isPacked) {
      this.#sumPacked(codes, offset, from, to);
      return this.#scanPacked(feature, edges, total[0]!, total[1]!);
    }
    this.#sum(codes, offset, from, to);
    return this.#scan(feature, edges, total);
  }

  #sumPacked(codes: Uint8Array, offset: number, from: number, to: number): void {
    const { rows, sums } = this.#sample;
    const bins = this.#sums;
    for (let place = from; place < to; place += 1) {
      const code = codes[offset + rows[place]!]!;
      bins[code] = bins[code]! + sums[place]!;
    }
  }

  #sum(codes: Uint8Array, offset: number, from: number, to: number): void {
    const { rows, sums, stride } = this.#sample;
    const bins = this.#sums;
    for (let place = from; place < to; place += 1) {
      const cell = codes[offset + rows[place]!]! * stride;
      const start = place * stride;
      for (let part = 0; part < stride; part += 1)
        bins[cell + part] = bins[cell + part]! + sums[start + part]!;
    }
  }

  #scanPacked(feature: number, edges: Float64Array, weight: number, sum: number): boolean {
    const bins = this.#sums;
    const minLeaf = this.#minLeaf;
    const missing = bins[0]!;
    bins[0] = 0;
    const missingSum = Math.floor(missing / PACK);
    const missingWeight = missing - missingSum * PACK;
    let leftWeight = 0;
    let leftSum = 0;
    let best = this.best.score;
    let bestBin = -1;
    let isMissingLeft = false;
    const last = edges.length + 1;
    let filled = missing > 0 ? 1 : 0;
    for (let bin = 1; bin <= last; bin += 1) {
      const packed = bins[bin]!;
      if (packed === 0) continue;
      bins[bin] = 0;
      filled += 1;
      const ones = Math.floor(packed / PACK);
      leftSum += ones;
      leftWeight += packed - ones * PACK;
      const rightWeight = weight - leftWeight;
      if (leftWeight >= minLeaf && rightWeight >= minLeaf) {
        const rightSum = sum - leftSum;
        const score = (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / rightWeight;
        if (score > best) {
          best = score;
          bestBin = bin;
          isMissingLeft = false;
        }
      }
      if (missing === 0) continue;
      const withMissing = leftWeight + missingWeight;
      const rest = weight - withMissing;
      if (withMissing >= minLeaf && rest >= minLeaf) {
        const sumWith = leftSum + missingSum;
        const sumRest = sum - sumWith;
        const score = (sumWith * sumWith) / withMissing + (sumRest * sumRest) / rest;
        if (score > best) {
          best = score;
          bestBin = bin;
          isMissingLeft = true;
        }
      }
    }
    if (bestBin >= 0) this.#keep(feature, edges, best, bestBin, isMissingLeft, missing > 0);
    return filled > 1;
  }

  #scan(feature: number, edges: Float64Array, total: Float64Array): boolean {
    const bins = this.#sums;
    const left = this.#left.fill(0);
    const stride = left.length;
    const missing = bins.slice(0, stride);
    bins.fill(0, 0, stride);
    const hasMissing = missing[0]! > 0;
    let best = this.best.score;
    let bestBin = -1;
    let isMissingLeft = false;
    let filled = hasMissing ? 1 : 0;
    for (let bin = 1; bin <= edges.length + 1; bin += 1) {
      const start = bin * stride;
      if (bins[start] === 0) continue;
      filled += 1;
      for (let part = 0; part < stride; part += 1) {
        left[part] = left[part]! + bins[start + part]!;
        bins[start + part] = 0;
      }
      const score = this.#score(left, undefined, total);
      if (score > best) {
        best = score;
        bestBin = bin;
        isMissingLeft = false;
      }
      if (!hasMissing) continue;
      const other = this.#score(left, missing, total);
      if (other > best) {
        best = other;
        bestBin = bin;
        isMissingLeft = true;
      }
    }
    if (bestBin >= 0) this.#keep(feature, edges, best, bestBin, isMissingLeft, hasMissing);
    return filled > 1;
  }

  /** −1 where a child would be too light. */
  #score(left: Float64Array, missing: Float64Array | undefined, total: Float64Array): number {
    const leftWeight = left[0]! + (missing?.[0] ?? 0);
    const rightWeight = total[0]! - leftWeight;
    if (leftWeight < this.#minLeaf || rightWeight < this.#minLeaf) return -1;
    let score = 0;
    for (let part = 1; part < left.length; part += 1) {
      const leftSum = left[part]! + (missing?.[part] ?? 0);
      const rightSum = total[part]! - leftSum;
      score += (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / rightWeight;
    }
    return score;
  }

  #keep(
    feature: number,
    edges: Float64Array,
    score: number,
    bin: number,
    isMissingLeft: boolean,
    hasMissing: boolean,
  ): void {
    const { best } = this;
    best.score = score;
    best.feature = feature;
    best.bin = bin;
    // Only missing values are on the other side of the highest bin.
    best.threshold = edges[bin - 1] ?? Number.POSITIVE_INFINITY;
    best.missingLeft = isMissingLeft;
    this.isDirectionKnown = hasMissing;
  }

  /** Whether the best split saw missing values; otherwise they go with the heavier child. */
  isDirectionKnown = false;
}
