/**
 * What a prediction is made from, by name: the one order of columns of every matrix of struggle features, kept with each
 * stored prediction. NaN where there is nothing to compute it from, never a value in its place. "Retention" and "recall"
 * are shares of judged answers (answers to cards answered on an earlier study day), residuals are recalled less what FSRS
 * expected; slopes are per week.
 */
export const STRUGGLE_FEATURES = [
  /** Recall of the objective in the last 30 days. */
  'retention',
  /** Slope of its residuals over those days; from eight answers on two days. */
  'retentionSlope',
  /** Standard deviation of the recall of its study days; from three days of three answers. */
  'retentionVolatility',
  /** Share of answers to cards in review that were lapses, 30 days. */
  'lapseRate',
  /** Recall in the last session that touched it. */
  'sessionPerformance',
  /** Recall of the other objectives of its topic in the last 30 days. */
  'topicRetention',
  /** Its residuals of all time, shrunken by 20 answers without one. */
  'residual',
  /** Posterior mean of how far it lies below or above what the recall model expects, in log-odds. */
  'effect',
  /** Score of its last practice test, 0 to 1. */
  'assessmentScore',
  /** Share of its prerequisites with a retention below .75. */
  'weakPrerequisiteShare',
  /** .9 less the mean retention of its prerequisites. */
  'prerequisiteGap',
  /** Mean FSRS difficulty of its cards, from 0 to 1. */
  'complexity',
  /** Complexity less ability: the learner's recall of the last 90 days. */
  'complexityGap',
  /** Share of its first sights that were passes, less the learner's, shrunken; and of slips in steps. */
  'firstSights',
  'slips',
  /** Share of past windows struggled with, among those of other objectives of its topic and of its prerequisites. */
  'pastStruggle',
  /** The same of its own windows. */
  'ownStruggle',
  /** Mean residual of its cards' formats, shrunken. */
  'formatEffect',
  /** Mean residual at the hour of the planned slot, an hour to either side, last 90 days, shrunken. */
  'hourEffect',
  /** The learner's mean residual over some last 140 judged answers, shrunken. */
  'recentResidual',
  /** Index of cognitive load now, 0 to 1. */
  'load',
  'daysToExam',
  'daysSinceStudied',
  /** Cards of the learner due in the window, a day, over the judged answers a day of the last 28 days. */
  'workload',
  /** Judged answers to be expected in the window. */
  'expectedAnswers',
  /** Mean retrievability of the cards when they come due in the window. */
  'dueRetrievability',
  /** 1 / (1 + coefficient of variation) of the gaps between its study days, 60 days; from three gaps. */
  'spacingRegularity',
  /** Slope of the log time of its answers relative to their kind, 30 days; from eight answers. */
  'latencyTrend',
  /** Mean of confidence less recalled on its topic, 90 days; from five answers. */
  'confidenceCalibration',
  /** Log-odds of a struggle by forecast from first principles (`forecastWindow`), and the recall it expects. */
  'expectedStruggle',
  'expectedRecall',
] as const;

export type StruggleFeature = (typeof STRUGGLE_FEATURES)[number];
export const FEATURE_COUNT = STRUGGLE_FEATURES.length;

/** Column of a feature. */
export function featureColumn(feature: StruggleFeature): number {
  return STRUGGLE_FEATURES.indexOf(feature);
}

/** The features of one prediction by name. */
export type StruggleFeatureValues = Record<StruggleFeature, number>;

/** @param offset of the first feature of the prediction in the matrix */
export function featureValues(matrix: ArrayLike<number>, offset: number): StruggleFeatureValues {
  return Object.fromEntries(
    STRUGGLE_FEATURES.map((feature, column) => [feature, matrix[offset + column] ?? Number.NaN]),
  ) as StruggleFeatureValues;
}
