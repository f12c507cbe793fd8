import { checkCount, checkNotEmpty, checkNumber } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { beta, gamma, normal } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';

/** An arm whose reward is 0 or 1: Beta(priorSuccesses + successes, priorFailures + failures). Plain data. */
export interface BetaArm {
  readonly kind: 'beta';
  readonly priorSuccesses: number;
  readonly priorFailures: number;
  /** Rewards seen, faded by forgetting. */
  readonly successes: number;
  readonly failures: number;
}

/**
 * An arm whose reward is a number of unknown mean and variance: normal–inverse-gamma, mean ~ N(priorMean, σ² / priorCount), σ² ~
 * inverse gamma(priorShape, priorScale), so that the mean given rewards is Student's. Plain data.
 */
export interface NormalArm {
  readonly kind: 'normal';
  readonly priorMean: number;
  /** Rewards that the prior mean counts for. */
  readonly priorCount: number;
  readonly priorShape: number;
  readonly priorScale: number;
  /** Number of rewards seen, faded by forgetting; their mean, their squares about it. */
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

export type Arm = BetaArm | NormalArm;

/**
 * An arm for rewards of 0 and 1 of which nothing is known, unless the prior says otherwise.
 * @throws DataError `out_of_range`, `not_finite`: both must be above 0
 */
export function betaArm(priorSuccesses = 1, priorFailures = 1): BetaArm {
  checkNumber('priorSuccesses', priorSuccesses, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber('priorFailures', priorFailures, Number.MIN_VALUE, Number.MAX_VALUE);
  return { kind: 'beta', priorSuccesses, priorFailures, successes: 0, failures: 0 };
}

/**
 * An arm for rewards between 0 and 1. The prior is worth one reward of ½ and expects the variance of a uniform one, 1/12, with
 * the weight of four rewards.
 */
export function normalArm(): NormalArm {
  return {
    kind: 'normal',
    priorMean: 0.5,
    priorCount: 1,
    priorShape: 2,
    priorScale: 1 / 12,
    count: 0,
    mean: 0,
    squares: 0,
  };
}

/**
 * Thompson sampling (Thompson 1933; Russo et al. 2018): draws the mean reward of each arm from what is known of it and takes the
 * arm with the largest, so that an arm is tried as often as it is likely to be the best.
 * @returns index of the arm
 * @throws DataError `empty`
 */
export function chooseArm(arms: readonly Arm[], random: Random): number {
  checkNotEmpty('arms', arms);
  let best = 0;
  let largest = -Infinity;
  for (const [index, arm] of arms.entries()) {
    const draw = drawMean(arm, random);
    if (draw <= largest) continue;
    largest = draw;
    best = index;
  }
  return best;
}

/**
 * The arms after a reward; the given ones stay as they are.
 * @param index of the arm that was rewarded
 * @param reward 0 or 1 for a beta arm; 0 to 1 for a normal one
 * @param forgetting what the rewards seen before still count for, in all arms: below 1 for arms that change, as .98 for a memory
 *   of fifty rewards (Raj and Kalyani 2017); default 1
 * @throws DataError `out_of_range`, `not_finite`
 */
export function rewardArm(arms: readonly Arm[], index: number, reward: number, forgetting = 1): Arm[] {
  checkNotEmpty('arms', arms);
  checkCount('index', index, 0, arms.length - 1);
  checkNumber('reward', reward, 0, 1);
  checkNumber('forgetting', forgetting, 0, 1);
  if (arms[index]?.kind === 'beta' && reward !== 0 && reward !== 1)
    throw new DataError('out_of_range', 'reward', null, `${reward} is neither 0 nor 1`);
  return arms.map((arm, place) => {
    const faded = fade(arm, forgetting);
    return place === index ? withReward(faded, reward) : faded;
  });
}

/**
 * How likely each arm is to be the best one, by draws: for display. The shares add up to 1 and are each off by at most
 * 1 / √draws, but once in twenty.
 * @param random moved by one fork
 * @param draws default 4000
 * @throws DataError `empty`, `out_of_range` (draws)
 */
export function probabilitiesBest(arms: readonly Arm[], random: Random, draws = 4000): Float64Array {
  checkNotEmpty('arms', arms);
  checkCount('draws', draws, 1);
  const own = random.fork();
  const wins = new Float64Array(arms.length);
  for (let draw = 0; draw < draws; draw += 1) wins[chooseArm(arms, own)]! += 1;
  return wins.map((count) => count / draws);
}

/** Mean reward of an arm as known, the prior counted in. */
export function meanReward(arm: Arm): number {
  if (arm.kind === 'beta') {
    const successes = arm.priorSuccesses + arm.successes;
    return successes / (successes + arm.priorFailures + arm.failures);
  }
  return (arm.priorCount * arm.priorMean + arm.count * arm.mean) / (arm.priorCount + arm.count);
}

function drawMean(arm: Arm, random: Random): number {
  if (arm.kind === 'beta')
    return beta(random, arm.priorSuccesses + arm.successes, arm.priorFailures + arm.failures);
  const { priorMean, priorCount, count, mean, squares } = arm;
  const scale =
    arm.priorScale +
    squares / 2 +
    (priorCount * count * (mean - priorMean) ** 2) / (2 * (priorCount + count));
  const variance = scale / gamma(random, arm.priorShape + count / 2);
  return normal(random, meanReward(arm), Math.sqrt(variance / (priorCount + count)));
}

function fade(arm: Arm, forgetting: number): Arm {
  return arm.kind === 'beta'
    ? { ...arm, successes: arm.successes * forgetting, failures: arm.failures * forgetting }
    : { ...arm, count: arm.count * forgetting, squares: arm.squares * forgetting };
}

function withReward(arm: Arm, reward: number): Arm {
  if (arm.kind === 'beta')
    return { ...arm, successes: arm.successes + reward, failures: arm.failures + 1 - reward };
  const count = arm.count + 1;
  const mean = arm.mean + (reward - arm.mean) / count;
  return { ...arm, count, mean, squares: arm.squares + (reward - arm.mean) * (reward - mean) };
}
