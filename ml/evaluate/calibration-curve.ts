import { checkForecasts } from './check-forecasts.ts';
import { predictionBins, type Binning } from './prediction-bins.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** One point of a calibration curve. */
export interface CalibrationBin {
  n: number;
  meanPrediction: number;
  /** Share of outcomes that are 1, with its Wilson interval. */
  observed: number;
  low: number;
  high: number;
}

/**
 * Reliability diagram: the share observed beside the mean prediction, bin by bin in rising order; bins without rows are
 * left out. The points are scikit-learn's calibration_curve with strategy uniform (`width`) or quantile (`count`).
 * @param outcomes 0 or 1, n rows
 * @param predictions probability of a 1, n rows
 * @param level of the Wilson intervals, which take rows for independent
 * @throws DataError `empty`, `length`, `out_of_range`, `not_finite`
 */
export function calibrationCurve(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  binning: Binning = { by: 'width', bins: 10 },
  level = 0.9,
): CalibrationBin[] {
  checkForecasts(outcomes, predictions);
  const { n, meanPrediction, observed } = predictionBins(outcomes, predictions, binning);
  return Array.from(n, (rows, bin) => {
    const share = observed[bin] ?? 0;
    return {
      n: rows,
      meanPrediction: meanPrediction[bin] ?? 0,
      observed: share,
      ...wilsonInterval(Math.round(share * rows), rows, level),
    };
  });
}
