import { applyBeta, type BetaCalibration } from './beta.ts';
import { applyIsotonic, type IsotonicCalibration } from './isotonic.ts';
import { applyPlatt, type PlattCalibration } from './platt.ts';

/** What turns scores into probabilities, fitted; plain data that can be kept as JSON. */
export type Calibration = IsotonicCalibration | PlattCalibration | BetaCalibration;

/**
 * Calibrated probabilities of scores, 0 to 1, in the order of the scores or, for Platt's with a slope below 0, against it.
 * @param scores n rows; of the kind that the calibration was fitted to
 * @throws DataError `not_finite`, `out_of_range` (beta: a score that is no probability)
 */
export function applyCalibration(model: Calibration, scores: ArrayLike<number>): Float64Array {
  switch (model.kind) {
    case 'isotonic':
      return applyIsotonic(model, scores);
    case 'platt':
      return applyPlatt(model, scores);
    case 'beta':
      return applyBeta(model, scores);
  }
}
