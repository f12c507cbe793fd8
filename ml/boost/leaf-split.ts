import { GRADIENT_PACK, type PackedGradients } from './gradients.ts';

/** Bins of a column, missing values among them. */
export const CELLS = 256;

/** The best split of a leaf; `feature` −1 where none gains. */
export type LeafSplit = {
  feature: number;
  bin: number;
  missingLeft: boolean;
  gain: number;
};

/** A leaf while its tree grows, with the sums of its rows by column and bin. */
export type Leaf = {
  node: number;
  from: number;
  to: number;
  /** columns × CELLS, packed. */
  sums: Float64Array;
  split: LeafSplit;
};

/** `minShare`: the least part of a leaf, measured by curvature, that either side must have. */
type Limits = { l2: number; minShare: number };

/**
 * Looks for the best split of a leaf over all columns by its sums: the gain is that of Newton's step on both sides over
 * that on the whole (Friedman 2001; Chen and Guestrin 2016).
 */
export function findLeafSplit(
  leaf: Leaf,
  columns: Int32Array,
  lastBins: Uint8Array,
  { gradientStep, curvatureStep }: PackedGradients,
  { l2, minShare }: Limits,
): void {
  const { sums, split } = leaf;
  split.feature = -1;
  split.gain = 1e-9;
  // In steps, so that the inner loop counts whole numbers; gains are scaled at the end.
  const pull = l2 / curvatureStep;
  const scale = (gradientStep * gradientStep) / curvatureStep;
  let best = split.gain / scale;
  const [first = 0] = columns;
  let total = 0;
  for (let cell = first * CELLS; cell < (first + 1) * CELLS; cell += 1) total += sums[cell]!;
  const allCurvature = Math.round(total / GRADIENT_PACK);
  const least = minShare * allCurvature;
  const allGradient = total - allCurvature * GRADIENT_PACK;
  const whole = (allGradient * allGradient) / (allCurvature + pull);
  for (let place = 0; place < columns.length; place += 1) {
    const column = columns[place]!;
    const start = column * CELLS;
    const missing = sums[start]!;
    // Everything known left, and then everything missing with it: two passes only where something is missing.
    for (let pass = 0; pass < (missing === 0 ? 1 : 2); pass += 1) {
      let left = pass === 0 ? 0 : missing;
      for (let bin = 1; bin <= lastBins[column]!; bin += 1) {
        const packed = sums[start + bin]!;
        if (packed === 0) continue;
        left += packed;
        const curvature = Math.round(left / GRADIENT_PACK);
        const otherCurvature = allCurvature - curvature;
        if (curvature < least) continue;
        if (otherCurvature < least) break;
        const gradient = left - curvature * GRADIENT_PACK;
        const other = allGradient - gradient;
        const gain =
          (gradient * gradient) / (curvature + pull) + (other * other) / (otherCurvature + pull) - whole;
        if (gain > best) {
          best = gain;
          split.feature = column;
          split.bin = bin;
          split.missingLeft = pass === 1;
        }
      }
    }
  }
  split.gain = best * scale;
}
