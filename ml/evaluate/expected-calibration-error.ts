import { checkForecasts } from './check-forecasts.ts';
import { predictionBins, type Binning } from './prediction-bins.ts';

/**
 * Expected calibration error: mean over rows of |mean prediction − share observed| of the row's bin (Naeini, Cooper and
 * Hauskrecht 2015; bins of equal count as in Nguyen and O'Connor 2015). Chance alone makes it positive, the more so the
 * fewer rows a bin has: compare only between models on the same rows and bins.
 * @param outcomes 0 or 1, n rows
 * @param predictions probability of a 1, n rows
 * @throws DataError `empty`, `length`, `out_of_range`, `not_finite`
 */
export function expectedCalibrationError(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  binning: Binning = { by: 'width', bins: 10 },
): number {
  checkForecasts(outcomes, predictions);
  const { n, meanPrediction, observed } = predictionBins(outcomes, predictions, binning);
  let total = 0;
  for (let bin = 0; bin < n.length; bin += 1)
    total += (n[bin] ?? 0) * Math.abs((meanPrediction[bin] ?? 0) - (observed[bin] ?? 0));
  return total / outcomes.length;
}
