import { trainLogistic } from '../../logistic/train-logistic.ts';
import { mean } from '../../numeric/sample.ts';
import { RECALL_COVARIATES } from './tally.ts';

/** P(recall) = sigmoid(intercept + slopes · covariates): FSRS corrected by what this learner's answers so far say of it. */
export interface RecallModel {
  readonly intercept: number;
  readonly slopes: Float64Array;
}

const COLUMNS = RECALL_COVARIATES.length;

/** FSRS as it stands. */
export const FSRS_ALONE: RecallModel = Object.freeze({
  intercept: 0,
  slopes: Float64Array.from({ length: COLUMNS }, (_, column) => (column === 0 ? 1 : 0)),
});

/**
 * What FSRS may be moved by, in log-odds a standard deviation of a covariate: the prior deviation is .5, weak beside some
 * thousand answers, enough to hold a few dozen.
 */
const L2 = 4;
/** With fewer fails or passes nothing is learnt. */
const LEAST_OF_EACH = 5;

/**
 * Logistic regression with the log-odds of FSRS as offset, on standardised covariates with a ridge.
 * @param covariates rows × RECALL_COVARIATES, row by row; finite
 * @param recalled 0 or 1 of each row
 * @param from, to the rows to fit to
 * @returns `FSRS_ALONE` where there are not five passes and five fails
 */
export function fitRecallModel(
  covariates: Float64Array,
  recalled: Uint8Array,
  from: number,
  to: number,
): RecallModel {
  const targets = recalled.subarray(from, to);
  const passes = targets.reduce((sum, pass) => sum + pass, 0);
  if (Math.min(passes, targets.length - passes) < LEAST_OF_EACH) return FSRS_ALONE;
  const columns = RECALL_COVARIATES.map((_, column) =>
    Float64Array.from(targets, (__, row) => covariates[(from + row) * COLUMNS + column]!),
  );
  const offsets = columns[0]!;
  const moments = columns.map((column) => {
    const centre = mean(column);
    const deviation = Math.sqrt(mean(column.map((value) => (value - centre) ** 2)));
    // A column without spread says nothing yet, and its slope stays 0.
    return { centre, deviation: Math.max(1e-3, deviation) };
  });
  const standard = columns.map((column, index) => {
    const { centre, deviation } = moments[index]!;
    return column.map((value) => (value - centre) / deviation);
  });
  const { logistic } = trainLogistic({ columns: standard, targets, offsets }, { l2: L2 });
  const slopes = Float64Array.from(moments, ({ deviation }, index) => logistic.weights[index]! / deviation);
  const intercept = moments.reduce(
    (sum, { centre }, index) => sum - slopes[index]! * centre,
    logistic.intercept,
  );
  slopes[0]! += 1;
  return { intercept, slopes };
}

/** Log-odds of recall of the covariates at `offset`. */
export function recallLogOdds(model: RecallModel, covariates: Float64Array, offset: number): number {
  let z = model.intercept;
  for (let column = 0; column < COLUMNS; column += 1)
    z += model.slopes[column]! * covariates[offset + column]!;
  return z;
}
