import type { Output } from '../../transport/app-contract.ts';
import { formatHundredths, formatNumber, formatPercent, formatStudyDay, plural } from '../format.ts';

type Scorecard = Output<'twin.scorecard'>;
type Score = Scorecard['total'];
type Outcome = NonNullable<Output<'twin.predictions'>['predictions'][number]['outcome']>;
type Measured = Score['skill'];

const notYet = 'not enough yet';
const between = (measured: Measured, format: (value: number) => string): string =>
  measured === null
    ? notYet
    : `${format(measured.value)} (${format(measured.low)} to ${format(measured.high)})`;
const formats = {
  skill: formatHundredths,
  auc: formatHundredths,
  precision: formatPercent,
  recall: formatPercent,
  accuracy: formatPercent,
} as const;
const months = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const predictions = (count: number): string => plural(count, 'prediction', 'predictions');

export const twinScorecard = {
  title: 'How good the predictions were',
  text: 'Each Monday’s prediction is judged when its week is over: by your word where you gave it, else by your answers.',
  off: 'Behavioural analysis is switched off, so nothing is scored.',
  waiting: (count: number, end: number | null) =>
    count === 0
      ? 'No prediction is waiting for the end of its week.'
      : `${predictions(count)} ${count === 1 ? 'waits' : 'wait'} for the end of a week${end === null ? '' : `, the next on ${formatStudyDay(end - 1)}`}.`,
  notStudied: (count: number) =>
    count === 0
      ? ''
      : `${predictions(count)} ended with too few answers to tell and ${count === 1 ? 'is' : 'are'} not scored.`,
  baseRate: (share: number, n: number) =>
    `You struggled with ${formatPercent(share)} of ${plural(n, 'judged objective week', 'judged objective weeks')}.`,
  counts: (one: Score) =>
    `Said hard: ${formatNumber(one.confirmed)} were, ${formatNumber(one.falsePositive)} were not. Not said: ${formatNumber(one.missed)} were hard after all, ${formatNumber(one.trueNegative)} were not.`,
  measures: {
    skill: ['Brier skill', 'above 0 is better than only knowing how often you struggle'],
    auc: ['AUC', '0.5 is chance, 1 puts every hard one above every other'],
    precision: ['Precision', 'of those a heads-up had room for, the share that was hard'],
    recall: ['Recall', 'of those that were hard, the share it said'],
    accuracy: ['Right in all', 'accuracy: of all, the share it had right'],
  } satisfies Record<string, readonly [string, string]>,
  notYet,
  short: {
    skill: 'Skill',
    auc: 'AUC',
    precision: 'Precision',
    recall: 'Recall',
    accuracy: 'Accuracy',
  },
  measured: (name: keyof typeof formats, measured: Measured) => between(measured, formats[name]),
  value: (name: keyof typeof formats, measured: NonNullable<Measured>) => formats[name](measured.value),
  interval: (name: keyof typeof formats, { low, high }: NonNullable<Measured>) =>
    `${formats[name](low)} to ${formats[name](high)}`,
  alertTitle: 'Worse than a plain guess so far',
  alert: (n: number) =>
    `Over ${plural(n, 'scored prediction', 'scored predictions')} the Brier skill is below 0. Take the predictions lightly until it rises again; the model is trained anew every week.`,
  calibration: 'Calibration',
  calibrationChart: 'Predicted and happened',
  calibrationText: (n: number) =>
    `What was predicted against what happened, over ${predictions(n)}, with 90% intervals. On the diagonal both are the same. A group needs 30; a hollow one is on its way.`,
  calibrationGate:
    'Predictions of about the same chance are one group, and a group needs 30 before its share says anything. The largest so far:',
  months: 'Month by month',
  monthsChart: 'Precision and recall by month',
  monthsText: (count: number) =>
    `Of those said to be hard the share that was, with its 90% interval, and of the hard ones the share that was said, in ${plural(count, 'month', 'months')}.`,
  noMonths: 'The first month stands here when its first week is over.',
  month: 'Month',
  monthScores: 'Scores by month',
  modelScores: 'Scores by model',
  models: 'By model',
  modelsText:
    'Each predictor that was in force, and how its own predictions turned out. A new one takes over only if it is better on weeks it has not seen.',
  noModels: 'The first model stands here when its first week is over.',
  model: 'Model',
  modelName: (name: string, version: string) => (version === '' ? name : `${name} (${version})`),
  count: 'n',
  monthName: (month: string) => months.format(new Date(`${month}-15T00:00:00Z`)),
  ended: 'What became of each',
  endedText: 'The latest first. If you saw it otherwise, say so: your word counts.',
  nothingEnded: 'No week that was predicted is over yet.',
  outcomes: {
    STRUGGLED: 'It was hard',
    FINE: 'It went fine',
    NOT_STUDIED: 'Too few answers to tell',
  } satisfies Record<Outcome['outcome'], string>,
  detail: (answers: number, recall: number | null) =>
    recall === null
      ? plural(answers, 'answer', 'answers')
      : `${formatPercent(recall)} of ${plural(answers, 'answer', 'answers')} recalled`,
  predicted: (probability: number) => `predicted ${formatPercent(probability)}`,
  all: (count: number) => `Show all ${formatNumber(count)}`,
  breaks: 'Breaks',
  breaksText: ({ offered, taken, postponed, skipped }: Scorecard['breaks']) =>
    offered === 0 && taken === 0
      ? 'No break has been offered yet.'
      : `Taken: ${formatNumber(taken)}, offered or not. Offered: ${formatNumber(offered)}, of which ${formatNumber(postponed)} put off and ${formatNumber(skipped)} declined.`,
  share: formatPercent,
} as const;
