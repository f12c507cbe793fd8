import type { Output } from '../../transport/app-contract.ts';
import { formatDecimal, formatHundredths, formatNumber, formatPercent, plural } from '../format.ts';

export type PredictionReason = Output<'twin.predictions'>['predictions'][number]['reasons'][number];
type Feature = PredictionReason['feature'];

const days = (count: number): string => plural(Math.round(count), 'day', 'days');
const share = (value: number): string => formatPercent(value);
/** A minus of the length of a plus; nothing has no sign. */
const signed = (value: number, text: string): string =>
  /[1-9]/.test(text) ? `${value < 0 ? '−' : '+'}${text}` : text;
const size = (value: number): string =>
  plural(Number(formatDecimal(Math.abs(value) * 100)), 'point', 'points');
const points = (value: number): string => signed(value, size(value));
const logOdds = (value: number): string => signed(value, formatHundredths(Math.abs(value)));
/** Difficulty as FSRS counts it: 1 to 10. */
const difficulty = (value: number): string => `${formatDecimal(1 + 9 * value)} of 10`;
/** A weekly change of a logarithm as the change of what it is of. */
const growth = (value: number): string => `${signed(value, share(Math.abs(Math.expm1(value))))} a week`;
const chance = (value: number): string => share(1 / (1 + Math.exp(-value)));

/** What each feature is called, and its value in its own unit. */
const features: Record<Feature, readonly [string, (value: number) => string]> = {
  retention: ['Recall in the last 30 days', share],
  retentionSlope: ['Trend of recall', (value) => `${points(value)} a week`],
  retentionVolatility: ['Ups and downs of recall between days', size],
  lapseRate: ['Reviews forgotten in the last 30 days', share],
  sessionPerformance: ['Recall in its last session', share],
  topicRetention: ['Recall of the rest of its topic', share],
  residual: ['Recall against what FSRS expected', points],
  effect: ['Easier (+) or harder (−) than its cards say', logOdds],
  assessmentScore: ['Last practice test', share],
  weakPrerequisiteShare: ['Weak prerequisites', share],
  prerequisiteGap: [
    'What prerequisites lack to 90% recall',
    (value) => (value > 0 ? size(value) : 'nothing'),
  ],
  complexity: ['Difficulty of its cards', difficulty],
  complexityGap: ['Difficulty less your recall', points],
  firstSights: ['First answers to its new cards, against yours', points],
  slips: ['Slips while learning it, against yours', points],
  pastStruggle: ['Hard weeks of related objectives', share],
  ownStruggle: ['Its own hard weeks', share],
  formatEffect: ['Recall with its kinds of card', points],
  hourEffect: ['Recall at your usual hour', points],
  recentResidual: ['Your latest answers, all objectives', points],
  load: ['Load of the session', (value) => `${Math.round(value * 100)} of 100`],
  daysToExam: ['Time to the exam', days],
  daysSinceStudied: ['Last studied', (value) => (value < 1 ? 'today' : `${days(value)} ago`)],
  workload: ['Cards due a day, against your usual day', (value) => `${formatDecimal(value)} ×`],
  expectedAnswers: ['Answers to expect', (value) => formatNumber(Math.round(value))],
  dueRetrievability: ['Retrievability of its cards when due', share],
  spacingRegularity: ['Regularity of its study days', (value) => `${formatDecimal(value * 10)} of 10`],
  latencyTrend: ['Trend of its answer times', growth],
  confidenceCalibration: ['Confidence beyond recall', points],
  expectedStruggle: ['Chance from its cards’ memory alone', chance],
  expectedRecall: ['Recall to expect', share],
};

const missing = 'not known yet';

export const reasonWords = {
  missing,
  name: (feature: Feature): string => features[feature][0],
  value: ({ feature, value }: PredictionReason): string =>
    value === null ? missing : features[feature][1](value),
  /** "Recall in the last 30 days: 71%". */
  both: (reason: PredictionReason): string =>
    `${reasonWords.name(reason.feature)}: ${reasonWords.value(reason)}`,
  direction: (contribution: number | null): string =>
    contribution === null || contribution === 0
      ? ''
      : contribution > 0
        ? 'makes it likelier'
        : 'makes it less likely',
  logOdds,
} as const;
