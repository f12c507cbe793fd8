import { normalCdf, normalQuantile } from '#ml/numeric/special.ts';
import { firstManifest } from '../first-manifest.ts';
import { tierOf, type Level, type Metric } from '../manifest.ts';
import type { RandomBytes } from '../random/random-bytes.ts';
import { rationalOf, toNumber } from '../rational.ts';
import { largestScore, valueScores } from '../scores.ts';
import { periodsOf, type Period, type Term } from '../term.ts';
import type { BinCounts } from '../release/count-bins.ts';
import { noisePlan, type NoisePlan } from '../release/noise-plan.ts';
import { releaseCohort, type Noise, type NoisySum } from '../release/release-cohort.ts';

const TERM: Term = { id: 'attack', firstMonday: 20_000, weeks: 16 };

/** Everybody but the one who is asked for, known to the attacker: enough that every release is answered. */
const OTHERS = 3_000;

/** The bin by which a message moves the sum of values most: the student who is easiest to find. */
function worstBin(metric: Metric): number {
  const scores = valueScores(firstManifest, metric);
  const most = largestScore(scores);
  return scores.of.findIndex((score) => score === most || score === -most);
}

const countsOf = (weeks: number, withTarget: boolean): BinCounts =>
  Object.fromEntries(
    firstManifest.metrics.map((metric) => {
      const counts = metric.bins.map(() => OTHERS);
      if (withTarget) counts[worstBin(metric)]! += weeks;
      return [metric.id, counts];
    }),
  );

type Answer = { plan: NoisePlan; period: Period; out: BinCounts; in: BinCounts };

/** All releases of a term that hold the student: those of a class, its course and its institution. */
function releasesOf(rosters: Readonly<Record<Level, number>>): Answer[] {
  return (['class', 'course', 'institution'] as const).flatMap((level) => {
    const tier = tierOf(firstManifest, rosters[level]);
    if (tier === undefined) throw new RangeError('such a cohort is never answered');
    return periodsOf(TERM, tier).map((period) => ({
      plan: noisePlan(firstManifest, level, tier, TERM, period),
      period,
      out: countsOf(period.weeks, false),
      in: countsOf(period.weeks, true),
    }));
  });
}

/**
 * How much more likely what was released is with the student than without: the sum, over every number of every release,
 * of the logarithm of its likelihood ratio. No test is stronger (Neyman and Pearson), whatever it looks at.
 */
function evidence(random: RandomBytes, answers: readonly Answer[], takesPart: boolean, noise: Noise): number {
  let sum = 0;
  for (const { plan, period, out, in: whole } of answers) {
    const release = releaseCohort(random, firstManifest, plan, period.weeks, takesPart ? whole : out, noise);
    if (release.state === 'too-few') throw new Error('the attack is shown an answer');
    const weigh = (seen: NoisySum, without: bigint, by: bigint): void => {
      const distance = Number(BigInt(seen.sum) - without);
      const moved = Number(by);
      sum += (2 * distance * moved - moved * moved) / (2 * toNumber(rationalOf(seen.variance)));
    };
    const messages = out[firstManifest.metrics[0]?.id ?? '']?.reduce((all, count) => all + count, 0) ?? 0;
    weigh(release.count, BigInt(messages), BigInt(period.weeks));
    release.metrics.forEach((shown, place) => {
      const planned = plan.metrics[place];
      if (planned === undefined) return;
      const bin = worstBin(planned.metric);
      const base = out[planned.metric.id] ?? [];
      const weeks = BigInt(period.weeks);
      for (const [seen, scores] of [
        [shown.values, planned.values.scores],
        [shown.valued, planned.valued?.scores],
      ] as const) {
        if (seen === undefined || scores === undefined) continue;
        const without = base.reduce((all, count, at) => all + BigInt(count) * (scores.of[at] ?? 0n), 0n);
        weigh(seen, without, weeks * (scores.of[bin] ?? 0n));
      }
      if (shown.bins !== undefined)
        weigh(
          { sum: shown.bins.sums[bin] ?? '0', variance: shown.bins.variance },
          BigInt(base[bin] ?? 0),
          weeks,
        );
    });
  }
  return sum;
}

export type Attack = { readonly without: Float64Array; readonly with: Float64Array };

/** The attacker's evidence in so many terms without the student and as many with. */
export function membershipAttack(
  random: RandomBytes,
  trials: number,
  rosters: Readonly<Record<Level, number>>,
  noise: Noise,
): Attack {
  const answers = releasesOf(rosters);
  const draw = (takesPart: boolean): Float64Array =>
    Float64Array.from({ length: trials }, () => evidence(random, answers, takesPart, noise)).sort();
  return { without: draw(false), with: draw(true) };
}

/** How many of the sorted values are greater. */
function above(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/**
 * The most by which the attacker's trade-off curve lies outside that of μ-GDP, beyond a band that holds the whole
 * curve with the given certainty. Dvoretzky, Kiefer and Wolfowitz with Massart's constant bound both error rates at all
 * thresholds at once: each by √(ln(2/a) / 2n) but for a chance of a, so both but for 2a. Positive: too little noise.
 */
export function outsideBand(attack: Attack, mu: number, certainty: number): number {
  const n = attack.with.length;
  const band = Math.sqrt(Math.log(4 / (1 - certainty)) / (2 * n));
  let worst = -Infinity;
  for (const threshold of [...attack.without, ...attack.with]) {
    const falseAlarms = above(attack.without, threshold) / n + band;
    const found = above(attack.with, threshold) / n - band;
    const allowed = falseAlarms >= 1 ? 1 : normalCdf(normalQuantile(falseAlarms) + mu);
    worst = Math.max(worst, found - allowed);
  }
  return worst;
}

/** How often the attacker guesses right who finds taking part as likely as not. */
export const guessedRight = (attack: Attack): number =>
  (above(attack.with, 0) + attack.without.length - above(attack.without, 0)) / (2 * attack.with.length);
