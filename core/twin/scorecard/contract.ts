import { z } from 'zod';
import { defineContract, query } from '../../rpc/contract.ts';
import { count, studyDay } from '../../store/schemas.ts';
import { PREDICTORS } from '../predict/contract.ts';

const share = z.number().min(0).max(1);
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
/** A share or score with its 90 % interval; null where there is too little to say. */
const measured = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable();

const score = z.object({
  /** Predictions with an outcome, and how they turned out; `confirmed` and `falsePositive` are of those the owner was told. */
  n: count,
  confirmed: count,
  falsePositive: count,
  missed: count,
  trueNegative: count,
  /** 1 less Brier score over that of the base rate: above 0 is better than knowing only how often. */
  skill: measured,
  auc: measured,
  precision: measured,
  recall: measured,
  accuracy: measured,
});

/** How predictions turned out, told in the open. */
export const scorecardContract = defineContract('twin', {
  scorecard: query({
    input: z.strictObject({ model: z.enum(PREDICTORS).nullable() }),
    output: z.object({
      isOn: z.boolean(),
      total: score,
      /** Ended windows that nobody studied in enough to tell: not scored. */
      notStudied: count,
      /** Standing predictions whose window goes on. */
      waiting: count,
      nextEnd: studyDay.nullable(),
      baseRate: share.nullable(),
      /** Bins of width .1; below `neededInBin` one says nothing yet. */
      calibration: list(
        z.object({ n: count, meanPrediction: share, observed: share, low: share, high: share }),
      ),
      neededInBin: count,
      months: list(score.extend({ month: z.string() })),
      models: list(score.extend({ model: z.enum(PREDICTORS), modelVersion: z.string() })),
      /** Skill below 0 over more than 30. */
      isAlert: z.boolean(),
      /** What was done with offers of breaks in the same time. */
      breaks: z.object({ offered: count, taken: count, postponed: count, skipped: count }),
    }),
    reads: [
      'struggle_predictions',
      'struggle_outcomes',
      'prediction_feedback',
      'behavioral_events',
      'log_undos',
      'settings',
    ],
  }),
});
