import { checkFinite } from '../data/check.ts';
import { orderOf } from '../numeric/order-of.ts';
import { labelledScores, type LabelledScores } from './labelled-scores.ts';

/** A rising step line through points; plain data. */
export interface IsotonicCalibration {
  readonly kind: 'isotonic';
  /** Rising, without repeats. */
  readonly scores: readonly number[];
  /** Of each score; never falling, 0 to 1. */
  readonly probabilities: readonly number[];
}

/**
 * Isotonic regression of 0/1 labels on scores: the never falling function of least weighted squares, by pooling adjacent
 * violators (Ayer et al. 1955; for calibration Zadrozny and Elkan 2002). Equal scores are pooled first. Equal to
 * scikit-learn's IsotonicRegression(out_of_bounds='clip'). Needs some thousand rows not to overfit.
 * @param scores any numbers within ±1e100, higher for a likelier 1; n rows
 * @param labels 0 or 1, n rows; both occur with weight
 * @param weights not negative; all 1 where left out
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range`, `one_class`
 */
export function fitIsotonic(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): IsotonicCalibration {
  const pooled = poolEqualScores(labelledScores(scores, labels, weights));
  const fitted = poolViolators(pooled.labels, pooled.weights);
  // Within a level stretch the line needs its ends only.
  const isNeeded = (place: number): boolean =>
    fitted[place] !== fitted[place - 1] || fitted[place] !== fitted[place + 1];
  const kept = Array.from(fitted.keys()).filter(isNeeded);
  return {
    kind: 'isotonic',
    scores: kept.map((place) => pooled.scores[place]!),
    probabilities: kept.map((place) => fitted[place]!),
  };
}

/**
 * Linear between the points of the model, level beyond them.
 * @throws DataError `not_finite`
 */
export function applyIsotonic(model: IsotonicCalibration, scores: ArrayLike<number>): Float64Array {
  checkFinite('scores', scores);
  const { scores: points, probabilities } = model;
  const last = points.length - 1;
  return Float64Array.from(scores, (score) => {
    let [low, high] = [0, last];
    if (score <= points[low]!) return probabilities[low]!;
    if (score >= points[high]!) return probabilities[high]!;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle]! <= score) low = middle;
      else high = middle;
    }
    const share = (score - points[low]!) / (points[high]! - points[low]!);
    // Of two equal ends rounding could make more than either.
    return Math.min(
      probabilities[high]!,
      probabilities[low]! + share * (probabilities[high]! - probabilities[low]!),
    );
  });
}

/** One row a distinct score, rising: the weighted mean of its labels, the sum of its weights. */
function poolEqualScores({ scores, labels, weights }: LabelledScores): LabelledScores {
  const distinct = new Float64Array(scores.length);
  const means = new Float64Array(scores.length);
  const totals = new Float64Array(scores.length);
  let last = -1;
  for (const row of orderOf(scores)) {
    if (last < 0 || scores[row]! !== distinct[last]!) {
      last += 1;
      distinct[last] = scores[row]!;
    }
    totals[last]! += weights[row]!;
    means[last]! += weights[row]! * labels[row]!;
  }
  const count = last + 1;
  return {
    scores: distinct.subarray(0, count),
    labels: means.subarray(0, count).map((total, place) => total / totals[place]!),
    weights: totals.subarray(0, count),
  };
}

/** Blocks of equal values; one that is below the block before it is pooled with it. O(n). */
function poolViolators(values: Float64Array, weights: Float64Array): Float64Array {
  const means = new Float64Array(values.length);
  const totals = new Float64Array(values.length);
  const ends = new Int32Array(values.length);
  let block = -1;
  for (let place = 0; place < values.length; place += 1) {
    block += 1;
    means[block] = values[place]!;
    totals[block] = weights[place]!;
    ends[block] = place + 1;
    while (block > 0 && means[block - 1]! >= means[block]!) {
      const total = totals[block - 1]! + totals[block]!;
      means[block - 1] = (means[block - 1]! * totals[block - 1]! + means[block]! * totals[block]!) / total;
      totals[block - 1] = total;
      ends[block - 1] = place + 1;
      block -= 1;
    }
  }
  const fitted = new Float64Array(values.length);
  for (let index = 0; index <= block; index += 1)
    fitted.fill(means[index] ?? 0, index === 0 ? 0 : ends[index - 1], ends[index]);
  return fitted;
}
