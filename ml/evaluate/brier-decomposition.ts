import { mean } from '../numeric/sample.ts';
import { checkForecasts } from './check-forecasts.ts';
import { predictionBins, type Binning } from './prediction-bins.ts';

/** Where a Brier score comes from; every part is a mean over rows, in the unit of the score. */
export interface BrierDecomposition {
  score: number;
  /** Mean square of (mean prediction − share observed) by bin: miscalibration, 0 best. */
  reliability: number;
  /** Mean square of (share observed − base rate) by bin: how far the bins tell outcomes apart, more is better. */
  resolution: number;
  /** base rate × (1 − base rate): what a forecast of the base rate scores; not the forecaster's doing. */
  uncertainty: number;
  /** Mean square of (prediction − mean prediction of its bin). */
  withinBinVariance: number;
  /** Twice the mean of (prediction − mean prediction of its bin) × (outcome − share observed in its bin). */
  withinBinCovariance: number;
  /** Bins with rows. */
  bins: number;
}

/**
 * Splits the Brier score (Murphy 1973). With one bin for each distinct prediction
 *
 *     score = reliability − resolution + uncertainty
 *
 * holds but for rounding, and both within-bin parts are 0. In wider bins it does not: predictions differ within them. With
 * the two further parts of Stephenson, Coelho and Jolliffe (2008)
 *
 *     score = reliability − (resolution − withinBinVariance + withinBinCovariance) + uncertainty
 *
 * holds for any bins; the bracket is their generalised resolution. Reliability and resolution by `value` of predictions
 * that hardly repeat say little: each bin's share is then 0 or 1. Bins make them readable and depend on their number.
 * @param outcomes 0 or 1, n rows
 * @param predictions probability of a 1, n rows
 * @throws DataError `empty`, `length`, `out_of_range`, `not_finite`
 */
export function brierDecomposition(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  binning: Binning = { by: 'value' },
): BrierDecomposition {
  checkForecasts(outcomes, predictions);
  const { n, meanPrediction, observed, binOfRow } = predictionBins(outcomes, predictions, binning);
  const rows = outcomes.length;
  const baseRate = mean(outcomes);

  let reliability = 0;
  let resolution = 0;
  for (let bin = 0; bin < n.length; bin += 1) {
    reliability += (n[bin] ?? 0) * ((meanPrediction[bin] ?? 0) - (observed[bin] ?? 0)) ** 2;
    resolution += (n[bin] ?? 0) * ((observed[bin] ?? 0) - baseRate) ** 2;
  }
  let squaredErrors = 0;
  let variance = 0;
  let covariance = 0;
  for (let row = 0; row < rows; row += 1) {
    const prediction = predictions[row] ?? 0;
    const outcome = outcomes[row] ?? 0;
    const bin = binOfRow[row] ?? 0;
    const fromMean = prediction - (meanPrediction[bin] ?? 0);
    squaredErrors += (prediction - outcome) ** 2;
    variance += fromMean ** 2;
    covariance += fromMean * (outcome - (observed[bin] ?? 0));
  }
  return {
    score: squaredErrors / rows,
    reliability: reliability / rows,
    resolution: resolution / rows,
    uncertainty: baseRate * (1 - baseRate),
    withinBinVariance: variance / rows,
    withinBinCovariance: (2 * covariance) / rows,
    bins: n.length,
  };
}
