/** Descriptions of a sample. All of them expect finite values; an empty sample gives NaN. */

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let row = 0; row < values.length; row += 1) total += values[row] ?? 0;
  return total;
}

export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** Variance with n − 1 in the denominator; NaN below two values. */
export function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let row = 0; row < values.length; row += 1) squares += ((values[row] ?? 0) - centre) ** 2;
  return values.length < 2 ? Number.NaN : squares / (values.length - 1);
}

/** A sorted copy, as numbers sort. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/** The quantile of a sorted sample, linear between its values (numpy's default, Hyndman and Fan's type 7). */
export function quantileOfSorted(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) return Number.NaN;
  const position = share * (values.length - 1);
  const below = Math.floor(position);
  const low = values[below] ?? Number.NaN;
  const high = values[Math.min(below + 1, values.length - 1)] ?? Number.NaN;
  return low + (position - below) * (high - low);
}

export function quantile(values: ArrayLike<number>, share: number): number {
  return quantileOfSorted(sorted(values), share);
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
