import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, studyDay, uid } from '../../store/schemas.ts';

const share = z.number().min(0).max(1);
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

export const STRUGGLE_BANDS = ['LOW', 'MEDIUM', 'HIGH'] as const;
/** The owner's trained stack, the forecast from first principles, their base rate, or the rules of the cold start. */
export const PREDICTORS = ['stack', 'forecast', 'base_rate', 'rules'] as const;
/** What the owner says: they struggled, they did not, or, at any time, that this is not so. */
export const VERDICTS = ['STRUGGLED', 'FINE', 'NOT_SO'] as const;
export const HEADS_UP_AT_MOST = 3;
/** Judged weeks that training needs; MIN_LABELS of ml/knowledge/struggle, which a test compares. */
export const LABELS_NEEDED = 50;

/** What predictions are made from; the names of ml/knowledge/struggle/schema.ts, which a test compares. */
export const STRUGGLE_FEATURE_NAMES = [
  'retention',
  'retentionSlope',
  'retentionVolatility',
  'lapseRate',
  'sessionPerformance',
  'topicRetention',
  'residual',
  'effect',
  'assessmentScore',
  'weakPrerequisiteShare',
  'prerequisiteGap',
  'complexity',
  'complexityGap',
  'firstSights',
  'slips',
  'pastStruggle',
  'ownStruggle',
  'formatEffect',
  'hourEffect',
  'recentResidual',
  'load',
  'daysToExam',
  'daysSinceStudied',
  'workload',
  'expectedAnswers',
  'dueRetrievability',
  'spacingRegularity',
  'latencyTrend',
  'confidenceCalibration',
  'expectedStruggle',
  'expectedRecall',
] as const;

/** What one feature adds to the log-odds or takes from them. */
const reason = z.object({
  feature: z.enum(STRUGGLE_FEATURE_NAMES),
  /** Null: there is nothing to compute it from. */
  value: z.number().nullable(),
  /** Signed; null where whatever predicts does not weigh features (rules, base rate). */
  contribution: z.number().nullable(),
});

const outcome = z.object({
  recordedAt: instant,
  outcome: z.enum(['STRUGGLED', 'FINE', 'NOT_STUDIED']),
  /** Judged answers in the window. */
  answers: count,
  residual: z.number().nullable(),
  recall: share.nullable(),
});

const prediction = z.object({
  prediction: uid,
  objective: uid,
  title: z.string(),
  /** Lecture and course it belongs to, for words. */
  path: z.string(),
  predictedAt: instant,
  /** First study day, and the first one after the window. */
  windowStart: studyDay,
  windowEnd: studyDay,
  probability: share,
  /** 90 %. */
  low: share,
  high: share,
  band: z.enum(STRUGGLE_BANDS),
  model: z.enum(PREDICTORS),
  modelVersion: z.string(),
  /** The first one of its week: judged when the window has ended. */
  isScored: z.boolean(),
  /** The most telling first; at most six. With `base` and `rest` they add up to the log-odds before calibration. */
  reasons: list(reason),
  /** Null where whatever predicts does not weigh features. */
  base: z.number().nullable(),
  rest: z.number().nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  outcome: outcome.nullable(),
});

const brier = z.number().nullable();

/** What the owner is about to struggle with if they study it. */
export const predictContract = defineContract('twin', {
  /** The standing prediction of each objective, the likeliest first; ended ones where asked for, the latest first. */
  predictions: query({
    input: z.strictObject({ state: z.enum(['standing', 'ended']), limit: z.int().min(1).max(500) }),
    output: z.object({
      isOn: z.boolean(),
      /** Null: nothing has been predicted yet. */
      predictedAt: instant.nullable(),
      total: count,
      predictions: list(prediction),
    }),
    reads: [
      'struggle_predictions',
      'struggle_outcomes',
      'prediction_feedback',
      'learning_objectives',
      'lectures',
      'courses',
      'settings',
    ],
  }),
  /** The at most three highest of today that the owner has not said anything of. */
  headsUp: query({
    input: nothing,
    output: z.object({ predictions: list(prediction) }),
    reads: [
      'struggle_predictions',
      'struggle_outcomes',
      'prediction_feedback',
      'learning_objectives',
      'lectures',
      'courses',
      'settings',
    ],
  }),
  /** The owner's verdict, which outranks the log's; null takes it back. `not_found`. */
  judgePrediction: command({
    input: z.strictObject({ prediction: uid, verdict: z.enum(VERDICTS).nullable() }),
    output: nothing,
  }),
  /** Predicts now, as a job; the one under way where there is one. `days` of the window: 7 is scored, others are shown. */
  generatePredictions: command({
    input: z.strictObject({ days: z.int().min(1).max(30).default(7) }),
    output: z.object({ job: uid }),
  }),
  /** Trains on all ended weeks now, as a job, and takes the model only if it wins. */
  retrain: command({ input: nothing, output: z.object({ job: uid }) }),
  /** The model in force, what it was judged against, and when it last ran. */
  health: query({
    input: nothing,
    output: z.object({
      isOn: z.boolean(),
      model: z.enum(PREDICTORS),
      modelVersion: z.string(),
      trainedAt: instant.nullable(),
      /** Ended windows of the history with an outcome, and what training needs. */
      labels: count,
      neededLabels: count,
      struggled: count,
      /** Windows the Brier scores of the last training are of, each predicted from what was before it; lower is better. */
      judged: count,
      brier: z.object({ candidate: brier, forecast: brier, baseRate: brier, rules: brier, old: brier }),
      accepted: z.boolean().nullable(),
      predictedAt: instant.nullable(),
      predicted: count,
      /** Brier skill of the stored predictions against the base rate, over so many. */
      skill: z.object({ n: count, skill: z.number().nullable(), isAlert: z.boolean() }),
    }),
    reads: [
      'struggle_predictions',
      'struggle_outcomes',
      'prediction_feedback',
      'model_artifacts',
      'settings',
    ],
  }),
});
