import { checkNumber } from '../data/check.ts';
import { clamp } from '../numeric/special.ts';
import { checkForecasts } from './check-forecasts.ts';
import { weightedMean } from './weighted-mean.ts';

/**
 * Log loss (binary cross-entropy, ignorance score of Good 1952): mean of −log p of what happened, natural logarithm.
 * @param outcomes 0 or 1, n rows
 * @param predictions probability of a 1, n rows; kept `epsilon` off 0 and 1
 * @param options.epsilon the largest loss of a row is −log epsilon. 2^-52 unless given, as scikit-learn clips doubles
 * @param options.weights of the rows, not negative, not all zero
 * @throws DataError `empty`, `length`, `out_of_range`, `not_finite`
 */
export function logLoss(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: { epsilon?: number; weights?: ArrayLike<number> } = {},
): number {
  return weightedMean(logLosses(outcomes, predictions, options.epsilon), options.weights);
}

/** The log loss of each row, clipped as `logLoss` does; for comparisons row by row. Same errors. */
export function logLosses(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  epsilon: number = Number.EPSILON,
): Float64Array {
  checkForecasts(outcomes, predictions);
  checkNumber('epsilon', epsilon, 0, 0.5);
  const losses = new Float64Array(outcomes.length);
  for (let row = 0; row < losses.length; row += 1) {
    const prediction = clamp(predictions[row] ?? 0, epsilon, 1 - epsilon);
    losses[row] = outcomes[row] === 1 ? -Math.log(prediction) : -Math.log1p(-prediction);
  }
  return losses;
}
