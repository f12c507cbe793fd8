import { DataError } from '#ml/data/data-error.ts';
import { auc } from '#ml/evaluate/auc.ts';
import { bootstrap } from '#ml/evaluate/bootstrap.ts';
import { brierSkill } from '#ml/evaluate/brier.ts';
import { wilsonInterval } from '#ml/evaluate/wilson-interval.ts';
import { seededRandom } from '#ml/random/random.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { predictContract } from '../predict/contract.ts';
import type { scorecardContract } from './contract.ts';
import { judgedPredictions, type JudgedPrediction } from './judged-predictions.ts';

export type Score = OutputOf<typeof scorecardContract, 'twin.scorecard'>['total'];
type Measured = Score['skill'];

/** Below that many a score says nothing; an alert needs more than that many. */
export const LEAST_SCORED = 30;

const shareOf = (count: number, of: number): Measured => {
  if (of === 0) return null;
  const { low, high } = wilsonInterval(count, of, 0.9);
  return { value: count / of, low, high };
};

export const outcomesOf = (rows: readonly JudgedPrediction[]): number[] =>
  rows.map(({ struggled }) => (struggled ? 1 : 0));
export const probabilitiesOf = (rows: readonly JudgedPrediction[]): number[] =>
  rows.map(({ probability }) => probability);

const SEED = 1;
const RESAMPLES = 100;
/** Drawn anew from two or three weeks an interval is of nothing: it comes out far too narrow. */
const LEAST_WEEKS = 5;

/**
 * A score with its 90 % interval, by drawing weeks anew: what is predicted of one week turns out together. Null where
 * there is too little to say.
 */
const scored = (
  rows: readonly JudgedPrediction[],
  of: (outcomes: number[], probabilities: number[]) => number,
): Measured => {
  const weeks = rows.map(({ windowEnd }) => windowEnd);
  if (rows.length < LEAST_SCORED || new Set(weeks).size < LEAST_WEEKS || new Set(outcomesOf(rows)).size < 2)
    return null;
  const metric = (drawn: Int32Array): number => {
    const chosen = Array.from(drawn, (place) => rows[place]).filter((row) => row !== undefined);
    return new Set(outcomesOf(chosen)).size < 2
      ? Number.NaN
      : of(outcomesOf(chosen), probabilitiesOf(chosen));
  };
  try {
    const { estimate, low, high } = bootstrap(rows.length, metric, seededRandom(SEED), {
      groups: weeks,
      resamples: RESAMPLES,
    });
    return { value: estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
  } catch (error) {
    // Too few weeks with both outcomes.
    if (error instanceof DataError) return null;
    throw error;
  }
};

/** How predictions turned out. */
export const scoreOf = (rows: readonly JudgedPrediction[]): Score => {
  const count = (turnedOut: JudgedPrediction['turnedOut']): number =>
    rows.filter((row) => row.turnedOut === turnedOut).length;
  const [confirmed, falsePositive] = [count('CONFIRMED'), count('FALSE_POSITIVE')];
  const [missed, trueNegative] = [count('MISSED'), count('TRUE_NEGATIVE')];
  return {
    n: rows.length,
    confirmed,
    falsePositive,
    missed,
    trueNegative,
    skill: scored(rows, (outcomes, probabilities) => brierSkill(outcomes, probabilities)),
    auc: scored(rows, auc),
    precision: shareOf(confirmed, confirmed + falsePositive),
    recall: shareOf(confirmed, confirmed + missed),
    accuracy: shareOf(confirmed + trueNegative, rows.length),
  };
};

/** Skill of the stored predictions, and whether it says that they are worse than knowing only how often. */
export const skillOf = (reader: StoreReader): OutputOf<typeof predictContract, 'twin.health'>['skill'] => {
  const { judged } = judgedPredictions(reader);
  const { n, skill } = scoreOf(judged);
  return { n, skill: skill?.value ?? null, isAlert: isAlert({ n, skill }) };
};

export const isAlert = ({ n, skill }: Pick<Score, 'n' | 'skill'>): boolean =>
  n > LEAST_SCORED && skill !== null && skill.value < 0;
