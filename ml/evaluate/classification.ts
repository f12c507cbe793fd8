import { checkNumber } from '../data/check.ts';
import { checkForecasts } from './check-forecasts.ts';

/** What comes of saying 1 from a threshold on. */
export interface Classification {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
  /** Share of rows that were said rightly. */
  accuracy: number;
  /** Share of rows said to be 1 that were; NaN where none was said. */
  precision: number;
  /** Share of the 1 that were said; NaN where there is none. */
  recall: number;
  /** Harmonic mean of both, 2 TP / (2 TP + FP + FN); NaN where no 1 was said and none was. */
  f1: number;
}

/**
 * Counts and shares of a decision at a threshold. Not for judging probabilities: the threshold throws away what they say.
 * @param outcomes 0 or 1, n rows
 * @param predictions probability of a 1, n rows
 * @param threshold a row is said to be 1 where its prediction is at least this; between 0 and 1
 * @throws DataError `empty`, `length`, `out_of_range`, `not_finite`
 */
export function classification(
  outcomes: ArrayLike<number>,
  predictions: ArrayLike<number>,
  threshold = 0.5,
): Classification {
  checkForecasts(outcomes, predictions);
  checkNumber('threshold', threshold, 0, 1);
  let said = 0;
  let positives = 0;
  let truePositives = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const isSaid = (predictions[row] ?? 0) >= threshold;
    const isPositive = outcomes[row] === 1;
    if (isSaid) said += 1;
    if (isPositive) positives += 1;
    if (isSaid && isPositive) truePositives += 1;
  }
  const falsePositives = said - truePositives;
  const falseNegatives = positives - truePositives;
  const trueNegatives = outcomes.length - said - falseNegatives;
  return {
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    accuracy: (truePositives + trueNegatives) / outcomes.length,
    precision: truePositives / said,
    recall: truePositives / positives,
    f1: (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives),
  };
}
