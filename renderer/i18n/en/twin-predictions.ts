import type { Output } from '../../transport/app-contract.ts';
import { formatNumber, formatPercent, formatStudyDay, formatThousandths, plural } from '../format.ts';

type Prediction = Output<'twin.predictions'>['predictions'][number];
type Health = Output<'twin.health'>;
type Verdict = NonNullable<Prediction['verdict']>;

const models: Record<Health['model'], string> = {
  stack: 'Your own model',
  forecast: 'A forecast from your cards',
  base_rate: 'How often you struggle',
  rules: 'Rules',
};
const error = (value: number | null): string => (value === null ? '–' : formatThousandths(value));
const range = (low: number, high: number): string => `${formatPercent(low)} to ${formatPercent(high)}`;

export const twinPredictions = {
  title: 'What may be hard this week',
  text: 'How likely you are to struggle with an objective if you study it within the window. It means recall clearly under what your memory lets expect, or under 75%, over at least 15 answers. It is a reason to look, no judgement.',
  none: 'Nothing was predicted yet.',
  noneText:
    'Predictions come once a day, in a quiet moment, or now. They are made on this machine and judged when their week is over.',
  noObjectives: 'No objective has cards yet',
  noObjectivesText:
    'Predictions are about learning objectives. In the Library you can give a lecture objectives, and cards to each.',
  toLibrary: 'Open the Library',
  off: 'Predictions are off',
  offText:
    'Behavioural analysis is switched off, so nothing is predicted. You can switch it on in Settings, under privacy.',
  toSettings: 'Open Settings',
  run: 'Predict now',
  running: 'Predicting…',
  failed: (why: string) => `Nothing could be predicted. ${why}`,
  chart: 'Chance of a struggle',
  chartNote: 'with its 90% interval',
  chartText: (shown: number) =>
    `The ${plural(shown, 'likeliest objective', 'likeliest objectives')}, each with its probability and the 90% interval.`,
  objective: 'Objective',
  probability: 'Probability',
  chance: (one: Pick<Prediction, 'probability' | 'low' | 'high'>) =>
    `${formatPercent(one.probability)} (90% interval ${range(one.low, one.high)})`,
  all: (total: number) => `Show all ${formatNumber(total)}`,
  /** Where there are more than are kept. */
  shownOf: (shown: number, total: number) =>
    `The likeliest ${formatNumber(shown)} of ${formatNumber(total)} objectives.`,
  share: formatPercent,
  bands: { HIGH: 'Likely hard', MEDIUM: 'May be hard', LOW: 'Probably fine' } satisfies Record<
    Prediction['band'],
    string
  >,
  window: (from: number, end: number) => `${formatStudyDay(from)} – ${formatStudyDay(end - 1)}`,
  scored: 'is scored when the week is over',
  why: 'Why?',
  hide: 'Hide',
  whyOf: (title: string) => `Why: ${title}`,
  hideOf: (title: string) => `Why: ${title}, hide`,
  reasonsTitle: (title: string) => `Why: ${title}`,
  reasonsText: (count: number) =>
    `${plural(count, 'reason', 'reasons')}: bars to the right make a struggle likelier, to the left less likely. They add up to the log-odds of the last row, which calibration turns into the probability.`,
  reason: 'Reason',
  contribution: 'Log-odds',
  base: 'How often you struggle in all',
  rest: 'Everything else',
  sum: 'Together, before calibration',
  conditions: 'Your own model has too little to learn from yet. The rules look at:',
  nothingStandsOut:
    'No model tells your objectives apart better than how often you struggle in all, so that is what stands here.',
  verdicts: { STRUGGLED: 'I struggled', FINE: 'I did fine', NOT_SO: 'Not so' } satisfies Record<
    Verdict,
    string
  >,
  verdictName: 'Your word:',
  verdictLabel: (title: string) => `Your word on ${title}`,
  judged: {
    STRUGGLED: 'Noted: you struggled. Your word outranks the log.',
    FINE: 'Noted: you did fine. Your word outranks the log.',
    NOT_SO: 'Noted: not so. It is left out of the heads-up.',
  } satisfies Record<Verdict, string>,
  takenBack: 'Your word on it is taken back.',
  study: 'Study',
  modelName: (model: Health['model']) => models[model],
  modelTitle: 'What predicts',
  model: (health: Health) => models[health.model],
  train: 'Train now',
  learning: (labels: number, needed: number) =>
    `${formatNumber(labels)} of ${plural(needed, 'judged week', 'judged weeks')} of objectives: until then rules predict. Weeks of the past count, each objective for itself, where it had at least 15 answers.`,
  trained: (labels: number, struggled: number) =>
    `It has ${plural(labels, 'judged week', 'judged weeks')} of objectives to learn from; ${formatPercent(labels === 0 ? 0 : struggled / labels)} of them were hard.`,
  contest: ({ brier, judged }: Health) =>
    `Brier error over ${plural(judged, 'week', 'weeks')} of objectives, each predicted from what was before it: your own model ${error(brier.candidate)}, forecast ${error(brier.forecast)}, how often in all ${error(brier.baseRate)}, rules ${error(brier.rules)}${brier.old === null ? '' : `, the model before ${error(brier.old)}`}. Lower is better; the best of them predicts.`,
  alert:
    'So far these predictions are worse than only knowing how often you struggle. Take them lightly; your own sense is the better guide.',
} as const;
