import { describe, expect, it } from 'vitest';

import { incompleteBeta } from '../numeric/special.ts';
import { beta } from '../random/distributions.ts';
import { seededRandom, type Random } from '../random/random.ts';
import {
  betaArm,
  chooseArm,
  meanReward,
  normalArm,
  probabilitiesBest,
  rewardArm,
  type Arm,
} from './thompson.ts';

const coin = (random: Random, p: number): number => (random.unit() < p ? 1 : 0);
/** Between 0 and 1 with the given mean. */
const graded = (random: Random, mean: number): number => beta(random, 6 * mean, 6 * (1 - mean));
const KINDS: { kind: string; arm: () => Arm; draw: typeof coin }[] = [
  { kind: 'beta', arm: () => betaArm(), draw: coin },
  { kind: 'normal', arm: normalArm, draw: graded },
];

/** Plays rounds; how often each arm was chosen, and the regret after each quarter. */
function play(seed: number, rounds: number, first: Arm[], draw: typeof coin, means: readonly number[]) {
  const random = seededRandom(seed);
  const [choices, rewards] = [random.fork(), random.fork()];
  const chosen = new Float64Array(means.length);
  const quarters: number[] = [];
  let arms = first;
  let regret = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const arm = chooseArm(arms, choices);
    chosen[arm] = (chosen[arm] ?? 0) + 1;
    regret += Math.max(...means) - (means[arm] ?? 0);
    arms = rewardArm(arms, arm, draw(rewards, means[arm] ?? 0));
    if (round % (rounds / 4) === 0) quarters.push(regret);
  }
  return { chosen, quarters, arms };
}

describe.each(KINDS)('Thompson sampling of $kind arms', ({ arm, draw }) => {
  it('regrets less and less, a tenth of what chance does', () => {
    const means = [0.4, 0.5, 0.7, 0.45];
    const rounds = 800;
    const runs = Array.from({ length: 20 }, (_, seed) =>
      play(
        seed,
        rounds,
        means.map(() => arm()),
        draw,
        means,
      ),
    );
    const regretIn = (quarter: number): number =>
      runs.reduce((sum, { quarters }) => sum + (quarters[quarter] ?? 0) - (quarters[quarter - 1] ?? 0), 0) /
      runs.length;
    const uniform = rounds * (0.7 - means.reduce((sum, mean) => sum + mean, 0) / 4);
    const total = regretIn(0) + regretIn(1) + regretIn(2) + regretIn(3);
    expect(total).toBeLessThan(0.2 * uniform);
    expect(regretIn(3)).toBeLessThan(0.3 * regretIn(0));
    expect(regretIn(3)).toBeLessThan(0.1 * (uniform / 4));
  });

  it('chooses equal arms equally often', () => {
    const chosen = [0, 0, 0];
    for (let seed = 0; seed < 150; seed += 1)
      for (const [index, count] of play(
        seed,
        40,
        [arm(), arm(), arm()],
        draw,
        [0.6, 0.6, 0.6],
      ).chosen.entries())
        chosen[index] = (chosen[index] ?? 0) + count;
    // In one run one of the arms tends to lead: a share varies by .2 a run, by .016 in all.
    for (const count of chosen) expect(Math.abs(count / 6000 - 1 / 3)).toBeLessThan(0.05);
  });

  it('knows the arm that it has tried most best', () => {
    const { arms, chosen } = play(1, 600, [arm(), arm()], draw, [0.3, 0.7]);
    const [, best] = arms;
    expect(chosen[1]).toBeGreaterThan(550);
    expect(best && meanReward(best)).toBeCloseTo(0.7, 1);
    expect(probabilitiesBest(arms, seededRandom(1))[1]).toBeGreaterThan(0.95);
  });

  it('with forgetting follows arms that change places', () => {
    const late = (forgetting: number): number => {
      const random = seededRandom(5);
      let arms: Arm[] = [arm(), arm()];
      let right = 0;
      for (let round = 0; round < 800; round += 1) {
        const means = round < 500 ? [0.7, 0.3] : [0.3, 0.7];
        const index = chooseArm(arms, random);
        if (round >= 600 && index === 1) right += 1;
        arms = rewardArm(arms, index, draw(random, means[index] ?? 0), forgetting);
      }
      return right / 200;
    };
    expect(late(0.97)).toBeGreaterThan(0.75);
    expect(late(0.97)).toBeGreaterThan(late(1) + 0.2);
  });

  it('leaves what it is given as it was, forgets all arms alike, repeats with the seed', () => {
    const before = rewardArm([arm(), arm()], 0, 1);
    const copy = structuredClone(before);
    const after = rewardArm(before, 1, 0, 0.5);
    expect(before).toEqual(copy);
    expect(JSON.parse(JSON.stringify(after))).toEqual(after);
    expect(rewardArm(after, 0, 1, 0)[1]).toMatchObject(
      arm().kind === 'beta' ? { failures: 0 } : { count: 0 },
    );
    expect(probabilitiesBest(after, seededRandom(3))).toEqual(probabilitiesBest(after, seededRandom(3)));
  });
});

describe('what is known of an arm', () => {
  it('beta: each is best as often as the distributions say', () => {
    // P(B > A) for A ~ Beta(3, 5), B ~ Beta(6, 4), by summing over a grid of A.
    let expected = 0;
    for (let step = 0; step < 2000; step += 1) {
      const mass = incompleteBeta((step + 1) / 2000, 3, 5) - incompleteBeta(step / 2000, 3, 5);
      expected += mass * (1 - incompleteBeta((step + 0.5) / 2000, 6, 4));
    }
    const [a = 0, b = 0] = probabilitiesBest([betaArm(3, 5), betaArm(6, 4)], seededRandom(1), 40_000);
    expect(b).toBeCloseTo(expected, 2);
    expect(a + b).toBeCloseTo(1, 12);
  });

  it('normal: the mean and the spread of what is drawn are those of the posterior', () => {
    const rewards = [0.9, 1, 0.95, 1, 0.9, 1];
    const [arm = expect.fail()] = rewards.reduce<Arm[]>(
      (arms, reward) => rewardArm(arms, 0, reward),
      [normalArm()],
    );
    // By the textbook (Murphy 2007, section 6): κ = 7, α = 5, β = 1/12 + Σ(x − mean)² / 2 + 6 (mean − ½)² / 14.
    const mean = 5.75 / 6;
    const squares = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
    const scale = 1 / 12 + squares / 2 + (6 * (mean - 0.5) ** 2) / 14;
    expect(meanReward(arm)).toBeCloseTo((0.5 + 5.75) / 7, 12);
    // Its median is the mean; Student's t with 10 degrees of freedom has .9 of its mass below 1.372.
    const at = (reward: number): number =>
      probabilitiesBest([arm, certain(reward)], seededRandom(2), 40_000)[0] ?? Number.NaN;
    expect(at(meanReward(arm))).toBeCloseTo(0.5, 2);
    expect(at(meanReward(arm) + 1.3722 * Math.sqrt(scale / 5 / 7))).toBeCloseTo(0.1, 2);
  });

  it('normal: fades without moving its mean', () => {
    const seen = [0.9, 0.8, 0.7].reduce<Arm[]>(
      (arms, reward) => rewardArm(arms, 0, reward),
      [normalArm(), normalArm()],
    );
    expect(rewardArm(seen, 1, 0.5, 0.5)[0]).toMatchObject({
      count: 1.5,
      squares: expect.closeTo(0.01, 12) as number,
      mean: expect.closeTo(0.8, 12) as number,
    });
  });
});

/** An arm known to give a reward. */
function certain(reward: number): Arm {
  return { ...normalArm(), priorMean: reward, priorCount: 1e12, priorShape: 1e6, priorScale: 1 };
}

describe('bad input', () => {
  const arms = [betaArm(), normalArm()];
  it.each([
    { run: () => chooseArm([], seededRandom(1)), problem: 'empty', column: 'arms' },
    { run: () => rewardArm([], 0, 1), problem: 'empty', column: 'arms' },
    { run: () => rewardArm(arms, 2, 1), problem: 'out_of_range', column: 'index' },
    { run: () => rewardArm(arms, 0.5, 1), problem: 'out_of_range', column: 'index' },
    { run: () => rewardArm(arms, 0, 0.5), problem: 'out_of_range', column: 'reward' },
    { run: () => rewardArm(arms, 1, 1.5), problem: 'out_of_range', column: 'reward' },
    { run: () => rewardArm(arms, 1, Number.NaN), problem: 'not_finite', column: 'reward' },
    { run: () => rewardArm(arms, 1, 1, 1.1), problem: 'out_of_range', column: 'forgetting' },
    { run: () => betaArm(0, 1), problem: 'out_of_range', column: 'priorSuccesses' },
    { run: () => betaArm(1, Infinity), problem: 'not_finite', column: 'priorFailures' },
    { run: () => probabilitiesBest(arms, seededRandom(1), 0), problem: 'out_of_range', column: 'draws' },
  ])('$column: $problem', ({ run, ...expected }) => {
    expect(run).toThrow(expect.objectContaining({ name: 'DataError', row: null, ...expected }));
  });
});
