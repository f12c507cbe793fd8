import { checkAtLeast, checkCount, checkFinite, checkNumber, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { Random } from '../random/random.ts';
import {
  assignmentCount,
  assignmentDrawer,
  checkAssignment,
  conditionOfDays,
  eachAssignment,
  type Assignment,
  type ExperimentDesign,
} from './experiment-design.ts';

export interface RandomisationOptions {
  /** Of the interval; default 0.9. */
  level?: number;
  /** Random assignments, default 4999; where the design has no more than this, each is tried once. */
  assignments?: number;
}

export interface RandomisationTest {
  /** Mean of the outcomes under B less that under A. */
  effect: number;
  /** Interval of a constant effect; −Infinity and Infinity where the design has too few assignments for one. */
  low: number;
  high: number;
  /** Two-sided: twice the smaller one-sided p, at most 1. */
  pValue: number;
  /** The smallest p that this design and these days could have given. */
  smallestPValue: number;
  /** Assignments compared, the one that was carried out among them. */
  assignments: number;
  /** Every assignment was tried, and p is exact. */
  isExact: boolean;
  /** Outcomes analysed under A and under B, those of wash-out left out. */
  n: readonly [a: number, b: number];
}

/**
 * Randomisation test of an experiment on one person (Edgington and Onghena 2007): the difference of means is compared with
 * what it would have been under every other assignment that the design could have given, so that the only thing assumed is
 * that the condition was left to chance. Days without outcomes are taken to be without them under any assignment;
 * assignments that leave a condition without outcomes are left out. The interval holds the constant effects δ that the test
 * would not refuse with δ taken off the outcomes of B. There the difference under an assignment is linear in δ, which makes
 * the ends order statistics: exact (Garthwaite 1996 searches for them), but with a wash-out, whose days are then taken to
 * carry their condition's whole effect.
 * @param assignment condition of each unit as carried out, drawn from the design
 * @param days day of each outcome from the start, 0 to units · unitDays − 1; several outcomes may share a day
 * @param outcomes one a row
 * @param random moved by one fork
 * @throws DataError `length`, `not_finite`, `out_of_range` (a day, an assignment or design that does not hold together, an
 *   option), `too_few` where A or B has no outcome
 */
export function randomisationTest(
  design: ExperimentDesign,
  assignment: ArrayLike<number>,
  days: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  random: Random,
  options: RandomisationOptions = {},
): RandomisationTest {
  const { level = 0.9, assignments = 4999 } = options;
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  checkCount('assignments', assignments, 1);
  checkAssignment(design, assignment);
  checkAtLeast('outcomes', outcomes, 2);
  checkSameLength('days', days, 'outcomes', outcomes);
  checkFinite('outcomes', outcomes);

  const carriedOut = conditionOfDays(design, assignment);
  const { counts, sums, scale } = outcomesByDay(days, outcomes, carriedOut.length);
  // The condition that a day's outcomes came under, in a wash-out too.
  const treated = counts.map((count, day) =>
    assignment[Math.floor(day / design.unitDays)] === 1 ? count : 0,
  );
  const n: [number, number] = [countOf(counts, carriedOut, 0), countOf(counts, carriedOut, 1)];
  if (n[0] === 0 || n[1] === 0)
    throw new DataError('too_few', 'outcomes', null, `no outcome under ${n[0] === 0 ? 'A' : 'B'}`);
  const effect = difference(sums, counts, carriedOut);
  const tolerance = 1e-12 * scale;

  // Assignment k gives no smaller a difference than this one for all δ from crossing[k] on.
  const crossings: number[] = [];
  const draws = random.fork();
  let alike = 0;
  const compare = (other: Assignment): void => {
    const conditions = conditionOfDays(design, other);
    const gap = effect - difference(sums, counts, conditions);
    if (Number.isNaN(gap)) return;
    const slope = 1 - difference(treated, counts, conditions);
    if (slope > 1e-12) crossings.push(Math.abs(gap) <= tolerance ? 0 : gap / slope);
    else if (Math.abs(gap) <= tolerance) alike += 1;
    else crossings.push(gap < 0 ? -Infinity : Infinity);
  };
  const isExact = assignmentCount(design) <= assignments;
  if (isExact) eachAssignment(design, compare);
  else {
    // The assignment carried out is one of them, which makes p (1 + as extreme) / (1 + drawn).
    alike = 1;
    const draw = assignmentDrawer(design);
    for (let drawn = 0; drawn < assignments; drawn += 1) compare(draw(draws));
  }
  const ordered = Float64Array.from(crossings).sort();
  const total = ordered.length + alike;
  const fromBelow = alike + ordered.filter((crossing) => crossing <= 0).length;
  const fromAbove = alike + ordered.filter((crossing) => crossing >= 0).length;
  return {
    effect,
    ...invert(ordered, alike, level),
    pValue: Math.min(1, (2 * Math.min(fromBelow, fromAbove)) / total),
    smallestPValue: Math.min(1, (2 * alike) / total),
    assignments: total,
    isExact,
    n,
  };
}

/** The δ at which neither one-sided p is down to (1 − level) / 2. */
function invert(crossings: Float64Array, alike: number, level: number): { low: number; high: number } {
  const refusing = ((1 - level) / 2) * (crossings.length + alike) + 1e-9;
  // This many crossings, the alike ones granted, may lie beyond an end before the p there is large enough.
  const beyond = Math.max(0, Math.floor(refusing) - alike);
  if (alike > refusing || crossings.length === 0) return { low: -Infinity, high: Infinity };
  return {
    low: crossings[beyond] ?? Infinity,
    high: crossings[crossings.length - 1 - beyond] ?? -Infinity,
  };
}

/** Number and sum of the outcomes of each day. Centred, since only differences are asked for. */
function outcomesByDay(
  days: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  length: number,
): { counts: Float64Array; sums: Float64Array; scale: number } {
  const counts = new Float64Array(length);
  const sums = new Float64Array(length);
  let total = 0;
  for (let row = 0; row < outcomes.length; row += 1) total += outcomes[row]!;
  const centre = total / outcomes.length;
  let scale = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const day = days[row]!;
    if (!Number.isInteger(day) || day < 0 || day >= length)
      throw new DataError('out_of_range', 'days', row, `${day} is not a day from 0 to ${length - 1}`);
    counts[day]! += 1;
    sums[day]! += outcomes[row]! - centre;
    scale = Math.max(scale, Math.abs(outcomes[row]! - centre));
  }
  return { counts, sums, scale };
}

function countOf(counts: Float64Array, conditions: Uint8Array, condition: number): number {
  let total = 0;
  for (let day = 0; day < counts.length; day += 1) if (conditions[day] === condition) total += counts[day]!;
  return total;
}

/** Mean per outcome under B less that under A; NaN where one has none. */
function difference(sums: Float64Array, counts: Float64Array, conditions: Uint8Array): number {
  let [sumA, countA, sumB, countB] = [0, 0, 0, 0];
  for (let day = 0; day < counts.length; day += 1) {
    if (conditions[day] === 0) {
      sumA += sums[day]!;
      countA += counts[day]!;
    } else if (conditions[day] === 1) {
      sumB += sums[day]!;
      countB += counts[day]!;
    }
  }
  return sumB / countB - sumA / countA;
}
