import type { INDICATOR_KINDS } from './contract.ts';

/** What is known of one objective in one session. */
export type SessionTally = {
  readonly at: number;
  /** Answers that memory expected something of. */
  readonly answers: number;
  readonly forgotten: number;
  /** Expected errors and their variance. */
  readonly expected: number;
  readonly variance: number;
  /** Share forgotten of late: half of the weight is in the last three answers. */
  readonly recent: number;
  /** Answers whose usual time is known, and the sum of the logarithms of times the usual. */
  readonly timed: number;
  readonly logTimes: number;
};

export const emptyTally: SessionTally = {
  at: 0,
  answers: 0,
  forgotten: 0,
  expected: 0,
  variance: 0,
  recent: 0,
  timed: 0,
  logTimes: 0,
};

export type TalliedAnswer = {
  readonly at: number;
  readonly recalled: boolean;
  /** Null where memory expects nothing: the first sight of a card, or a step. */
  readonly retrievability: number | null;
  /** Logarithm of times the owner's usual; null: not known. */
  readonly logTimes: number | null;
};

/** By which the weight of what was before goes down with every answer. */
const FADES = 2 ** (-1 / 3);

/** One more answer. */
export const addToTally = (tally: SessionTally, answer: TalliedAnswer): SessionTally => {
  const { at, recalled, retrievability, logTimes } = answer;
  const error = recalled ? 0 : 1;
  const timed =
    logTimes === null
      ? { ...tally, at }
      : { ...tally, at, timed: tally.timed + 1, logTimes: tally.logTimes + logTimes };
  if (retrievability === null) return timed;
  return {
    ...timed,
    answers: tally.answers + 1,
    forgotten: tally.forgotten + error,
    expected: tally.expected + 1 - retrievability,
    variance: tally.variance + retrievability * (1 - retrievability),
    recent: tally.answers === 0 ? error : tally.recent * FADES + error * (1 - FADES),
  };
};

export type Finding = {
  readonly kind: (typeof INDICATOR_KINDS)[number];
  /** How far past where it begins to be worth a word, 0 to 1. */
  readonly severity: number;
  readonly priority: number;
  readonly level: 'MODERATE' | 'HIGH';
};

const LEAST_ANSWERS = 5;
const LAPSE_RATE = 0.3;
const UNDER_MEAN = 0.2;
const TIMES_USUAL = 2;
/** Commonly of the logarithm of one person's answer times. */
const TIME_SD = 0.7;
const HIGH_FROM = 0.6;

const within01 = (value: number): number => Math.min(1, Math.max(0, value));

/** The probability that so many deviations are not chance (logistic, within .01 of the normal). */
const confidenceOf = (deviations: number): number => 1 / (1 + Math.exp(-1.702 * deviations));

/**
 * What is worth a word of an objective, the gravest kind of it; null: nothing. Priority = urgency .4 (how it goes of late),
 * confidence .3 (that it is more than chance, against what memory expected), severity .2, load .1; a load that is not known
 * leaves its weight to the others.
 * @param ownRecall of the owner in the days before; null: not known
 * @param load 0 to 1; null: not known
 */
export const findingOf = (
  tally: SessionTally,
  ownRecall: number | null,
  load: number | null,
): Finding | null => {
  const found: { kind: Finding['kind']; severity: number; confidence: number; urgency: number }[] = [];
  if (tally.answers >= LEAST_ANSWERS) {
    const rate = tally.forgotten / tally.answers;
    // Half an answer of doubt: cards that memory is sure of have next to no variance.
    const confidence = confidenceOf((tally.forgotten - tally.expected) / Math.sqrt(tally.variance + 0.5));
    const urgency = tally.recent;
    if (rate > LAPSE_RATE)
      found.push({
        kind: 'lapse_rate',
        severity: (rate - LAPSE_RATE) / (1 - LAPSE_RATE),
        confidence,
        urgency,
      });
    const under = ownRecall === null ? 0 : ownRecall - (1 - rate);
    if (ownRecall !== null && under > UNDER_MEAN)
      found.push({
        kind: 'below_mean',
        severity: (under - UNDER_MEAN) / Math.max(ownRecall - UNDER_MEAN, UNDER_MEAN),
        confidence,
        urgency,
      });
  }
  const times = timesUsual(tally);
  if (times !== null && times > TIMES_USUAL)
    found.push({
      kind: 'over_time',
      severity: (times - TIMES_USUAL) / TIMES_USUAL,
      confidence: confidenceOf((tally.logTimes / tally.timed / TIME_SD) * Math.sqrt(tally.timed)),
      // Slow is not wrong.
      urgency: tally.recent,
    });
  const gravest = found.sort((a, b) => b.severity - a.severity)[0];
  if (gravest === undefined) return null;
  const severity = within01(gravest.severity);
  const known = 0.4 * gravest.urgency + 0.3 * gravest.confidence + 0.2 * severity;
  const priority = within01(load === null ? known / 0.9 : known + 0.1 * load);
  return { kind: gravest.kind, severity, priority, level: priority >= HIGH_FROM ? 'HIGH' : 'MODERATE' };
};

/** How many times the usual an answer took, by geometric mean; null: too few of them. */
export const timesUsual = ({ timed, logTimes }: SessionTally): number | null =>
  timed < LEAST_ANSWERS ? null : Math.exp(logTimes / timed);
