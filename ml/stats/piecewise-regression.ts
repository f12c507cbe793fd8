import { checkNumber } from '../data/check.ts';
import { studentQuantile } from '../numeric/student-quantile.ts';
import { breakColumn, breakProduct, hingeOf, squaresLeft, type Hinge, type HingeOptions } from './hinge.ts';

export interface PiecewiseOptions extends HingeOptions {
  /** Of the interval of the breakpoint; default 0.9. */
  level?: number;
}

/** y = intercept + slopeBefore · min(x, breakpoint) + slopeAfter · max(0, x − breakpoint). */
export interface PiecewiseRegression {
  breakpoint: number;
  /** Profile-likelihood interval of the breakpoint; its ends lie within the x at which a break was sought. */
  low: number;
  high: number;
  intercept: number;
  slopeBefore: number;
  slopeAfter: number;
  /** Standard errors, the breakpoint being estimated too; 0 for a slope held at 0. */
  slopeBeforeError: number;
  slopeAfterError: number;
  /** y at the breakpoint. */
  valueAtBreakpoint: number;
  /** Variance of a row of weight 1. */
  residualVariance: number;
  degreesOfFreedom: number;
}

/**
 * Continuous line with one break, by weighted least squares. The breakpoint is the exact minimum over all x that leave
 * `minimumRows` on either side: between two neighbouring x the best break is where the two lines fitted apart cross, if they
 * cross there, else one of the two x (Hudson 1966); each costs O(1) from sums, n log n in all for the sorting. Its interval
 * holds the breaks whose squares stay below the least ones · (1 + F(1, df) / df), which is near its level while the break is
 * clear (Feder 1975). A break is always found: ask `breakTest` whether there is one.
 * @param x in any order; n rows, at least 6 and as many as both sides need; 2 distinct x on either side of the break
 * @param y n rows
 * @throws DataError `length`, `not_finite`, `constant` (y), `too_few`, `out_of_range` (weights, options)
 */
export function piecewiseRegression(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: PiecewiseOptions = {},
): PiecewiseRegression {
  const { level = 0.9 } = options;
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  const hinge = hingeOf(x, y, options);
  const profile = profileOf(hinge);
  let best = 0;
  for (let index = 1; index < profile.count; index += 1)
    if (profile.left[index]! < profile.left[best]!) best = index;
  const [c, below, left] = [profile.c[best]!, profile.below[best]!, profile.left[best]!];
  const degreesOfFreedom = x.length - (hinge.isFlat ? 3 : 4);
  const bound =
    left * (1 + studentQuantile((1 + level) / 2, degreesOfFreedom) ** 2 / degreesOfFreedom) +
    1e-12 * hinge.squares;
  const residualVariance = left / degreesOfFreedom;
  const toX = (place: number): number => hinge.meanX + hinge.scaleX * place;
  const error = (slope: Line): number => Math.sqrt(residualVariance / slope.spread) / hinge.scaleX;

  const column = breakColumn(hinge, below, c);
  const kink = column.squares === 0 ? 0 : breakProduct(hinge, below, c, column) / column.squares;
  const all = hinge.places.length;
  const slope = hinge.isFlat ? 0 : (hinge.wxy[all]! - kink * column.sumX) / hinge.wxx[all]!;
  const atMean = hinge.meanY - (kink * column.sum) / hinge.w[all]!;
  const slopeBefore = slope / hinge.scaleX;
  return {
    breakpoint: toX(c),
    low: toX(boundary(hinge, profile, bound, 0, 1)),
    high: toX(boundary(hinge, profile, bound, profile.count - 1, -1)),
    intercept: atMean - slopeBefore * hinge.meanX,
    slopeBefore,
    slopeAfter: (slope + kink) / hinge.scaleX,
    slopeBeforeError: hinge.isFlat ? 0 : error(lineOf(hinge, 0, below)),
    slopeAfterError: error(lineOf(hinge, below, all)),
    valueAtBreakpoint: atMean + slope * c,
    residualVariance,
    degreesOfFreedom,
  };
}

/** Places at which the squares may be least, rising: every local minimum over breakpoints, and every x between. */
interface Profile {
  readonly count: number;
  readonly c: Float64Array;
  /** Number of places at or below c. */
  readonly below: Int32Array;
  /** Squares left with the break there. */
  readonly left: Float64Array;
}

function profileOf(hinge: Hinge): Profile {
  const { places, first, last } = hinge;
  const most = 2 * (last - first) + 1;
  const profile = { c: new Float64Array(most), below: new Int32Array(most), left: new Float64Array(most) };
  let count = 0;
  const add = (c: number, below: number): void => {
    profile.c[count] = c;
    profile.below[count] = below;
    profile.left[count] = squaresLeft(hinge, below, c);
    count += 1;
  };
  for (let index = first; index <= last; index += 1) {
    add(places[index]!, index + 1);
    if (index === last) break;
    const c = crossing(hinge, index + 1);
    if (c > places[index]! && c < places[index + 1]!) add(c, index + 1);
  }
  return { ...profile, count };
}

interface Line {
  readonly slope: number;
  readonly atZero: number;
  /** Weighted squares of x about their mean. */
  readonly spread: number;
}

/** The line through the places from one to below another, fitted alone. */
function lineOf({ w, wx, wxx, wy, wxy }: Hinge, from: number, to: number): Line {
  const weight = w[to]! - w[from]!;
  const sumX = wx[to]! - wx[from]!;
  const sumY = wy[to]! - wy[from]!;
  const spread = wxx[to]! - wxx[from]! - sumX ** 2 / weight;
  const slope = (wxy[to]! - wxy[from]! - (sumX * sumY) / weight) / spread;
  return { slope, atZero: (sumY - slope * sumX) / weight, spread };
}

/** Where the lines before and after a number of places cross; not finite where they do not. */
function crossing(hinge: Hinge, below: number): number {
  const after = lineOf(hinge, below, hinge.places.length);
  if (hinge.isFlat) return (hinge.wy[below]! / hinge.w[below]! - after.atZero) / after.slope;
  const before = lineOf(hinge, 0, below);
  return (before.atZero - after.atZero) / (after.slope - before.slope);
}

/**
 * Where the squares first come down to the bound, from one end of the profile on. Between neighbouring candidates they have
 * no minimum, so that they come down once.
 */
function boundary(hinge: Hinge, profile: Profile, bound: number, from: number, step: 1 | -1): number {
  let index = from;
  while (profile.left[index]! > bound) index += step;
  let yes = profile.c[index]!;
  if (index === from) return yes;
  let no = profile.c[index - step]!;
  const below = Math.min(profile.below[index]!, profile.below[index - step]!);
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (yes + no) / 2;
    if (squaresLeft(hinge, below, middle) <= bound) yes = middle;
    else no = middle;
  }
  return yes;
}
