import { checkAtLeast, checkCount, checkFinite, checkNotConstant, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { weightsOf } from '../data/weights.ts';
import { orderOf } from '../numeric/order-of.ts';

export interface HingeOptions {
  /** Precision of each row (1 / its variance, up to one factor; the number of answers behind a mean), above 0. */
  weights?: ArrayLike<number>;
  /** The line before the break is level: y = a + d · max(0, x − c). */
  isFlatBefore?: boolean;
  /** Rows on either side of a break; default a twentieth of all, at least 3. */
  minimumRows?: number;
}

/** Rows in the order of x, and what a regression with a break anywhere needs of them in O(1). */
export interface Hinge {
  /** Rows in rising order of x. */
  readonly order: Int32Array;
  readonly weights: Float64Array;
  readonly isFlat: boolean;
  /** Means of x and y, and half the range of x: places are (x − meanX) / scaleX, so that sums keep their digits. */
  readonly meanX: number;
  readonly meanY: number;
  readonly scaleX: number;
  /** Distinct places, rising. */
  readonly places: Float64Array;
  /** Rows at the first k places, k from 0 to all of them. */
  readonly rowsBelow: Int32Array;
  /** Σw, Σwx, Σwx² of the first k places; Σwy, Σwxy with y centred. */
  readonly w: Float64Array;
  readonly wx: Float64Array;
  readonly wxx: Float64Array;
  readonly wy: Float64Array;
  readonly wxy: Float64Array;
  /** Weighted squares of y about its mean, and what the line without a break leaves of them. */
  readonly squares: number;
  readonly squaresOfLine: number;
  /** The first and the last place at which the line may break. */
  readonly first: number;
  readonly last: number;
}

/**
 * Checks and sums up the rows of a regression with one break. At least two distinct x lie on either side of a break.
 * @throws DataError `length`, `not_finite`, `constant` (y), `out_of_range` (weights), `too_few` (rows, or distinct x)
 */
export function hingeOf(x: ArrayLike<number>, y: ArrayLike<number>, options: HingeOptions): Hinge {
  const { minimumRows = Math.max(3, Math.ceil(x.length / 20)), isFlatBefore = false } = options;
  checkCount('minimumRows', minimumRows, 2);
  checkAtLeast('x', x, Math.max(6, 2 * minimumRows));
  checkSameLength('y', y, 'x', x);
  checkFinite('x', x);
  checkFinite('y', y);
  checkNotConstant('y', y);
  const weights = weightsOf(options.weights, 'x', x, Number.MIN_VALUE);
  const order = orderOf(x);
  const sums = sumsOf(order, x, y, weights);

  const { places, rowsBelow, wx, wxx, wxy, squares } = sums;
  let first = 1;
  while (first < places.length && rowsBelow[first + 1]! < minimumRows) first += 1;
  let last = places.length - 3;
  while (last >= 0 && x.length - rowsBelow[last]! < minimumRows) last -= 1;
  if (first > last)
    throw new DataError('too_few', 'x', null, 'too few distinct values for a line on either side of a break');
  const all = places.length;
  const spread = wxx[all]! - wx[all]! ** 2 / sums.w[all]!;
  const squaresOfLine = isFlatBefore ? squares : squares - wxy[all]! ** 2 / spread;
  return { ...sums, order, weights, isFlat: isFlatBefore, squaresOfLine, first, last };
}

function sumsOf(
  order: Int32Array,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: Float64Array,
): Omit<Hinge, 'order' | 'weights' | 'isFlat' | 'squaresOfLine' | 'first' | 'last'> {
  let total = 0;
  let [meanX, meanY] = [0, 0];
  for (let row = 0; row < weights.length; row += 1) {
    total += weights[row]!;
    meanX += weights[row]! * x[row]!;
    meanY += weights[row]! * y[row]!;
  }
  meanX /= total;
  meanY /= total;
  const scaleX = (x[order[order.length - 1]!]! - x[order[0]!]!) / 2;
  const w = new Float64Array(order.length + 1);
  const wx = new Float64Array(order.length + 1);
  const wxx = new Float64Array(order.length + 1);
  const wy = new Float64Array(order.length + 1);
  const wxy = new Float64Array(order.length + 1);
  const places = new Float64Array(order.length);
  const rowsBelow = new Int32Array(order.length + 1);
  let count = 0;
  let [sumW, sumX, sumXx, sumY, sumXy, squares] = [0, 0, 0, 0, 0, 0];
  for (let rank = 0; rank < order.length; rank += 1) {
    const row = order[rank]!;
    if (rank === 0 || x[row] !== x[order[rank - 1]!]) count += 1;
    const place = (x[row]! - meanX) / scaleX;
    const deviation = y[row]! - meanY;
    const weight = weights[row]!;
    places[count - 1] = place;
    w[count] = sumW += weight;
    wx[count] = sumX += weight * place;
    wxx[count] = sumXx += weight * place * place;
    wy[count] = sumY += weight * deviation;
    wxy[count] = sumXy += weight * place * deviation;
    squares += weight * deviation * deviation;
    rowsBelow[count] = rank + 1;
  }
  return {
    meanX,
    meanY,
    scaleX,
    places: places.subarray(0, count),
    rowsBelow: rowsBelow.subarray(0, count + 1),
    w: w.subarray(0, count + 1),
    wx: wx.subarray(0, count + 1),
    wxx: wxx.subarray(0, count + 1),
    wy: wy.subarray(0, count + 1),
    wxy: wxy.subarray(0, count + 1),
    squares,
  };
}

/** The part of max(0, x − c) that a line does not explain. */
export interface BreakColumn {
  /** Σw h, Σw h x of h = max(0, x − c). */
  readonly sum: number;
  readonly sumX: number;
  /** Its weighted squares; 0 where it is a line but for rounding. */
  readonly squares: number;
}

/**
 * Frisch and Waugh: a line with a break at c leaves squaresOfLine − N² / D, where h = max(0, x − c) less its own regression
 * on the line has the squares D and the product N with y.
 * @param below number of places at or below c
 * @param c a place
 */
export function breakColumn({ w, wx, wxx, isFlat }: Hinge, below: number, c: number): BreakColumn {
  const all = w.length - 1;
  const above = w[all]! - w[below]!;
  const aboveX = wx[all]! - wx[below]!;
  const aboveXx = wxx[all]! - wxx[below]!;
  const sum = aboveX - c * above;
  const sumX = aboveXx - c * aboveX;
  const raw = sumX - c * sum;
  // Places are centred, so that Σwx is 0 but for rounding.
  const squares = raw - sum ** 2 / w[all]! - (isFlat ? 0 : sumX ** 2 / wxx[all]!);
  return { sum, sumX, squares: squares > raw * 1e-11 ? squares : 0 };
}

/** The product N of `breakColumn` with y. */
export function breakProduct(hinge: Hinge, below: number, c: number, { sumX }: BreakColumn): number {
  const { wxx, wy, wxy, isFlat } = hinge;
  const all = wxx.length - 1;
  const raw = wxy[all]! - wxy[below]! - c * (wy[all]! - wy[below]!);
  return raw - (isFlat ? 0 : (sumX * wxy[all]!) / wxx[all]!);
}

/** Weighted squares left by the line with its break at c. */
export function squaresLeft(hinge: Hinge, below: number, c: number): number {
  const column = breakColumn(hinge, below, c);
  if (column.squares === 0) return hinge.squaresOfLine;
  return Math.max(0, hinge.squaresOfLine - breakProduct(hinge, below, c, column) ** 2 / column.squares);
}
