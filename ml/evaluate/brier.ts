import { mean } from '../numeric/sample.ts';
import { checkForecasts } from './check-forecasts.ts';
import { weightedMean } from './weighted-mean.ts';

/**
 * Brier score: mean of (prediction − outcome)², 0 best, 1 worst (Brier 1950, halved for two classes as usual).
 * @param outcomes 0 or 1, n rows
 * @param predictions probability of a 1, n rows
 * @param weights of the rows, not negative, not all zero; all 1 where left out
 * @throws DataError `empty`, `length`, `out_of_range`, `not_finite`
 */
export function brierScore(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return weightedMean(squaredErrors(outcomes, predictions), weights);
}

/** (prediction − outcome)² of each row; for comparisons row by row. Errors as `brierScore`. */
export function squaredErrors(outcomes: ArrayLike<number>, predictions: ArrayLike<number>): Float64Array {
  checkForecasts(outcomes, predictions);
  return Float64Array.from(outcomes, (outcome, row) => ((predictions[row] ?? 0) - outcome) ** 2);
}

/**
 * Brier skill score: the share of a base rate's Brier score that the predictions take away; 1 perfect, 0 no better than
 * the rate, negative worse.
 * @param baseRate the constant forecast to beat, e.g. the rate before these rows. Where left out, the rate of these very
 *   rows, which knows more than any forecast could.
 * @returns NaN where the base rate is never wrong (all outcomes equal to it), since nothing is left to gain
 * @throws DataError as `brierScore`, for a base rate outside 0 to 1 too
 */
export function brierSkill(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  baseRate: number = mean(outcomes),
): number {
  const score = brierScore(outcomes, predictions);
  const reference = brierScore(outcomes, new Float64Array(outcomes.length).fill(baseRate));
  return reference === 0 ? Number.NaN : 1 - score / reference;
}
