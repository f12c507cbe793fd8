import { choleskyFactor, solveLower } from '../../numeric/cholesky.ts';
import { sigmoid } from '../../numeric/special.ts';
import { RECALL_COVARIATES } from './tally.ts';

/** P(recall) = sigmoid(intercept + slopes · covariates): FSRS corrected by what this learner's answers so far say of it. */
export interface RecallModel {
  readonly intercept: number;
  readonly slopes: Float64Array;
}

const COLUMNS = RECALL_COVARIATES.length;

/** FSRS as it stands. */
export const FSRS_ALONE: RecallModel = Object.freeze({
  intercept: 0,
  slopes: Float64Array.from({ length: COLUMNS }, (_, column) => (column === 0 ? 1 : 0)),
});

/**
 * Standard deviations of the prior, normal about FSRS alone, in log-odds a standard deviation of the covariate would
 * move: weak beside some thousand answers, enough to hold a few dozen.
 */
const PRIOR_DEVIATION = 0.5;
const INTERCEPT_DEVIATION = 1;
const STEPS = 8;

/**
 * The posterior mode of a logistic regression with FSRS alone as the centre of its prior, by Newton's method.
 * @param covariates rows × RECALL_COVARIATES, row by row
 * @param recalled 0 or 1 of each row
 * @param from, to the rows to fit to
 * @returns `FSRS_ALONE` without rows
 */
export function fitRecallModel(
  covariates: Float64Array,
  recalled: ArrayLike<number>,
  from: number,
  to: number,
): RecallModel {
  if (to <= from) return FSRS_ALONE;
  const { means, deviations } = momentsOf(covariates, from, to);
  const size = COLUMNS + 1;
  // In standardised columns; the first entry is the intercept at the means.
  const centre = new Float64Array(size);
  centre[0] = means[0]!;
  centre[1] = deviations[0]!;
  const beta = centre.slice();
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const x = new Float64Array(size);
  x[0] = 1;
  for (let step = 0; step < STEPS; step += 1) {
    hessian.fill(0);
    for (let column = 0; column < size; column += 1) {
      const precision = 1 / (column === 0 ? INTERCEPT_DEVIATION : PRIOR_DEVIATION) ** 2;
      gradient[column] = precision * (beta[column]! - centre[column]!);
      hessian[column * size + column] = precision;
    }
    for (let row = from; row < to; row += 1) {
      let z = beta[0]!;
      for (let column = 0; column < COLUMNS; column += 1) {
        x[column + 1] = (covariates[row * COLUMNS + column]! - means[column]!) / deviations[column]!;
        z += beta[column + 1]! * x[column + 1]!;
      }
      const p = sigmoid(z);
      const error = p - recalled[row]!;
      const curvature = Math.max(1e-4, p * (1 - p));
      for (let one = 0; one < size; one += 1) {
        gradient[one]! += error * x[one]!;
        const scaled = curvature * x[one]!;
        for (let other = 0; other <= one; other += 1) hessian[one * size + other]! += scaled * x[other]!;
      }
    }
    const moved = solve(hessian, gradient, size);
    let largest = 0;
    for (let column = 0; column < size; column += 1) {
      const move = Math.max(-1, Math.min(1, moved[column]!));
      beta[column]! -= move;
      largest = Math.max(largest, Math.abs(move));
    }
    if (largest < 1e-4) break;
  }
  const slopes = Float64Array.from(
    { length: COLUMNS },
    (_, column) => beta[column + 1]! / deviations[column]!,
  );
  const intercept = slopes.reduce((sum, slope, column) => sum - slope * means[column]!, beta[0]!);
  return { intercept, slopes };
}

/** Log-odds of recall of the covariates at `offset`. */
export function recallLogOdds(model: RecallModel, covariates: Float64Array, offset: number): number {
  let z = model.intercept;
  for (let column = 0; column < COLUMNS; column += 1)
    z += model.slopes[column]! * covariates[offset + column]!;
  return z;
}

function momentsOf(
  covariates: Float64Array,
  from: number,
  to: number,
): { means: Float64Array; deviations: Float64Array } {
  const means = new Float64Array(COLUMNS);
  const deviations = new Float64Array(COLUMNS);
  for (let column = 0; column < COLUMNS; column += 1) {
    let sum = 0;
    for (let row = from; row < to; row += 1) sum += covariates[row * COLUMNS + column]!;
    means[column] = sum / (to - from);
    let squares = 0;
    for (let row = from; row < to; row += 1)
      squares += (covariates[row * COLUMNS + column]! - means[column]!) ** 2;
    // A column without spread says nothing yet, and its slope stays where the prior has it.
    deviations[column] = Math.max(1e-3, Math.sqrt(squares / (to - from)));
  }
  return { means, deviations };
}

function solve(hessian: Float64Array, gradient: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(hessian, size);
  const step = gradient.slice();
  solveLower(factor, size, step, 1);
  for (let row = size - 1; row >= 0; row -= 1) {
    for (let below = row + 1; below < size; below += 1)
      step[row]! -= factor[below * size + row]! * step[below]!;
    step[row]! /= factor[row * size + row]!;
  }
  return step;
}
