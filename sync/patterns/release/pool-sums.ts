import { choleskyFactor, solveLower } from '#ml/numeric/cholesky.ts';

/** A sum of counts with noise: Σ weights · counts was seen as `value`. */
export type SeenSum = {
  readonly weights: readonly number[];
  readonly value: number;
  readonly variance: number;
};

/** Counts as all sums together tell them, and how sure they are: `covarianceOf` is of two sums of them. */
export type PooledCounts = {
  readonly counts: readonly number[];
  readonly covarianceOf: (left: readonly number[], right: readonly number[]) => number;
};

/**
 * Generalised least squares: the counts that the sums speak for, each with its own noise. Bins, a sum of values and the
 * number of messages tell of one thing thrice, and what each knows best is used.
 * @throws DataError where the sums do not tell the counts apart
 */
export function poolSums(size: number, seen: readonly SeenSum[]): PooledCounts {
  const precision = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (const { weights, value, variance } of seen) {
    for (let row = 0; row < size; row += 1) {
      const weight = (weights[row] ?? 0) / variance;
      right[row]! += weight * value;
      for (let column = 0; column < size; column += 1)
        precision[row * size + column]! += weight * (weights[column] ?? 0);
    }
  }
  const factor = choleskyFactor(precision, size);
  const halfSolved = (columns: Float64Array): Float64Array => {
    solveLower(factor, size, columns, 1);
    return columns;
  };
  // x = P⁻¹ b = L⁻ᵀ L⁻¹ b, read off as dot products of half-solved unit vectors.
  const solvedRight = halfSolved(right);
  const units = Array.from({ length: size }, (_, place) => {
    const unit = new Float64Array(size);
    unit[place] = 1;
    return halfSolved(unit);
  });
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
    let sum = 0;
    for (let place = 0; place < size; place += 1) sum += (a[place] ?? 0) * (b[place] ?? 0);
    return sum;
  };
  const half = (weights: readonly number[]): Float64Array => {
    const together = new Float64Array(size);
    units.forEach((unit, place) => {
      for (let row = 0; row < size; row += 1) together[row]! += (weights[place] ?? 0) * (unit[row] ?? 0);
    });
    return together;
  };
  return {
    counts: units.map((unit) => dot(unit, solvedRight)),
    covarianceOf: (left, other) => dot(half(left), half(other)),
  };
}
