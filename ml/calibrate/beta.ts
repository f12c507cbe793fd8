import { checkProbabilities } from '../data/check.ts';
import { clamp, sigmoid } from '../numeric/special.ts';
import { labelledScores, type LabelledScores } from './labelled-scores.ts';
import { newtonLogistic } from './newton-logistic.ts';

/** log-odds = a log s − b log(1 − s) + c; plain data. */
export interface BetaCalibration {
  readonly kind: 'beta';
  /** At least 0, as b: the curve never falls. a = b = 1 and c = 0 leave scores as they are. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * Beta calibration of probabilities (Kull, Silva Filho and Flach 2017): logistic regression on log s and −log(1 − s), without
 * a penalty, under a, b ≥ 0. A negative one is dropped and the rest fitted again; of two ways to drop one the better is
 * taken, which is the optimum under the constraint. Scores that separate the labels have no optimum: the curve is then as
 * steep as doubles see. Scores that run against the labels, or are all equal, give the share of 1 for every score (a = b = 0).
 * @param scores probabilities, 0 to 1 (0 and 1 are taken 2^−52 from the end); n rows
 * @param labels 0 or 1, n rows; both occur with weight
 * @param weights not negative; all 1 where left out
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range`, `one_class`
 */
export function fitBeta(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): BetaCalibration {
  checkProbabilities('scores', scores);
  const rows = labelledScores(scores, labels, weights);
  const logs = rows.scores.map(logOf);
  const minusLogsOfRest = rows.scores.map(minusLogOfRest);
  const both = fitOn(rows, [logs, minusLogsOfRest], ([a = 0, b = 0]) => [a, b]);
  if (both.a >= 0 && both.b >= 0) return modelOf(both);
  const constrained = [
    fitOn(rows, [logs], ([a = 0]) => [a, 0]),
    fitOn(rows, [minusLogsOfRest], ([b = 0]) => [0, b]),
    fitOn(rows, [], () => [0, 0]),
  ].filter(({ a, b }) => a >= 0 && b >= 0);
  return modelOf(constrained.reduce((best, next) => (next.loss < best.loss ? next : best)));
}

/** @throws DataError `not_finite`, `out_of_range` */
export function applyBeta({ a, b, c }: BetaCalibration, scores: ArrayLike<number>): Float64Array {
  checkProbabilities('scores', scores);
  return Float64Array.from(scores, (score) => sigmoid(a * logOf(score) + b * minusLogOfRest(score) + c));
}

interface Fit {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly loss: number;
}

function fitOn(
  { labels, weights }: LabelledScores,
  columns: Float64Array[],
  place: (slopes: Float64Array) => [a: number, b: number],
): Fit {
  const { slopes, intercept, loss } = newtonLogistic(columns, labels, weights);
  const [a, b] = place(slopes);
  return { a, b, c: intercept, loss };
}

function modelOf({ a, b, c }: Fit): BetaCalibration {
  return { kind: 'beta', a, b, c };
}

function logOf(score: number): number {
  return Math.log(clamp(score, Number.EPSILON, 1 - Number.EPSILON));
}

function minusLogOfRest(score: number): number {
  return -Math.log1p(-clamp(score, Number.EPSILON, 1 - Number.EPSILON));
}
