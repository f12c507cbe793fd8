import { sigmoid } from '../numeric/special.ts';
import type { Random } from '../random/random.ts';

/**
 * Gradients and curvatures of the logistic loss as whole numbers, both in one double: sums of them are exact whatever
 * their order, and a histogram reads and writes one number a row instead of two. Rounding is by chance, up or down in
 * expectation right, which a few bits are enough for (Shi et al. 2022).
 */
export type PackedGradients = {
  /** One for each row: gradient + curvature × GRADIENT_PACK, in steps. */
  readonly packed: Float64Array;
  gradientStep: number;
  curvatureStep: number;
};

/** Sums of gradients stay within ± half of this. */
export const GRADIENT_PACK = 2 ** 27;
/** Rows times steps stay below this. */
const MOST_SUM = 2 ** 25;
const MOST_STEPS = 1023;
/** Rows for which a gradient still has some steps. */
export const MOST_BOOST_ROWS = MOST_SUM / 15;

/** Writes the gradients of some rows; `scores` are the log-odds of all. */
export function packGradients(
  into: PackedGradients,
  rows: Int32Array,
  scores: Float64Array,
  targets: ArrayLike<number>,
  weights: Float64Array | undefined,
  gradients: Float64Array,
  curvatures: Float64Array,
  random: Random,
): void {
  let steepest = 1e-12;
  let mostCurved = 1e-12;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place]!;
    const probability = sigmoid(scores[row]!);
    const weight = weights === undefined ? 1 : weights[row]!;
    const gradient = weight * (probability - targets[row]!);
    const curvature = weight * probability * (1 - probability);
    gradients[row] = gradient;
    curvatures[row] = curvature;
    const size = gradient < 0 ? -gradient : gradient;
    if (size > steepest) steepest = size;
    if (curvature > mostCurved) mostCurved = curvature;
  }
  const steps = Math.min(MOST_STEPS, Math.floor(MOST_SUM / rows.length));
  into.gradientStep = steepest / steps;
  into.curvatureStep = mostCurved / steps;
  const { packed } = into;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place]!;
    const chance = random.unit();
    const other = (chance * 65_536) % 1;
    const gradient = Math.floor(gradients[row]! / into.gradientStep + chance);
    packed[row] = gradient + Math.floor(curvatures[row]! / into.curvatureStep + other) * GRADIENT_PACK;
  }
}
