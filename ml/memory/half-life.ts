import { checkBothClasses, checkNumber, checkRange, checkSameLength } from '../data/check.ts';
import { normalQuantile } from '../numeric/special.ts';
import type { FsrsParameters } from './fsrs-parameters.ts';

export interface HalfLife {
  /** Days until half is forgotten; low and high are the ends of its interval. */
  readonly days: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** R(t) = (1 + factor · t / S)^decay. */
type ForgettingShape = Pick<FsrsParameters, 'factor' | 'decay'>;

/** The flattest and the steepest that FSRS-6 gives anybody (the bounds of its weight 20). */
const EXTREME_DECAYS = [-0.1, -0.8] as const;
/** Between the shapes lie factors; the last few answers of many tell them. */
const ANSWERS_FOR_SHAPES = 2000;

/** Days within which a stability is sought: a minute to a thousand years. */
const SEARCH: readonly [low: number, high: number] = [1e-3, 4e5];

/**
 * The half-life of a set of memories: the days after which half of them are forgotten, if they all had one stability.
 * The stability is the most likely one under the forgetting curve of the parameters in force,
 * R(t) = (1 + factor · t / S)^decay; the interval is that of its profile likelihood (Wilks), which stays above zero and
 * is wide where the answers say little.
 * @param elapsedDays days since the review before, above 0; one row an answer
 * @param recalled 0 or 1; both must occur
 * @param level of the interval
 * @throws DataError `length`, `out_of_range`, `not_finite`, `one_class`
 */
export function halfLife(
  parameters: ForgettingShape,
  elapsedDays: ArrayLike<number>,
  recalled: ArrayLike<number>,
  level = 0.9,
): HalfLife {
  checkSameLength('recalled', recalled, 'elapsedDays', elapsedDays);
  checkRange('elapsedDays', elapsedDays, Number.MIN_VALUE, 100_000);
  checkBothClasses('recalled', recalled);
  checkNumber('level', level, 0.01, 0.999);
  const { factor, decay } = parameters;
  const logLikelihood = (logStability: number): number => {
    const stability = Math.exp(logStability);
    let total = 0;
    for (let row = 0; row < elapsedDays.length; row += 1) {
      // log R without a power; 1 − R by expm1, exact where R is close to 1.
      const logR = decay * Math.log1p((factor * elapsedDays[row]!) / stability);
      total += recalled[row] === 1 ? logR : Math.log(-Math.expm1(logR));
    }
    return total;
  };
  const [low, high] = [Math.log(SEARCH[0]), Math.log(SEARCH[1])];
  const best = maximum(logLikelihood, low, high);
  const drop = logLikelihood(best) - normalQuantile((1 + level) / 2) ** 2 / 2;
  const inside = (x: number): boolean => logLikelihood(x) >= drop;
  const halfOf = (logStability: number): number =>
    (Math.exp(logStability) * (Math.pow(0.5, 1 / decay) - 1)) / factor;
  return {
    days: halfOf(best),
    low: halfOf(boundary(inside, best, low)),
    high: halfOf(boundary(inside, best, high)),
    n: elapsedDays.length,
  };
}

/**
 * The half-life under the shape of the parameters in force, with an interval over every shape there is. Cards come back
 * when nine in ten are still known, so that answers say next to nothing of how long half takes: on a published log the same
 * answers gave 337 days by one decay and 111 by another, each with an interval of a few days. An interval of the answers alone
 * would hide what the number hangs on.
 */
export function halfLifeOfAnyShape(
  parameters: ForgettingShape,
  elapsedDays: Float64Array,
  recalled: Float64Array,
): HalfLife {
  const own = halfLife(parameters, elapsedDays, recalled);
  const [days, outcomes] = [elapsedDays.slice(-ANSWERS_FOR_SHAPES), recalled.slice(-ANSWERS_FOR_SHAPES)];
  // The latest may all have gone the same way: then all there are tell of it.
  const isMixed = outcomes.some((outcome) => outcome !== outcomes[0]);
  const others = EXTREME_DECAYS.map((decay) =>
    halfLife(
      { decay, factor: Math.pow(0.9, 1 / decay) - 1 },
      isMixed ? days : elapsedDays,
      isMixed ? outcomes : recalled,
    ),
  );
  return {
    ...own,
    low: Math.min(own.low, ...others.map(({ low }) => low)),
    high: Math.max(own.high, ...others.map(({ high }) => high)),
  };
}

/** Golden section: the likelihood of one stability has one peak. */
function maximum(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [from, to];
  while (b - a > 1e-7) {
    const c = b - ratio * (b - a);
    const d = a + ratio * (b - a);
    if (f(c) > f(d)) b = d;
    else a = c;
  }
  return (a + b) / 2;
}

/** Where `inside` ends between a point within and a limit; the limit where it does not end. */
function boundary(inside: (x: number) => boolean, within: number, limit: number): number {
  if (inside(limit)) return limit;
  let [yes, no] = [within, limit];
  while (Math.abs(no - yes) > 1e-7) {
    const middle = (yes + no) / 2;
    if (inside(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
