import { auc } from '#ml/evaluate/auc.ts';
import { brierScore } from '#ml/evaluate/brier.ts';
import { classification } from '#ml/evaluate/classification.ts';
import { expectedCalibrationError } from '#ml/evaluate/expected-calibration-error.ts';
import { logLoss } from '#ml/evaluate/log-loss.ts';
import { rounded } from './bench.ts';

/** The numbers by which predictions are compared between runs. `bins`: of the calibration error. */
export const modelScores = (outcomes: readonly number[], said: readonly number[], bins: number) => ({
  auc: rounded(auc(outcomes, said), 4),
  logLoss: rounded(logLoss(outcomes, said), 4),
  rmse: rounded(Math.sqrt(brierScore(outcomes, said)), 4),
  ece: rounded(expectedCalibrationError(outcomes, said, { by: 'width', bins }), 4),
  accuracy: rounded(classification(outcomes, said).accuracy, 4),
  rows: outcomes.length,
});
