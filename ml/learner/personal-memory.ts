import type { StruggleHistory } from '../knowledge/struggle/history.ts';
import { calibrationCurve, type CalibrationBin } from '../evaluate/calibration-curve.ts';
import { predictionBins, type Binning } from '../evaluate/prediction-bins.ts';
import { foldReviews } from '../memory/fold-reviews.ts';
import { fsrsParameters } from '../memory/fsrs-parameters.ts';
import { halfLifeOfAnyShape, type HalfLife } from '../memory/half-life.ts';
import { orderOf } from '../numeric/order-of.ts';
import { retentionByDay, retentionPointOf, type RetentionPoint } from '../memory/retention-by-day.ts';

export interface PersonalMemory {
  /** Judged answers and the days they span. */
  readonly n: number;
  readonly spanDays: number;
  readonly needed: { readonly answers: number; readonly days: number };
  /** Null below what is needed. */
  readonly curve: PersonalCurve | null;
}

export interface PersonalCurve {
  /** Observed retention by days since the review before; `expected` by the parameters in force, `standard` by FSRS's own. */
  readonly points: readonly (RetentionPoint & { readonly standard: number })[];
  /** By the parameters in force; its interval holds every shape of forgetting. Null where all or none were recalled. */
  readonly halfLife: HalfLife | null;
  readonly observed: number;
  readonly expected: number;
  readonly standard: number;
  /** What the parameters in force expected against what was recalled, in ten bins of as many answers each. */
  readonly calibration: readonly CalibrationBin[];
}

/** Ten bins of as many answers each. */
const CALIBRATION: Binning = { by: 'count', bins: 10 };
const NEEDED = { answers: 50, days: 30 } as const;

/** How the owner forgets, beside what the parameters in force and the standard ones expect of the same answers. */
export function personalMemory(history: StruggleHistory): PersonalMemory {
  const { recalled, retrievability, studyDay } = history;
  const elapsed = elapsedDays(history);
  const kept = judgedRows(history);
  const first = kept.reduce((least, row) => Math.min(least, studyDay[row]!), Infinity);
  const last = kept.reduce((most, row) => Math.max(most, studyDay[row]!), -Infinity);
  const spanDays = kept.length === 0 ? 0 : last - first + 1;
  const isEnough = kept.length >= NEEDED.answers && spanDays >= NEEDED.days;
  if (!isEnough) return { n: kept.length, spanDays, needed: NEEDED, curve: null };
  const standard = standardRetrievability(history);
  const of = (column: ArrayLike<number>): Float64Array => Float64Array.from(kept, (row) => column[row]!);
  const [days, outcomes, inForce, usual] = [of(elapsed), of(recalled), of(retrievability), of(standard)];
  const points = retentionByDay(days, outcomes, inForce);
  const standardPoints = retentionByDay(days, outcomes, usual);
  const mean = (column: Float64Array): number =>
    column.reduce((sum, value) => sum + value, 0) / column.length;
  return {
    n: kept.length,
    spanDays,
    needed: NEEDED,
    curve: {
      points: points.map((point, index) => ({ ...point, standard: standardPoints[index]!.expected })),
      halfLife: sampledHalfLife(history, days, outcomes),
      observed: mean(outcomes),
      expected: mean(inForce),
      standard: mean(usual),
      calibration: calibrationCurve(outcomes, inForce, CALIBRATION),
    },
  };
}

/** The answers a curve is made of. */
export function judgedRows({ rows, judged }: StruggleHistory): number[] {
  const kept: number[] = [];
  for (let row = 0; row < rows; row += 1) if (judged[row] === 1) kept.push(row);
  return kept;
}

/** The point of the curve each judged answer counts to, and the bin of the calibration; in the order of `judgedRows`. */
export function curvePlaces(
  history: StruggleHistory,
  kept: readonly number[],
): { readonly points: Int32Array; readonly bins: Int32Array } {
  const elapsed = elapsedDays(history);
  const of = (column: ArrayLike<number>): Float64Array => Float64Array.from(kept, (row) => column[row]!);
  return {
    points: retentionPointOf(of(elapsed)),
    bins: predictionBins(of(history.recalled), of(history.retrievability), CALIBRATION).binOfRow,
  };
}

/** More answers than this make its interval narrower than anybody asks. */
const MOST_HALF_LIFE_ANSWERS = 20_000;

/** Of the latest answers. Null where those were all recalled or all forgotten. */
function sampledHalfLife(
  { parameters }: StruggleHistory,
  days: Float64Array,
  outcomes: Float64Array,
): HalfLife | null {
  const recent = outcomes.slice(-MOST_HALF_LIFE_ANSWERS);
  if (recent.every((outcome) => outcome === recent[0])) return null;
  return halfLifeOfAnyShape(parameters, days.slice(-MOST_HALF_LIFE_ANSWERS), recent);
}

/** Study days since the answer before to the same card; NaN for a first. */
function elapsedDays({ rows, byCard, studyDay, card }: StruggleHistory): Float64Array {
  const elapsed = new Float64Array(rows).fill(Number.NaN);
  for (let place = 1; place < byCard.rows.length; place += 1) {
    const [before, row] = [byCard.rows[place - 1]!, byCard.rows[place]!];
    if (card[before] === card[row]) elapsed[row] = studyDay[row]! - studyDay[before]!;
  }
  return elapsed;
}

/** What FSRS's own parameters give before each answer. */
function standardRetrievability({ rows, byCard, studyDay, facts }: StruggleHistory): Float64Array {
  const given = facts.answers;
  // Ratings are those of the facts; the history has them in the order they were shown.
  const order = orderOf(given.shownAt);
  const folded = foldReviews(fsrsParameters(), {
    starts: byCard.starts,
    days: byCard.rows.map((row) => studyDay[row]!),
    ratings: Uint8Array.from(byCard.rows, (row) => given.rating[order[row]!]!),
  });
  const retrievability = new Float64Array(rows);
  for (let place = 0; place < rows; place += 1)
    retrievability[byCard.rows[place]!] = folded.retrievability[place]!;
  return retrievability;
}
