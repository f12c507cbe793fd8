import { checkAtLeast, checkFinite, checkNumber, checkSameLength } from '../data/check.ts';
import { weightsOf } from '../data/weights.ts';

export interface CircularSmoothingOptions {
  /** Length of the circle: 24 for hours. */
  period: number;
  /** Of the values, the answers behind each; default 1. */
  weights?: ArrayLike<number>;
  /** Variance of a value of weight 1: of one answer, where weights are answers. */
  variance: number;
  /** κ of the kernel: 0 is the mean of all, 128 reaches an hour of 24. Default: the best of `CONCENTRATIONS`. */
  concentration?: number;
  /** Where the curve is wanted; default at the positions. */
  at?: ArrayLike<number>;
}

export interface CircularCurve {
  values: Float64Array;
  /** Standard errors of the curve about what the smoothing of the true values would be. */
  errors: Float64Array;
  concentration: number;
}

const CONCENTRATIONS = [0, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128];

/**
 * Weighted mean of the values around each place of a circle, with a von Mises kernel exp(κ cos(angle)) (Hall, Watson and
 * Cabrera 1987). κ is the one of a fixed grid with the least squared error at each value from the others, weighted, the
 * smoother one of equals; no sampling. For pictures: it says nothing about whether there is an effect (`cellPosterior`).
 * @param positions n places, any real number (taken modulo the period), at least 3, or 2 where κ is given
 * @param values n values
 * @throws DataError `too_few`, `length`, `not_finite`, `out_of_range` (weights, options)
 */
export function smoothOnCircle(
  positions: ArrayLike<number>,
  values: ArrayLike<number>,
  options: CircularSmoothingOptions,
): CircularCurve {
  const { period, variance, at = positions } = options;
  checkNumber('period', period, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber('variance', variance, 0, Number.MAX_VALUE);
  if (options.concentration !== undefined) checkNumber('concentration', options.concentration, 0, 300);
  checkAtLeast('positions', positions, options.concentration === undefined ? 3 : 2);
  checkFinite('positions', positions);
  checkSameLength('values', values, 'positions', positions);
  checkFinite('values', values);
  checkFinite('at', at);
  const data = { positions, values, weights: weightsOf(options.weights, 'values', values), period };
  const concentration = options.concentration ?? bestConcentration(data);
  const curve = Array.from(at, (place) => smoothedAt(data, place, concentration, -1));
  return {
    values: Float64Array.from(curve, ({ value }) => value),
    errors: Float64Array.from(curve, ({ spread }) => Math.sqrt(variance * spread)),
    concentration,
  };
}

interface CircularData {
  positions: ArrayLike<number>;
  values: ArrayLike<number>;
  weights: Float64Array;
  period: number;
}

function bestConcentration(data: CircularData): number {
  let best = { concentration: 0, error: Infinity };
  // What rounding leaves of values that are all the same: less is no better curve.
  let scale = 0;
  for (let row = 0; row < data.values.length; row += 1) scale += data.weights[row]! * data.values[row]! ** 2;
  for (const concentration of CONCENTRATIONS) {
    let error = 0;
    for (let row = 0; row < data.values.length; row += 1) {
      const weight = data.weights[row]!;
      if (weight === 0) continue;
      error +=
        weight * (data.values[row]! - smoothedAt(data, data.positions[row]!, concentration, row).value) ** 2;
    }
    if (best.error - error > 1e-12 * scale) best = { concentration, error };
  }
  return best.concentration;
}

/** The curve at a place without one row (−1: with all), and its variance for values of variance 1 / weight. */
function smoothedAt(
  { positions, values, weights, period }: CircularData,
  place: number,
  concentration: number,
  without: number,
): { value: number; spread: number } {
  let total = 0;
  let weighted = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (row === without) continue;
    const angle = (2 * Math.PI * (positions[row]! - place)) / period;
    const kernel = Math.exp(concentration * (Math.cos(angle) - 1));
    total += weights[row]! * kernel;
    weighted += weights[row]! * kernel * values[row]!;
    squares += weights[row]! * kernel ** 2;
  }
  return { value: weighted / total, spread: squares / total ** 2 };
}
