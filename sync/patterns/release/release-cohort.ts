import type { Manifest } from '../manifest.ts';
import { discreteGaussian } from '../random/discrete-gaussian.ts';
import type { RandomBytes } from '../random/random-bytes.ts';
import { textOf, type Rational } from '../rational.ts';
import type { BinCounts } from './count-bins.ts';
import type { NoisePlan, PlannedSum } from './noise-plan.ts';

/** A sum with its noise, and how much noise that is: whole numbers and fractions as text, so that nothing is rounded. */
export type NoisySum = { readonly sum: string; readonly variance: string };

export type MetricRelease = {
  readonly metric: string;
  readonly values: NoisySum;
  readonly valued: NoisySum | undefined;
  readonly bins: { readonly sums: readonly string[]; readonly variance: string } | undefined;
};

export type CohortRelease =
  | { readonly state: 'too-few'; readonly manifest: number; readonly weeks: number }
  | {
      readonly state: 'released';
      readonly manifest: number;
      readonly weeks: number;
      readonly count: NoisySum;
      readonly metrics: readonly MetricRelease[];
    };

/** Draws from the discrete Gaussian of a variance. An argument, so that the attacks can be shown a wrong one. */
export type Noise = (random: RandomBytes, variance: Rational) => bigint;

/**
 * Every number that is released of a cohort and period. All randomness of it is drawn here, once: what is made is
 * stored, and everything people see is worked out from it. With too few nothing is said, not even how many.
 * @param counts messages by the bin that was sent; a student has one of a metric and week
 */
export function releaseCohort(
  random: RandomBytes,
  manifest: Manifest,
  plan: NoisePlan,
  weeks: number,
  counts: BinCounts,
  noise: Noise = discreteGaussian,
): CohortRelease {
  const ofMetric = (id: string): readonly number[] => counts[id] ?? [];
  const withNoise = ({ scores, variance }: PlannedSum, bins: readonly number[]): NoisySum => {
    const sum = bins.reduce((all, count, bin) => all + BigInt(count) * (scores.of[bin] ?? 0n), 0n);
    return { sum: String(sum + noise(random, variance)), variance: textOf(variance) };
  };

  // Every student sends one of each metric, so the first one's messages are how many took part.
  const messages = ofMetric(manifest.metrics[0]?.id ?? '').reduce((sum, count) => sum + count, 0);
  const count = withNoise(plan.count, [messages]);
  if (BigInt(count.sum) < BigInt(plan.leastCount))
    return { state: 'too-few', manifest: manifest.version, weeks };

  const metrics = plan.metrics.map(({ metric, values, valued, bins }): MetricRelease => {
    const sent = metric.bins.map((_, bin) => ofMetric(metric.id)[bin] ?? 0);
    return {
      metric: metric.id,
      values: withNoise(values, sent),
      valued: valued === undefined ? undefined : withNoise(valued, sent),
      bins:
        bins === undefined
          ? undefined
          : {
              sums: sent.map((count) => String(BigInt(count) + noise(random, bins.variance))),
              variance: textOf(bins.variance),
            },
    };
  });
  return { state: 'released', manifest: manifest.version, weeks, count, metrics };
}
