import { checkBothClasses, checkNumber, checkRange } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { checkBothWeighted, weightsOf } from '../data/weights.ts';
import { minimise } from '../numeric/minimise.ts';
import { logit } from '../numeric/special.ts';
import { sigmoid } from '../numeric/special.ts';
import type { Logistic } from './logistic.ts';
import { checkSparseRows, type SparseRows } from './sparse-rows.ts';

const MOST_PENALTY = 1e12;

export type SparseLogisticOptions = {
  /** Half the penalty on the square of each weight, in rows: one for all, or one for each column. */
  l2: number | Float64Array;
  iterations: number;
  tolerance: number;
};

/** Log-odds of 1 for each row. */
export function sparseScores(
  { intercept, weights }: Logistic,
  { starts, columns, values }: SparseRows,
): Float64Array {
  const scores = new Float64Array(starts.length - 1);
  for (let row = 0; row < scores.length; row += 1) {
    let score = intercept;
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1)
      score += weights[columns[place]!]! * values[place]!;
    scores[row] = score;
  }
  return scores;
}

/**
 * Logistic regression with a ridge penalty over many columns of which a row has few (items, skills), by L-BFGS.
 * @returns the regression, and for each column a standard error that holds the other columns fixed (the whole matrix
 * of 20,000 columns is not inverted): never wider than the true one
 * @throws DataError `empty`, `length`, `order`, `not_finite`, `out_of_range`, `one_class`
 */
export function trainSparseLogistic(
  rows: SparseRows,
  targets: ArrayLike<number>,
  {
    l2 = 1,
    iterations = 100,
    tolerance = 1e-6,
    weights,
  }: Partial<SparseLogisticOptions> & { weights?: ArrayLike<number> } = {},
): { logistic: Logistic; standardErrors: Float64Array } {
  checkSparseRows(rows);
  checkBothClasses('targets', targets);
  const { starts, columns, values, width } = rows;
  const count = starts.length - 1;
  if (count !== targets.length)
    throw new DataError('length', 'targets', null, `has ${targets.length} rows, the table has ${count}`);
  if (typeof l2 === 'number') checkNumber('l2', l2, 0, MOST_PENALTY);
  const penalties = typeof l2 === 'number' ? new Float64Array(width).fill(l2) : l2;
  if (penalties.length !== width)
    throw new DataError(
      'length',
      'l2',
      null,
      `has ${penalties.length} entries, the table has ${width} columns`,
    );
  checkRange('l2', penalties, 0, MOST_PENALTY);
  const ofRows = weightsOf(weights, 'targets', targets);
  checkBothWeighted(targets, ofRows);
  let [ones, total] = [0, 0];
  for (let row = 0; row < count; row += 1) {
    ones += ofRows[row]! * targets[row]!;
    total += ofRows[row]!;
  }
  const share = Math.min(0.999, Math.max(0.001, ones / total));
  // Columns differ by thousands in how many rows they have. Each is measured in units of its own curvature at the
  // start, where the loss bends alike in all directions, and a third of the steps goes as far.
  const units = unitsOf(rows, ofRows, penalties, share * (1 - share), total);
  const weightsAt = new Float64Array(width + 1);
  const loss = (point: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    for (let column = 0; column <= width; column += 1) weightsAt[column] = point[column]! * units[column]!;
    let sum = 0;
    let interceptSlope = 0;
    const intercept = weightsAt[width]!;
    for (let row = 0; row < count; row += 1) {
      const from = starts[row]!;
      const to = starts[row + 1]!;
      let score = intercept;
      for (let place = from; place < to; place += 1) score += weightsAt[columns[place]!]! * values[place]!;
      const weight = ofRows[row]!;
      const target = targets[row]!;
      const fading = Math.exp(score > 0 ? -score : score);
      sum += weight * ((score > 0 ? score : 0) + Math.log1p(fading) - target * score);
      const probability = score > 0 ? 1 / (1 + fading) : fading / (1 + fading);
      const slope = weight * (probability - target);
      interceptSlope += slope;
      for (let place = from; place < to; place += 1) {
        const column = columns[place]!;
        gradient[column] = gradient[column]! + slope * values[place]!;
      }
    }
    gradient[width] = interceptSlope * units[width]!;
    for (let column = 0; column < width; column += 1) {
      const weight = weightsAt[column]!;
      sum += (penalties[column]! * weight * weight) / 2;
      gradient[column] = (gradient[column]! + penalties[column]! * weight) * units[column]!;
    }
    return sum;
  };
  const start = new Float64Array(width + 1);
  start[width] = logit(share) / units[width]!;
  const point = minimise(loss, start, { iterations, tolerance }).map(
    (value, column) => value * units[column]!,
  );
  const logistic = { intercept: point[width]!, weights: point.slice(0, width) };
  return { logistic, standardErrors: errorsOf(rows, logistic, ofRows, penalties) };
}

/** One over the root of the curvature of each column, and of the intercept, where all rows bend by `bend`. */
function unitsOf(
  { starts, columns, values, width }: SparseRows,
  weights: Float64Array,
  penalties: Float64Array,
  bend: number,
  total: number,
): Float64Array {
  const units = new Float64Array(width + 1);
  units.set(penalties);
  units[width] = bend * total;
  for (let row = 0; row + 1 < starts.length; row += 1)
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1) {
      const column = columns[place]!;
      units[column] = units[column]! + bend * weights[row]! * values[place]! ** 2;
    }
  // A column of zeros without a penalty goes nowhere in any unit.
  for (let column = 0; column <= width; column += 1)
    units[column] = units[column]! > 0 ? 1 / Math.sqrt(units[column]!) : 1;
  return units;
}

function errorsOf(
  rows: SparseRows,
  logistic: Logistic,
  weights: Float64Array,
  penalties: Float64Array,
): Float64Array {
  const { starts, columns, values } = rows;
  const curvature = penalties.slice();
  const scores = sparseScores(logistic, rows);
  for (let row = 0; row < scores.length; row += 1) {
    const probability = sigmoid(scores[row]!);
    const bend = weights[row]! * probability * (1 - probability);
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1)
      curvature[columns[place]!] = curvature[columns[place]!]! + bend * values[place]! ** 2;
  }
  return curvature.map((value) => (value > 0 ? 1 / Math.sqrt(value) : Number.POSITIVE_INFINITY));
}
