import { checkFinite } from '../data/check.ts';
import { sum } from '../numeric/sample.ts';
import { sigmoid } from '../numeric/special.ts';
import { labelledScores } from './labelled-scores.ts';
import { newtonLogistic } from './newton-logistic.ts';

/** p = sigmoid(slope · score + intercept); plain data. */
export interface PlattCalibration {
  readonly kind: 'platt';
  /** Platt's −A. Below 0 where higher scores went with more 0s. */
  readonly slope: number;
  /** Platt's −B. */
  readonly intercept: number;
}

/**
 * Platt scaling (1999): a logistic curve of the score, fitted to targets pulled from 1 and 0 to (n₁ + 1) / (n₁ + 2) and
 * 1 / (n₀ + 2), which keeps it finite where scores separate the labels. The optimum is that of scikit-learn's
 * _SigmoidCalibration, to more digits. For probabilities give the log-odds as scores, else the identity is out of reach.
 * @param scores any numbers within ±1e100, n rows; slope 0 where all are equal
 * @param labels 0 or 1, n rows; both occur with weight
 * @param weights not negative; all 1 where left out
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range`, `one_class`
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): PlattCalibration {
  const rows = labelledScores(scores, labels, weights);
  const ones = sum(rows.weights.map((weight, row) => weight * rows.labels[row]!));
  const zeros = sum(rows.weights) - ones;
  const [high, low] = [(ones + 1) / (ones + 2), 1 / (zeros + 2)];
  const targets = rows.labels.map((label) => (label === 1 ? high : low));
  const { slopes, intercept } = newtonLogistic([rows.scores], targets, rows.weights);
  return { kind: 'platt', slope: slopes[0]!, intercept };
}

/** @throws DataError `not_finite` */
export function applyPlatt(model: PlattCalibration, scores: ArrayLike<number>): Float64Array {
  checkFinite('scores', scores);
  return Float64Array.from(scores, (score) => sigmoid(model.slope * score + model.intercept));
}
