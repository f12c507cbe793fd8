import { checkRange, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { checkForecasts } from './check-forecasts.ts';

/** Reviews with what a memory model predicted of them; all columns have n rows. */
export interface PredictedReviews {
  /** Probability of recall that the model gave. */
  predictions: ArrayLike<number>;
  /** 1 recalled (Hard, Good, Easy), 0 forgotten (Again). */
  outcomes: ArrayLike<number>;
  /** Days since the card's last review, not negative. */
  elapsedDays: ArrayLike<number>;
  /** 1 + the card's reviews on a later day than the one before them, up to and with this one: 2 for its first such. */
  reviewNumbers: ArrayLike<number>;
  /** Earlier reviews of the card graded Again on a later day than the one before them. */
  lapses: ArrayLike<number>;
}

/**
 * RMSE(bins), the calibration figure of the FSRS benchmark: reviews are binned by elapsed days, review number and lapses;
 * the root of the mean over reviews of (mean prediction − share recalled)² of the review's bin. Source: rmse_matrix in
 * utils.py of open-spaced-repetition/srs-benchmark; FSRSItem::r_matrix_index (dataset.rs) and FSRS::evaluate
 * (inference.rs) of open-spaced-repetition/fsrs-rs. Bins of x with base b start at powers of b:
 *
 *     elapsed days     round(2.48 · 3.62^floor(log x / log 3.62), 2), x at least 10^-6
 *     review number    round(1.99 · 1.89^floor(log x / log 1.89))
 *     lapses           round(1.65 · 1.73^floor(log x / log 1.73)), 0 for 0
 *
 * It can be gamed by forecasts that only balance their bins: never judge by it alone.
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range` (review numbers and lapses are whole; from 1 and 0 on)
 */
export function rmseBins(reviews: PredictedReviews): number {
  const { predictions, outcomes, elapsedDays, reviewNumbers, lapses } = reviews;
  checkForecasts(outcomes, predictions);
  checkSameLength('elapsedDays', elapsedDays, 'outcomes', outcomes);
  checkSameLength('reviewNumbers', reviewNumbers, 'outcomes', outcomes);
  checkSameLength('lapses', lapses, 'outcomes', outcomes);
  checkRange('elapsedDays', elapsedDays, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('reviewNumbers', reviewNumbers, 1);
  checkWhole('lapses', lapses, 0);

  // Labels of the source identify bins; so do the exponents, since rounding makes no two labels equal but those of
  // elapsed days under 3.62^-4, which are all 0.00.
  const bins = new Map<number, { n: number; predicted: number; recalled: number }>();
  for (let row = 0; row < outcomes.length; row += 1) {
    const elapsed = Math.max(exponent(Math.max(elapsedDays[row] ?? 0, 1e-6), 3.62), -5);
    const number = exponent(reviewNumbers[row] ?? 1, 1.89);
    const lapsed = lapses[row] ?? 0;
    const key = (elapsed * 128 + number) * 128 + (lapsed === 0 ? 0 : 1 + exponent(lapsed, 1.73));
    let bin = bins.get(key);
    if (bin === undefined) bins.set(key, (bin = { n: 0, predicted: 0, recalled: 0 }));
    bin.n += 1;
    bin.predicted += predictions[row] ?? 0;
    bin.recalled += outcomes[row] ?? 0;
  }
  let squares = 0;
  for (const bin of bins.values()) squares += (bin.predicted - bin.recalled) ** 2 / bin.n;
  return Math.sqrt(squares / outcomes.length);
}

/** The power of a base from which a bin starts. */
function exponent(value: number, base: number): number {
  return Math.floor(Math.log(value) / Math.log(base));
}

function checkWhole(column: string, values: ArrayLike<number>, low: number): void {
  checkRange(column, values, low, Number.MAX_SAFE_INTEGER);
  for (let row = 0; row < values.length; row += 1) {
    if (!Number.isInteger(values[row]))
      throw new DataError('out_of_range', column, row, `${values[row]} is not a whole number`);
  }
}
