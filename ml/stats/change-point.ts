import { checkAtLeast, checkCount, checkFinite, checkNotConstant, checkNumber } from '../data/check.ts';
import { weightsOf } from '../data/weights.ts';
import { shuffle } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { monteCarloPValue } from './monte-carlo-p-value.ts';

export interface ChangePointOptions {
  /** Precision of each value (1 / its variance, up to one factor; the number of answers behind a mean), above 0. */
  weights?: ArrayLike<number>;
  /** Least number of values on either side of a change; default 5. */
  minimumSegment?: number;
  /** Permutations at most; default 1999. */
  permutations?: number;
  /** The permutations end when so many were as extreme; default 20. */
  stopAfter?: number;
  /** Of the confidence set; default 0.9. */
  level?: number;
}

/** The likeliest change in the mean of a sequence, and how sure it is. */
export interface ChangePoint {
  /** The first row after the change. */
  position: number;
  /** Weighted means on either side. Chosen to differ most, they exaggerate a change that p does not support. */
  before: number;
  after: number;
  /** Share of the weighted variation about the mean that the change explains, 0 to 1. */
  explained: number;
  /** Of the hypothesis that the mean never changes. */
  pValue: number;
  permutations: number;
  /** Rows at which the change may as well have come, rising; not always without gaps. Means something if p is small. */
  confidenceSet: Int32Array;
}

/**
 * One change in the mean of a sequence: the split that leaves the least weighted squares, which is where the standardised
 * cumulative sum is largest (Page 1955; Hinkley 1970). The p-value compares the explained share with that of the standardised
 * residuals in random order, so that no distribution is assumed; it does assume that values are exchangeable when nothing
 * changes: a sequence whose neighbours are alike (moods, seasons) shows changes that are none. The confidence set holds the
 * rows whose likelihood ratio 2 log L is within −2 log(1 − √level) of the best (the limit for small changes, Hansen 2000,
 * theorem 1; it covers more than its level where a change is large). O(n) a permutation.
 * @param values in their order, at least 2 · minimumSegment of them
 * @param random moved by one fork
 * @throws DataError `too_few`, `not_finite`, `constant`, `length` (weights), `out_of_range` (options)
 */
export function changePoint(
  values: ArrayLike<number>,
  random: Random,
  options: ChangePointOptions = {},
): ChangePoint {
  const { minimumSegment = 5, permutations = 1999, stopAfter = 20, level = 0.9 } = options;
  checkCount('minimumSegment', minimumSegment, 1);
  checkCount('permutations', permutations, 1);
  checkCount('stopAfter', stopAfter, 1);
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  checkAtLeast('values', values, 2 * minimumSegment);
  checkFinite('values', values);
  checkNotConstant('values', values);
  const weights = weightsOf(options.weights, 'values', values, Number.MIN_VALUE);

  const split = bestSplit(values, weights, minimumSegment);
  const roots = weights.map(Math.sqrt);
  const standardised = roots.map((root, row) => root * (values[row]! - split.mean));
  const draws = random.fork();
  const permuted = new Float64Array(values.length);
  const { pValue, draws: made } = monteCarloPValue(
    () => {
      shuffle(draws, standardised);
      for (let row = 0; row < permuted.length; row += 1) permuted[row] = standardised[row]! / roots[row]!;
      // Sums in another order differ by rounding; what differs by no more is as extreme.
      return bestSplit(permuted, weights, minimumSegment).explained >= split.explained * (1 - 1e-12);
    },
    permutations,
    stopAfter,
  );
  return {
    position: split.position,
    before: split.before,
    after: split.after,
    explained: split.explained,
    pValue,
    permutations: made,
    confidenceSet: confidenceSet(values, weights, minimumSegment, split, level),
  };
}

interface Split {
  position: number;
  before: number;
  after: number;
  /** Of all values. */
  mean: number;
  explained: number;
}

/** The split that explains most, the first of equal ones. */
function bestSplit(values: ArrayLike<number>, weights: Float64Array, minimumSegment: number): Split {
  const centred = centre(values, weights);
  let best = -1;
  let position = minimumSegment;
  let bestSum = 0;
  let bestWeight = 1;
  eachSplit(values, weights, minimumSegment, centred, (row, gain, sum, weight) => {
    if (gain <= best) return;
    best = gain;
    position = row;
    bestSum = sum;
    bestWeight = weight;
  });
  return {
    position,
    before: centred.mean + bestSum / bestWeight,
    after: centred.mean - bestSum / (centred.weight - bestWeight),
    mean: centred.mean,
    explained: Math.min(best / centred.squares, 1),
  };
}

interface Centre {
  mean: number;
  weight: number;
  /** Weighted squares about the mean. */
  squares: number;
}

function centre(values: ArrayLike<number>, weights: Float64Array): Centre {
  let weight = 0;
  let sum = 0;
  for (let row = 0; row < weights.length; row += 1) {
    weight += weights[row]!;
    sum += weights[row]! * values[row]!;
  }
  const mean = sum / weight;
  let squares = 0;
  for (let row = 0; row < weights.length; row += 1) squares += weights[row]! * (values[row]! - mean) ** 2;
  return { mean, weight, squares };
}

/**
 * Visits every split with the squares it explains: of the centred sum S before it, S² (1 / W before + 1 / W after).
 */
function eachSplit(
  values: ArrayLike<number>,
  weights: Float64Array,
  minimumSegment: number,
  { mean, weight: total }: Centre,
  visit: (position: number, gain: number, sumBefore: number, weightBefore: number) => void,
): void {
  let sum = 0;
  let weight = 0;
  for (let row = 0; row + minimumSegment < weights.length; row += 1) {
    sum += weights[row]! * (values[row]! - mean);
    weight += weights[row]!;
    if (row + 1 >= minimumSegment)
      visit(row + 1, sum * sum * (1 / weight + 1 / (total - weight)), sum, weight);
  }
}

/** With the variance estimated at each split, 2 log L falls by n log(squares left / least squares left). */
function confidenceSet(
  values: ArrayLike<number>,
  weights: Float64Array,
  minimumSegment: number,
  best: Split,
  level: number,
): Int32Array {
  const centred = centre(values, weights);
  const bound = -2 * Math.log(1 - Math.sqrt(level));
  const leastLeft = 1 - best.explained;
  const mostLeft = leastLeft * Math.exp(bound / values.length) + 1e-12;
  const rows: number[] = [];
  eachSplit(values, weights, minimumSegment, centred, (position, gain) => {
    if (1 - gain / centred.squares <= mostLeft) rows.push(position);
  });
  return Int32Array.from(rows);
}
