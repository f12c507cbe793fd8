import { clamp } from '#ml/numeric/special.ts';
import { BURNOUT_FACTORS, type BURNOUT_LEVELS } from './contract.ts';

export type BurnoutFactor = (typeof BURNOUT_FACTORS)[number];
export type BurnoutLevel = (typeof BURNOUT_LEVELS)[number];

/** What the risk is made of, and how much each factor weighs (twin.md §5). */
export const BURNOUT_WEIGHTS: Readonly<Record<BurnoutFactor, number>> = {
  intensity: 0.2,
  performanceDecline: 0.25,
  chronicLoad: 0.25,
  irregularity: 0.15,
  engagementDecay: 0.1,
  recoveryDeficit: 0.05,
};

export const burnoutLevel = (score: number): BurnoutLevel =>
  score < 25 ? 'LOW' : score < 50 ? 'MEDIUM' : score < 75 ? 'HIGH' : 'CRITICAL';

/** One study day with answers. */
export type BurnoutDay = {
  studyDay: number;
  answers: number;
  ms: number;
  /** Answers memory expected anything of, and the sum of recall less expectation. */
  judged: number;
  residual: number;
  /** Minutes from the beginning of the study day to its first answer. */
  firstMinute: number;
  /** Null: not known. */
  meanLoad: number | null;
};

/** What a factor was made of: the last fourteen days against the twenty-eight before. */
export type BurnoutComparison = { recent: number | null; before: number | null; score: number | null };

export type BurnoutRisk = {
  /** First study day after the fourteen. */
  asOf: number;
  /** The last day with answers, where nothing was studied for a week since: the score stands still. */
  frozenSince: number | null;
  studyDaysBefore: number;
  studyDaysRecent: number;
  needed: number;
  /** Null: not enough study days in the twenty-eight. */
  score: number | null;
  level: BurnoutLevel | null;
  /** 0 to 1: the weight of the factors that are known. */
  confidence: number;
  factors: Record<BurnoutFactor, BurnoutComparison>;
};

const recentDays = 14;
const daysBefore = 28;
export const STUDY_DAYS_NEEDED = 10;
/** Who studied nothing for so long has stopped for now. */
const stoppedAfter = 7;
const chronicFrom = 60;
const leastJudged = 50;
const leastDaysForTimes = 4;
const leastDaysWithLoad = 3;
/** Where each factor is full. */
const FULL = {
  /** As much again as before … */
  growth: 1,
  /** … or so many hours on every day, from half of it. */
  hoursADay: 8,
  decline: 0.1,
  /** Hours by which the times of day spread further. */
  spreadHours: 2,
  restDays: 2,
} as const;
const hourMs = 3_600_000;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const deviation = (values: readonly number[]): number => {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
};

const none: BurnoutComparison = { recent: null, before: null, score: null };
const percent = (share: number): number => 100 * clamp(share, 0, 1);

type Windows = { recent: readonly BurnoutDay[]; before: readonly BurnoutDay[] };

const intensity = ({ recent, before }: Windows): BurnoutComparison => {
  const hours = (days: readonly BurnoutDay[], span: number): number =>
    sum(days.map(({ ms }) => ms)) / span / hourMs;
  const [now, then] = [hours(recent, recentDays), hours(before, daysBefore)];
  const growth = then > 0 ? percent((now / then - 1) / FULL.growth) : 0;
  const amount = percent((2 * now) / FULL.hoursADay - 1);
  return { recent: now, before: then, score: Math.max(growth, amount) };
};

const performanceDecline = ({ recent, before }: Windows): BurnoutComparison => {
  const mean = (days: readonly BurnoutDay[]): number | null => {
    const judged = sum(days.map((day) => day.judged));
    return judged < leastJudged ? null : sum(days.map(({ residual }) => residual)) / judged;
  };
  const [now, then] = [mean(recent), mean(before)];
  return {
    recent: now,
    before: then,
    score: now === null || then === null ? null : percent((then - now) / FULL.decline),
  };
};

const chronicLoad = ({ recent, before }: Windows): BurnoutComparison => {
  const share = (days: readonly BurnoutDay[]): number | null => {
    const loads = days.flatMap(({ meanLoad }) => meanLoad ?? []);
    return loads.length < leastDaysWithLoad
      ? null
      : loads.filter((load) => load > chronicFrom).length / loads.length;
  };
  const now = share(recent);
  return { recent: now, before: share(before), score: now === null ? null : percent(now) };
};

const irregularity = ({ recent, before }: Windows): BurnoutComparison => {
  const spread = (days: readonly BurnoutDay[]): number | null =>
    days.length < leastDaysForTimes ? null : deviation(days.map(({ firstMinute }) => firstMinute / 60));
  const [now, then] = [spread(recent), spread(before)];
  return {
    recent: now,
    before: then,
    score: now === null || then === null ? null : percent((now - then) / FULL.spreadHours),
  };
};

const engagementDecay = ({ recent, before }: Windows): BurnoutComparison => {
  const [now, then] = [recent.length / recentDays, before.length / daysBefore];
  return { recent: now, before: then, score: then > 0 ? percent(1 - now / then) : null };
};

const recoveryDeficit = ({ recent, before }: Windows): BurnoutComparison => {
  // Of fourteen days each.
  const [now, then] = [recentDays - recent.length, (daysBefore - before.length) / 2];
  return { recent: now, before: then, score: percent(1 - now / FULL.restDays) };
};

const factorsOf = (windows: Windows): BurnoutRisk['factors'] => ({
  intensity: intensity(windows),
  performanceDecline: performanceDecline(windows),
  chronicLoad: chronicLoad(windows),
  irregularity: irregularity(windows),
  engagementDecay: engagementDecay(windows),
  recoveryDeficit: recoveryDeficit(windows),
});

const noFactors: BurnoutRisk['factors'] = {
  intensity: none,
  performanceDecline: none,
  chronicLoad: none,
  irregularity: none,
  engagementDecay: none,
  recoveryDeficit: none,
};

/** First study day of a window, and the first one after it. */
export const burnoutWindow = (
  asOf: number,
  window: 'recent' | 'before',
): { readonly from: number; readonly to: number } =>
  window === 'recent'
    ? { from: asOf - recentDays, to: asOf }
    : { from: asOf - recentDays - daysBefore, to: asOf - recentDays };

/**
 * The risk that somebody overdoes it: the fourteen days before today against the twenty-eight before those, each person
 * against nobody but themselves. Today is left out: its half would pass for a fall.
 * @param days rising, each once
 */
export const burnoutRisk = (days: readonly BurnoutDay[], today: number): BurnoutRisk => {
  const last = days.findLast(({ studyDay, answers }) => answers > 0 && studyDay <= today)?.studyDay;
  const isStopped = last !== undefined && last < today - stoppedAfter;
  const asOf = isStopped ? last + 1 : today;
  const within = (window: 'recent' | 'before'): BurnoutDay[] => {
    const { from, to } = burnoutWindow(asOf, window);
    return days.filter(({ studyDay, answers }) => answers > 0 && studyDay >= from && studyDay < to);
  };
  const [recent, before] = [within('recent'), within('before')];
  const about = {
    asOf,
    frozenSince: isStopped ? last : null,
    studyDaysBefore: before.length,
    studyDaysRecent: recent.length,
    needed: STUDY_DAYS_NEEDED,
  };
  if (before.length < STUDY_DAYS_NEEDED)
    return { ...about, score: null, level: null, confidence: 0, factors: noFactors };
  const factors = factorsOf({ recent, before });
  let known = 0;
  let total = 0;
  for (const factor of BURNOUT_FACTORS) {
    const { score } = factors[factor];
    if (score === null) continue;
    known += BURNOUT_WEIGHTS[factor];
    total += BURNOUT_WEIGHTS[factor] * score;
  }
  const score = clamp(total / known, 0, 100);
  return { ...about, score, level: burnoutLevel(score), confidence: clamp(known, 0, 1), factors };
};
