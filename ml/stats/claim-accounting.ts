import { checkFinite, checkNotEmpty, checkNumber } from '../data/check.ts';
import { normalQuantile } from '../numeric/special.ts';
import { clopperPearson } from './clopper-pearson.ts';

/** What was claimed about a learner, beside what is true of them. */
export interface JudgedClaim {
  direction: 1 | -1;
  /** As claimed, in the unit of the truth. */
  effect: number;
  truth: number;
}

/** An interval, beside what it should hold. */
export interface JudgedInterval {
  low: number;
  high: number;
  truth: number;
}

export interface JudgedLearner {
  /** The claims told, of all kinds. */
  claims: readonly JudgedClaim[];
  intervals: readonly JudgedInterval[];
}

/** A share of learners, with its exact interval. */
export interface LearnerShare {
  count: number;
  of: number;
  rate: number;
  low: number;
  high: number;
}

export interface ClaimAccount {
  /** Learners told at least one thing. */
  told: LearnerShare;
  /** Told at least one thing that is true and worth telling: power, where there is something to tell. */
  toldRight: LearnerShare;
  /** Told at least one thing that is not so: no effect, or one in the other direction. */
  toldFalse: LearnerShare;
  /** Claims whose true effect exceeds the smallest one worth telling in the claimed direction … */
  right: number;
  /** … has this direction and is smaller … */
  small: number;
  /** … is none, or has the other direction. */
  false: number;
  /** Mean claimed size over mean true size in the claimed direction (Gelman and Carlin 2014); NaN where no claim has any. */
  exaggeration: number;
  /** Share of the intervals that hold the truth, with an interval by learners, whose own intervals go together; NaN without. */
  coverage: { intervals: number; rate: number; low: number; high: number };
}

/**
 * Counts what many simulated learners were told against what is true of them. A claim is judged by sign and size; a learner
 * is counted once, whatever they are told, so that claims of all kinds share one budget.
 * @param learners at least one
 * @param smallestEffect worth telling, in the unit of the truths
 * @param level of all intervals; the upper end of a share alone is a bound at (1 + level) / 2
 * @throws DataError `empty`, `not_finite`, `out_of_range`
 */
export function accountClaims(
  learners: readonly JudgedLearner[],
  smallestEffect: number,
  level = 0.98,
): ClaimAccount {
  checkNotEmpty('learners', learners);
  checkNumber('smallestEffect', smallestEffect, 0, Number.MAX_VALUE);
  checkNumber('level', level, 0, 1 - Number.EPSILON);
  const claims = learners.flatMap((learner) => learner.claims);
  checkFinite(
    'truth',
    claims.map(({ truth }) => truth),
  );
  checkFinite(
    'effect',
    claims.map(({ effect }) => effect),
  );
  const towards = ({ direction, truth }: JudgedClaim): number => direction * truth;
  const isRight = (claim: JudgedClaim): boolean => towards(claim) > smallestEffect;
  const isFalse = (claim: JudgedClaim): boolean => towards(claim) <= 0;
  const share = (has: (learner: JudgedLearner) => boolean): LearnerShare => {
    const count = learners.filter(has).length;
    return {
      count,
      of: learners.length,
      rate: count / learners.length,
      ...clopperPearson(count, learners.length, level),
    };
  };
  const right = claims.filter(isRight).length;
  const wrong = claims.filter(isFalse).length;
  const claimed = claims.reduce((total, { direction, effect }) => total + direction * effect, 0);
  const actual = claims.reduce((total, claim) => total + towards(claim), 0);
  return {
    told: share((learner) => learner.claims.length > 0),
    toldRight: share((learner) => learner.claims.some(isRight)),
    toldFalse: share((learner) => learner.claims.some(isFalse)),
    right,
    small: claims.length - right - wrong,
    false: wrong,
    exaggeration: actual > 0 ? claimed / actual : Number.NaN,
    coverage: coverageOf(learners, level),
  };
}

/** Ratio estimate over learners (Cochran 1977, §6.5). */
function coverageOf(learners: readonly JudgedLearner[], level: number): ClaimAccount['coverage'] {
  const counts = learners.map(({ intervals }) => ({
    all: intervals.length,
    held: intervals.filter(({ low, high, truth }) => low <= truth && truth <= high).length,
  }));
  const intervals = counts.reduce((total, { all }) => total + all, 0);
  const rate = counts.reduce((total, { held }) => total + held, 0) / intervals;
  const squares = counts.reduce((total, { held, all }) => total + (held - rate * all) ** 2, 0);
  const freedom = learners.length / Math.max(learners.length - 1, 1);
  const reach = (normalQuantile((1 + level) / 2) * Math.sqrt(squares * freedom)) / intervals;
  return { intervals, rate, low: Math.max(rate - reach, 0), high: Math.min(rate + reach, 1) };
}
