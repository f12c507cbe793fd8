import { checkCount } from '../data/check.ts';
import { quantileOfSorted, sorted } from '../numeric/sample.ts';

/**
 * How predictions are put into bins. `width`: equal parts of 0 to 1. `count`: between quantiles of the predictions, so
 * that bins hold as equal numbers of rows as ties allow. `value`: each distinct prediction is a bin.
 */
export type Binning = { by: 'width' | 'count'; bins: number } | { by: 'value' };

/** The bins that hold rows, in rising order of prediction; one entry a bin, except for `binOfRow`. */
export interface PredictionBins {
  /** Number of rows. */
  n: Float64Array;
  meanPrediction: Float64Array;
  /** Share of outcomes that are 1. */
  observed: Float64Array;
  /** Which bin each row is in; one entry a row. */
  binOfRow: Int32Array;
}

/**
 * Groups rows by prediction. A prediction on an edge goes to the bin below it, as in scikit-learn's calibration_curve,
 * so that equal predictions are never parted; bins without rows are left out.
 * @param outcomes 0 or 1, n rows; checked by the caller, as are the predictions
 * @throws DataError `out_of_range` for fewer than one bin or a fraction of one
 */
export function predictionBins(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  binning: Binning,
): PredictionBins {
  const tops = binTops(predictions, binning);
  const binOfRow = Int32Array.from(predictions, (prediction) => firstNotBelow(tops, prediction));
  const count = numberWithoutGaps(binOfRow, tops.length);

  const n = new Float64Array(count);
  const predicted = new Float64Array(count);
  const happened = new Float64Array(count);
  for (let row = 0; row < binOfRow.length; row += 1) {
    const bin = binOfRow[row] ?? 0;
    n[bin] = (n[bin] ?? 0) + 1;
    predicted[bin] = (predicted[bin] ?? 0) + (predictions[row] ?? 0);
    happened[bin] = (happened[bin] ?? 0) + (outcomes[row] ?? 0);
  }
  return {
    n,
    meanPrediction: predicted.map((total, bin) => total / (n[bin] ?? 1)),
    observed: happened.map((total, bin) => total / (n[bin] ?? 1)),
    binOfRow,
  };
}

/** The highest prediction that each bin takes, rising. */
function binTops(predictions: ArrayLike<number>, binning: Binning): Float64Array {
  // Of equal tops all rows go to the first; the others stay without rows and are left out.
  if (binning.by === 'value') return sorted(predictions);
  const { by, bins } = binning;
  checkCount('bins', bins, 1);
  if (by === 'width') return Float64Array.from({ length: bins }, (_, bin) => (bin + 1) * (1 / bins));
  const ordered = sorted(predictions);
  return Float64Array.from({ length: bins }, (_, bin) => quantileOfSorted(ordered, (bin + 1) / bins));
}

/** The first top that is not below a value; the last one where rounding left all of them below. */
function firstNotBelow(tops: Float64Array, value: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Renumbers bins, in place and in order, so that none is without rows; returns how many are left. */
function numberWithoutGaps(binOfRow: Int32Array, bins: number): number {
  const number = new Int32Array(bins);
  for (const bin of binOfRow) number[bin] = 1;
  let count = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const filled = number[bin] === 1;
    number[bin] = count;
    if (filled) count += 1;
  }
  for (let row = 0; row < binOfRow.length; row += 1) binOfRow[row] = number[binOfRow[row] ?? 0] ?? 0;
  return count;
}
