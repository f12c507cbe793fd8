import { metricOf, type Manifest, type Metric } from '../manifest.ts';
import { rationalOf, toNumber } from '../rational.ts';
import { binScores, sendingChances, valuedScores, valueScores, type Scores } from '../scores.ts';
import { noisyRatio, type Interval } from './noisy-ratio.ts';
import { poolSums } from './pool-sums.ts';
import type { CohortRelease, MetricRelease, NoisySum } from './release-cohort.ts';

export type MetricReading = {
  readonly metric: string;
  /** In the unit that people read: minutes, days, percent. */
  readonly mean: Interval;
  /** Percent of the messages by true bin, where bins are released. */
  readonly shares: readonly Interval[] | undefined;
};

/** No percentage says "nobody" or "everybody". */
const PERCENTAGES = [5, 95] as const;

const clamped = (it: Interval, [low, high]: readonly [number, number]): Interval => {
  const within = (value: number): number => Math.min(Math.max(value, low), high);
  return { estimate: within(it.estimate), low: within(it.low), high: within(it.high) };
};

const scaled = (it: Interval, by: number, from = 0): Interval => ({
  estimate: from + it.estimate * by,
  low: from + it.low * by,
  high: from + it.high * by,
});

const read = ({ sum, variance }: NoisySum, scale = 1n): { value: number; variance: number } => ({
  value: Number(BigInt(sum)) / Number(scale),
  variance: toNumber(rationalOf(variance)) / Number(scale) ** 2,
});

const perMessage = ({ of, scale }: Scores): number[] => of.map((score) => Number(score) / Number(scale));

/** What randomised response adds, a message, to top − ratio · bottom: the most that any true bin makes it. */
function responseVariance(
  manifest: Manifest,
  metric: Metric,
  top: readonly number[],
  bottom: readonly number[],
): (ratio: number) => number {
  const perBin = metric.bins.map((_, trueBin) => {
    const chances = sendingChances(manifest, metric, trueBin);
    const mean = (scores: readonly number[], others?: readonly number[]): number =>
      chances.reduce(
        (sum, chance, bin) =>
          sum + chance * (scores[bin] ?? 0) * (others === undefined ? 1 : (others[bin] ?? 0)),
        0,
      );
    const covariance = (left: readonly number[], right: readonly number[]): number =>
      mean(left, right) - mean(left) * mean(right);
    return [covariance(top, top), covariance(top, bottom), covariance(bottom, bottom)] as const;
  });
  return (ratio) =>
    Math.max(
      ...perBin.map(([ofTop, ofBoth, ofBottom]) => ofTop - 2 * ratio * ofBoth + ratio ** 2 * ofBottom),
    );
}

/**
 * What people see of a release: means and shares with intervals that hold both noises, the release's and that of the
 * devices. Everything here is worked out from the released numbers, so that none of it costs any privacy.
 * @param level of the intervals, .95 where people read them
 * @throws RangeError for another manifest's release
 */
export function readRelease(
  manifest: Manifest,
  release: Extract<CohortRelease, { state: 'released' }>,
  level = 0.95,
): MetricReading[] {
  if (release.manifest !== manifest.version) throw new RangeError('this is a release of another manifest');
  const count = read(release.count);
  return release.metrics.map((it) => readMetric(manifest, metricOf(manifest, it.metric), it, count, level));
}

function readMetric(
  manifest: Manifest,
  metric: Metric,
  { values, valued, bins }: MetricRelease,
  count: { value: number; variance: number },
  level: number,
): MetricReading {
  const messages = Math.max(count.value, 1);
  const valueWeights = perMessage(valueScores(manifest, metric));
  const known = metric.bins.flatMap(({ value }) => (value === null ? [] : [value - metric.centre]));
  const between = [Math.min(...known), Math.max(...known)] as const;
  const ones = metric.bins.map(() => 1);
  const none = metric.bins.map(() => 0);
  const hasGaps = known.length < metric.bins.length;
  const seenValues = read(values, valueScores(manifest, metric).scale);

  const meanOf = (distances: Interval): Interval => {
    const mean = scaled(distances, 1 / metric.perUnit, metric.centre / metric.perUnit);
    return metric.percentage ? clamped(mean, PERCENTAGES) : mean;
  };
  const ratioOf = (
    top: { value: number; variance: number; weights: readonly number[] },
    bottom: { value: number; variance: number; weights: readonly number[] },
    covariance: number,
    least: number,
    range: readonly [number, number],
  ): Interval => {
    const added = responseVariance(manifest, metric, top.weights, bottom.weights);
    return noisyRatio(
      {
        top: top.value,
        bottom: bottom.value,
        varianceOfTop: top.variance,
        varianceOfBottom: bottom.variance,
        covariance,
        bottomBetween: [least, messages],
        between: range,
        responseVariance: (ratio) => messages * added(ratio),
      },
      level,
    );
  };

  if (bins === undefined) {
    const top = { ...seenValues, weights: valueWeights };
    // Without bins nobody can say how few have a value; fewer than half would be a metric that is not worth asking.
    const distances =
      valued === undefined
        ? ratioOf(top, { ...count, weights: none }, 0, messages, between)
        : ratioOf(
            top,
            {
              ...read(valued, valuedScores(manifest, metric).scale),
              weights: perMessage(valuedScores(manifest, metric)),
            },
            0,
            messages / 2,
            between,
          );
    return { metric: metric.id, mean: meanOf(distances), shares: undefined };
  }

  const variance = toNumber(rationalOf(bins.variance));
  const pooled = poolSums(metric.bins.length, [
    ...bins.sums.map((sum, bin) => ({
      weights: metric.bins.map((_, place) => (place === bin ? 1 : 0)),
      value: Number(sum),
      variance,
    })),
    { weights: valueWeights, ...seenValues },
    { weights: ones, ...count },
  ]);
  const sumOf = (
    weights: readonly number[],
  ): { value: number; variance: number; weights: readonly number[] } => ({
    value: pooled.counts.reduce((sum, count, bin) => sum + count * (weights[bin] ?? 0), 0),
    variance: pooled.covarianceOf(weights, weights),
    weights,
  });
  const ratioOfPooled = (top: number[], bottom: number[], range: readonly [number, number]): Interval =>
    ratioOf(sumOf(top), sumOf(bottom), pooled.covarianceOf(top, bottom), 1, range);
  const valuedWeights = hasGaps ? perMessage(valuedScores(manifest, metric)) : ones;
  return {
    metric: metric.id,
    mean: meanOf(ratioOfPooled(valueWeights, valuedWeights, between)),
    shares: metric.bins.map((_, bin) =>
      clamped(
        scaled(ratioOfPooled(perMessage(binScores(manifest, metric, bin)), ones, [0, 1]), 100),
        PERCENTAGES,
      ),
    ),
  };
}
