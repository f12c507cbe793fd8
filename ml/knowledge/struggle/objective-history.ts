import type { StruggleHistory } from './history.ts';

/** What the answers to one objective before a moment say; NaN where there are too few. */
export interface ObjectiveHistory {
  readonly retention: number;
  readonly retentionSlope: number;
  readonly retentionVolatility: number;
  readonly lapseRate: number;
  readonly sessionPerformance: number;
  readonly daysSinceStudied: number;
  readonly spacingRegularity: number;
  readonly latencyTrend: number;
}

export const RETENTION_DAYS = 30;
const SPACING_DAYS = 60;
const SLOPE_ANSWERS = 8;
const VOLATILITY_DAYS = 3;
const SPACING_GAPS = 3;
const DAYS_PER_WEEK = 7;

/**
 * @param relativeTime of each row of the history: log time relative to its kind when it was shown
 * @param fromDay the study day of `asOf`
 */
export function objectiveHistory(
  history: StruggleHistory,
  relativeTime: ArrayLike<number>,
  objective: number,
  asOf: number,
  fromDay: number,
): ObjectiveHistory {
  const { starts, rows } = history.byObjective;
  const days: number[] = [];
  const perDay: { answers: number; passes: number }[] = [];
  const slope = newSlope();
  const latency = newSlope();
  let [answers, passes, reviews, lapses, lastDay, session, inSession, sessionPasses] = [
    0,
    0,
    0,
    0,
    NaN,
    -1,
    0,
    0,
  ];
  for (let place = starts[objective + 1]! - 1; place >= starts[objective]!; place -= 1) {
    const row = rows[place]!;
    if (history.at[row]! >= asOf) continue;
    const day = history.studyDay[row]!;
    if (Number.isNaN(lastDay)) lastDay = day;
    if (day < fromDay - SPACING_DAYS) break;
    if (days.at(-1) !== day) {
      days.push(day);
      perDay.push({ answers: 0, passes: 0 });
    }
    if (history.judged[row] === 0) continue;
    const recalled = history.recalled[row]!;
    if (session === -1) session = history.session[row]!;
    if (session === history.session[row]) {
      inSession += 1;
      sessionPasses += recalled;
    }
    if (day < fromDay - RETENTION_DAYS) continue;
    answers += 1;
    passes += recalled;
    const today = perDay.at(-1)!;
    today.answers += 1;
    today.passes += recalled;
    if (history.phase[row] === 2) {
      reviews += 1;
      lapses += 1 - recalled;
    }
    addPoint(slope, day, recalled - history.retrievability[row]!);
    if (!Number.isNaN(relativeTime[row]!)) addPoint(latency, day, relativeTime[row]!);
  }
  return {
    retention: passes / answers,
    retentionSlope: slopeOf(slope),
    retentionVolatility: volatility(perDay),
    lapseRate: lapses / reviews,
    sessionPerformance: sessionPasses / inSession,
    daysSinceStudied: fromDay - lastDay,
    spacingRegularity: regularity(days),
    latencyTrend: slopeOf(latency),
  };
}

/** Sums of a least-squares line. */
interface Slope {
  n: number;
  x: number;
  y: number;
  xx: number;
  xy: number;
  origin: number;
}

function newSlope(): Slope {
  return { n: 0, x: 0, y: 0, xx: 0, xy: 0, origin: Number.NaN };
}

function addPoint(sums: Slope, day: number, y: number): void {
  if (sums.n === 0) sums.origin = day;
  const x = (day - sums.origin) / DAYS_PER_WEEK;
  sums.n += 1;
  sums.x += x;
  sums.y += y;
  sums.xx += x * x;
  sums.xy += x * y;
}

function slopeOf({ n, x, y, xx, xy }: Slope): number {
  const spread = n * xx - x * x;
  return n < SLOPE_ANSWERS || spread < 1e-9 * n ? Number.NaN : (n * xy - x * y) / spread;
}

function volatility(perDay: readonly { answers: number; passes: number }[]): number {
  const shares = perDay.filter(({ answers }) => answers >= 3).map(({ answers, passes }) => passes / answers);
  return shares.length < VOLATILITY_DAYS ? Number.NaN : spreadOf(shares).deviation;
}

/** @param days of study, falling */
function regularity(days: readonly number[]): number {
  const gaps = days.slice(1).map((day, place) => days[place]! - day);
  if (gaps.length < SPACING_GAPS) return Number.NaN;
  const { mean, deviation } = spreadOf(gaps);
  return 1 / (1 + deviation / mean);
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
