import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Column } from '../bins/bin-columns.ts';
import { checkBothClasses, checkFinite, checkNotEmpty, checkNumber, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { checkBothWeighted, weightsOf } from '../data/weights.ts';
import { sigmoid } from '../numeric/special.ts';
import type { Logistic } from './logistic.ts';

/** What a logistic regression learns from. */
export type LogisticData = {
  /** Features without missing values, each with one value for every row. */
  readonly columns: readonly Column[];
  /** Outcomes 0 and 1. */
  readonly targets: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  /** Log-odds that are given with each row. */
  readonly offsets?: ArrayLike<number>;
};

export type LogisticOptions = {
  /** Half the penalty on the square of each weight, in rows; the intercept is free. */
  l2: number;
  /** Whether there is an intercept. */
  intercept: boolean;
};

/** A regression with how sure its numbers are: square roots of the diagonal of (XᵀWX + l2)⁻¹. */
export type TrainedLogistic = {
  readonly logistic: Logistic;
  readonly standardErrors: { readonly intercept: number; readonly weights: Float64Array };
};

const STEPS = 50;
const MOST_COLUMNS = 1000;

/**
 * Products of a vector with the first `count` columns. Four at a time: an addition need not wait for the one before, and
 * each sum still has the order of the rows.
 */
function productsOf(vector: Float64Array, table: readonly Float64Array[], count: number): Float64Array {
  const products = new Float64Array(count);
  for (let place = 0; place < count; place += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((next) => table[Math.min(place + next, count - 1)]!) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let [ofA, ofB, ofC, ofD] = [0, 0, 0, 0];
    for (let row = 0; row < vector.length; row += 1) {
      const value = vector[row]!;
      ofA += value * a[row]!;
      ofB += value * b[row]!;
      ofC += value * c[row]!;
      ofD += value * d[row]!;
    }
    products.set([ofA, ofB, ofC, ofD].slice(0, count - place), place);
  }
  return products;
}

/** Newton's system at a point: gradient and curvature of the penalised loss. The intercept is the last column. */
function systemAt(
  table: readonly Float64Array[],
  targets: ArrayLike<number>,
  weights: Float64Array,
  offsets: ArrayLike<number> | undefined,
  point: Float64Array,
  penalties: Float64Array,
): { loss: number; gradient: Float64Array; curvature: Matrix } {
  const width = table.length;
  const rows = targets.length;
  const scores = new Float64Array(rows);
  if (offsets !== undefined) scores.set(Float64Array.from(offsets));
  for (const [place, column] of table.entries()) {
    const weight = point[place]!;
    if (weight !== 0)
      for (let row = 0; row < rows; row += 1) scores[row] = scores[row]! + weight * column[row]!;
  }
  let loss = 0;
  const slopes = new Float64Array(rows);
  const bends = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const score = scores[row]!;
    const probability = sigmoid(score);
    const target = targets[row]!;
    // log(1 + eˢ) − y s, without overflow.
    loss += weights[row]! * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - target * score);
    slopes[row] = weights[row]! * (probability - target);
    bends[row] = weights[row]! * probability * (1 - probability);
  }
  const gradient = new Float64Array(width);
  const curvature = Matrix.zeros(width, width);
  const bent = new Float64Array(rows);
  for (let place = 0; place < width; place += 1) {
    const column = table[place]!;
    let slope = penalties[place]! * point[place]!;
    for (let row = 0; row < rows; row += 1) {
      slope += slopes[row]! * column[row]!;
      bent[row] = bends[row]! * column[row]!;
    }
    gradient[place] = slope;
    loss += (penalties[place]! * point[place]! ** 2) / 2;
    const products = productsOf(bent, table, place + 1);
    for (let other = 0; other <= place; other += 1) {
      curvature.set(place, other, products[other]!);
      curvature.set(other, place, products[other]!);
    }
    curvature.set(place, place, curvature.get(place, place) + penalties[place]!);
  }
  return { loss, gradient, curvature };
}

function solve(curvature: Matrix, right: Matrix): Matrix {
  // Also the sum of what is finite.
  if (!Number.isFinite(curvature.sum()))
    throw new DataError('out_of_range', 'columns', null, 'have values whose squares are beyond a double');
  // A little more on the diagonal where columns depend on each other.
  for (let ridge = 0; ridge < 1; ridge = ridge === 0 ? 1e-10 : ridge * 100) {
    const matrix = curvature.clone();
    const scale = ridge * (1 + matrix.trace() / matrix.rows);
    for (let place = 0; place < matrix.rows; place += 1)
      matrix.set(place, place, matrix.get(place, place) + scale);
    const factor = new CholeskyDecomposition(matrix);
    if (factor.isPositiveDefinite()) return factor.solve(right);
  }
  throw new DataError(
    'out_of_range',
    'columns',
    null,
    'depend on each other: the regression has no single answer',
  );
}

/**
 * Logistic regression with a ridge penalty, by Newton's method with step halving (iteratively reweighted least squares).
 * Dense: time grows with rows × columns².
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range`, `one_class`
 */
export function trainLogistic(
  { columns, targets, weights, offsets }: LogisticData,
  { l2 = 1, intercept = true }: Partial<LogisticOptions> = {},
): TrainedLogistic {
  checkNumber('l2', l2, 0, 1e12);
  checkNotEmpty('targets', targets);
  checkBothClasses('targets', targets);
  if (columns.length > MOST_COLUMNS)
    throw new DataError(
      'out_of_range',
      'columns',
      null,
      `at most ${MOST_COLUMNS} columns, has ${columns.length}`,
    );
  for (const [place, column] of columns.entries()) {
    checkSameLength(`columns[${place}]`, column, 'targets', targets);
    checkFinite(`columns[${place}]`, column);
  }
  if (offsets !== undefined) {
    checkSameLength('offsets', offsets, 'targets', targets);
    checkFinite('offsets', offsets);
  }
  const ofRows = weightsOf(weights, 'targets', targets);
  checkBothWeighted(targets, ofRows);
  const table = columns.map((column) => Float64Array.from(column));
  if (intercept) table.push(new Float64Array(targets.length).fill(1));
  if (table.length === 0) throw new DataError('empty', 'columns', null, 'nothing to fit');
  const penalties = new Float64Array(table.length).fill(l2);
  if (intercept) penalties[columns.length] = 0;
  let point: Float64Array = new Float64Array(table.length);
  let system = systemAt(table, targets, ofRows, offsets, point, penalties);
  if (!Number.isFinite(system.loss))
    throw new DataError('out_of_range', 'offsets', null, 'add up to more than a double');
  for (let step = 0; step < STEPS; step += 1) {
    const direction = solve(system.curvature, Matrix.columnVector(system.gradient)).to1DArray();
    let length = 1;
    let next = system;
    let moved = point;
    for (let attempt = 0; attempt < 30; attempt += 1) {
      moved = point.map((value, place) => value - length * direction[place]!);
      next = systemAt(table, targets, ofRows, offsets, moved, penalties);
      if (next.loss <= system.loss) break;
      length /= 2;
    }
    const gain = system.loss - next.loss;
    if (!(gain >= 0)) break;
    [point, system] = [moved, next];
    if (gain <= 1e-13 * (1 + Math.abs(system.loss))) break;
  }
  const inverse = solve(system.curvature, Matrix.eye(table.length));
  const errors = Float64Array.from(table, (_, place) => Math.sqrt(Math.max(0, inverse.get(place, place))));
  return {
    logistic: { intercept: intercept ? point[columns.length]! : 0, weights: point.slice(0, columns.length) },
    standardErrors: {
      intercept: intercept ? errors[columns.length]! : 0,
      weights: errors.slice(0, columns.length),
    },
  };
}

/**
 * Log-odds of 1 for each row, without offsets.
 * @throws DataError `length`
 */
export function logisticScores({ intercept, weights }: Logistic, columns: readonly Column[]): Float64Array {
  if (columns.length !== weights.length)
    throw new DataError(
      'length',
      'columns',
      null,
      `has ${columns.length} columns, the model knows ${weights.length}`,
    );
  const rows = columns[0]?.length ?? 0;
  const scores = new Float64Array(rows).fill(intercept);
  for (const [place, column] of columns.entries()) {
    checkSameLength(`columns[${place}]`, column, 'columns[0]', columns[0]!);
    for (let row = 0; row < rows; row += 1) scores[row] = scores[row]! + weights[place]! * column[row]!;
  }
  return scores;
}
