import { choleskyFactor, solveLower } from '../numeric/cholesky.ts';
import { sum } from '../numeric/sample.ts';
import { sigmoid } from '../numeric/special.ts';

/** A logistic regression without a penalty. */
export interface LogisticFit {
  readonly intercept: number;
  /** One a column. */
  readonly slopes: Float64Array;
  /** Weighted log loss, summed. */
  readonly loss: number;
}

/**
 * Weighted logistic regression on targets from 0 to 1 by Newton's method with backtracking (Lin, Lin and Weng 2007), for few
 * columns. The log loss is written so that nothing overflows. Where the columns separate 0 from 1 there is no least loss, and
 * the fit ends with one of some 1e-12 a row.
 * @param columns each as long as targets, within ±1e100; one that is constant (its spread below 1e-100) has slope 0
 * @param targets 0 to 1, not all 0 and not all 1
 */
export function newtonLogistic(
  columns: readonly Float64Array[],
  targets: Float64Array,
  weights: Float64Array,
): LogisticFit {
  const total = sum(weights);
  // Standardised, so that one threshold fits scores of any scale.
  const moments = columns.map((column) => momentsOf(column, weights, total));
  const design = [
    new Float64Array(targets.length).fill(1),
    ...columns.map((column, index) => {
      const { mean, deviation } = moments[index]!;
      return column.map((value) => (value - mean) / deviation);
    }),
  ];
  const share = sum(targets.map((target, row) => weights[row]! * target)) / total;
  let beta = new Float64Array(design.length);
  beta[0] = Math.log(share / (1 - share));
  for (let step = 0; step < 100; step += 1) {
    const { gradient, hessian } = derivatives(design, targets, weights, beta);
    const direction = newtonStep(hessian, gradient);
    const promised = sum(direction.map((move, index) => move * gradient[index]!));
    const along = (size: number): Float64Array<ArrayBuffer> =>
      beta.map((value, index) => value - size * direction[index]!);
    if (promised <= 1e-12 * total) {
      // The loss has no digits left to judge by, and a whole step doubles those of the coefficients.
      beta = along(1);
      break;
    }
    const loss = lossOf(design, targets, weights, beta);
    let size = 1;
    while (size > 1e-10 && !(lossOf(design, targets, weights, along(size)) <= loss - 1e-4 * size * promised))
      size /= 2;
    beta = along(size);
  }
  return unstandardised(beta, moments, lossOf(design, targets, weights, beta));
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

function momentsOf(column: Float64Array, weights: Float64Array, total: number): Moments {
  const mean = sum(column.map((value, row) => weights[row]! * value)) / total;
  const squares = sum(column.map((value, row) => weights[row]! * (value - mean) ** 2));
  const deviation = Math.sqrt(squares / total);
  // The mean of equal values may miss them by rounding, which is no spread; by a spread this small none can divide.
  const isConstant = column.every((value) => value === column[0]) || deviation < 1e-100;
  return { mean, deviation: isConstant ? Infinity : deviation };
}

function unstandardised(beta: Float64Array, moments: readonly Moments[], loss: number): LogisticFit {
  const slopes = Float64Array.from(moments, ({ deviation }, index) => beta[index + 1]! / deviation);
  const intercept = slopes.reduce((sum, slope, index) => sum - slope * moments[index]!.mean, beta[0]!);
  return { intercept, slopes, loss };
}

function linear(design: readonly Float64Array[], beta: Float64Array, row: number): number {
  let value = 0;
  for (let index = 0; index < design.length; index += 1) value += beta[index]! * design[index]![row]!;
  return value;
}

function lossOf(
  design: readonly Float64Array[],
  targets: Float64Array,
  weights: Float64Array,
  beta: Float64Array,
): number {
  let loss = 0;
  for (let row = 0; row < targets.length; row += 1) {
    const z = linear(design, beta, row);
    // log(1 + e^z) − t z
    loss += weights[row]! * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[row]! * z);
  }
  return loss;
}

function derivatives(
  design: readonly Float64Array[],
  targets: Float64Array,
  weights: Float64Array,
  beta: Float64Array,
): { gradient: Float64Array; hessian: Float64Array } {
  const size = design.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  for (let row = 0; row < targets.length; row += 1) {
    const p = sigmoid(linear(design, beta, row));
    const residual = weights[row]! * (p - targets[row]!);
    const curvature = weights[row]! * p * (1 - p);
    for (let one = 0; one < size; one += 1) {
      gradient[one]! += residual * design[one]![row]!;
      const scaled = curvature * design[one]![row]!;
      for (let other = 0; other <= one; other += 1)
        hessian[one * size + other]! += scaled * design[other]![row]!;
    }
  }
  return { gradient, hessian };
}

/** hessian⁻¹ · gradient, with a ridge of 1e-12 of the diagonal as Lin, Lin and Weng have: two columns may be one. */
function newtonStep(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  for (let index = 0; index < size; index += 1) {
    const diagonal = hessian[index * size + index]!;
    hessian[index * size + index] = diagonal === 0 ? 1 : diagonal * (1 + 1e-12);
  }
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
