import { checkFinite, checkNumber, checkRange, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';

/**
 * How cells lie to each other. Neighbours on a circle (hours of the day) or on a line (minutes of a session) lend each other
 * strength; cells without an order (formats, topics) are all alike.
 */
export type CellLayout =
  | { readonly kind: 'circle'; readonly positions: ArrayLike<number>; readonly period: number }
  | { readonly kind: 'line'; readonly positions: ArrayLike<number> }
  | { readonly kind: 'unordered' };

/** A covariance of effects, size × size by rows, and its share of the prior. */
export interface CovarianceShape {
  share: number;
  covariance: Float64Array;
}

/**
 * A slow change has .4 of the prior, one of a few neighbouring cells .3, and cells that know nothing of each other .3. Lengths
 * in radii of the circle (of a day: 6 hours and 80 minutes), or as shares of the line.
 */
const KERNELS = [
  { share: 0.4, onCircle: 1.5, onLine: 0.5 },
  { share: 0.3, onCircle: 0.35, onLine: 0.12 },
];
const INDEPENDENT = 0.3;

/**
 * @param counts the cells, in the order of the positions
 * @throws DataError `length`, `not_finite`, `out_of_range` (period, positions outside it or taken twice)
 */
export function checkLayout(layout: CellLayout, counts: ArrayLike<number>): void {
  if (layout.kind === 'unordered') return;
  checkSameLength('positions', layout.positions, 'counts', counts);
  checkFinite('positions', layout.positions);
  if (layout.kind === 'circle') {
    checkNumber('period', layout.period, Number.MIN_VALUE, Number.MAX_VALUE);
    checkRange('positions', layout.positions, 0, layout.period);
  }
  const taken = new Set<number>();
  for (let cell = 0; cell < layout.positions.length; cell += 1) {
    const position = layout.positions[cell]!;
    if (taken.has(position) || (layout.kind === 'circle' && position === layout.period))
      throw new DataError('out_of_range', 'positions', cell, `${position} is the place of another cell`);
    taken.add(position);
  }
}

/**
 * The shapes that effects may take: squared exponential of the distance (on a circle through its chord: Rasmussen and
 * Williams 2006, eq. 4.31) in two lengths, and independent. Each is centred, so that the effects weighted by `shares` add up
 * to 0, and scaled to a weighted mean variance of 1.
 * @param cells which cells of the layout, at least two
 * @param shares weights of these cells, sum 1
 */
export function covarianceShapes(
  layout: CellLayout,
  cells: ArrayLike<number>,
  shares: ArrayLike<number>,
): CovarianceShape[] {
  const independent = (row: number, column: number): number => (row === column ? 1 : 0);
  if (layout.kind === 'unordered') return [{ share: 1, covariance: centred(independent, shares) }];
  const at = Float64Array.from(cells, (cell) => layout.positions[cell]!);
  const length = at.reduce((a, b) => Math.max(a, b)) - at.reduce((a, b) => Math.min(a, b));
  const smooth = KERNELS.map(({ share, onCircle, onLine }) => {
    const kernel = (row: number, column: number): number => {
      const between = at[row]! - at[column]!;
      const distance =
        layout.kind === 'circle'
          ? (2 * Math.sin((Math.PI * between) / layout.period)) / onCircle
          : between / (length * onLine);
      return Math.exp(-0.5 * distance ** 2);
    };
    return { share, covariance: centred(kernel, shares) };
  });
  return [...smooth, { share: INDEPENDENT, covariance: centred(independent, shares) }];
}

function centred(kernel: (row: number, column: number) => number, shares: ArrayLike<number>): Float64Array {
  const size = shares.length;
  const covariance = new Float64Array(size * size);
  const means = new Float64Array(size);
  let overall = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const value = kernel(row, column);
      covariance[row * size + column] = value;
      means[row]! += shares[column]! * value;
    }
    overall += shares[row]! * means[row]!;
  }
  let scale = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1)
      covariance[row * size + column]! += overall - means[row]! - means[column]!;
    scale += shares[row]! * covariance[row * size + row]!;
  }
  return covariance.map((value) => value / scale);
}

/**
 * For every cell the one that follows it, −1 where none does: the next along a line; on a circle the next at no more than
 * one and a half times the least distance, so that a night without cells is no neighbourhood.
 */
export function nextCells(layout: CellLayout, count: number): Int32Array {
  const next = new Int32Array(count).fill(-1);
  if (layout.kind === 'unordered' || count < 2) return next;
  const { positions } = layout;
  const order = Array.from({ length: count }, (_, cell) => cell).sort(
    (a, b) => positions[a]! - positions[b]!,
  );
  if (layout.kind === 'line') {
    for (let place = 1; place < count; place += 1) next[order[place - 1]!] = order[place]!;
    return next;
  }
  const gaps = order.map((cell, place) => {
    const following = positions[order[(place + 1) % count]!]! + (place + 1 === count ? layout.period : 0);
    return following - positions[cell]!;
  });
  const widest = 1.5 * Math.min(...gaps);
  for (let place = 0; place < count; place += 1)
    if (gaps[place]! <= widest) next[order[place]!] = order[(place + 1) % count]!;
  return next;
}
