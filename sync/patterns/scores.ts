import type { Manifest, Metric } from './manifest.ts';

/**
 * One sum over messages: what a message adds for the bin it carries, a whole number. `scale` scores are one of what the
 * sum estimates.
 */
export type Scores = { readonly of: readonly bigint[]; readonly scale: bigint };

/**
 * Scores by which a sum over sent bins estimates, without bias, the sum of `weights` over true bins. With D = keep +
 * (k − 1) other, a message sends its true bin with keep/D and each other with other/D, so that D·w(sent) − other·Σw has
 * the mean (keep − other)·w(true) whatever the true bin.
 */
export function unbiasedScores({ response }: Manifest, weights: readonly number[]): Scores {
  const [keep, other] = [BigInt(response.keep), BigInt(response.other)];
  const whole = keep + BigInt(weights.length - 1) * other;
  const all = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  return { of: weights.map((weight) => whole * BigInt(weight) - other * all), scale: keep - other };
}

/** Of the distances of values from the metric's centre; bins without a value add nothing. */
export const valueScores = (manifest: Manifest, { bins, centre }: Metric): Scores =>
  unbiasedScores(
    manifest,
    bins.map(({ value }) => (value === null ? 0 : value - centre)),
  );

/** Of the messages whose true bin has a value. */
export const valuedScores = (manifest: Manifest, { bins }: Metric): Scores =>
  unbiasedScores(
    manifest,
    bins.map(({ value }) => (value === null ? 0 : 1)),
  );

/** Of the messages whose true bin is this one. */
export const binScores = (manifest: Manifest, { bins }: Metric, bin: number): Scores =>
  unbiasedScores(
    manifest,
    bins.map((_, place) => (place === bin ? 1 : 0)),
  );

/** The most that one message moves the sum. */
export const largestScore = ({ of }: Scores): bigint =>
  of.reduce((most, score) => {
    const size = score < 0n ? -score : score;
    return size > most ? size : most;
  }, 0n);

/** The chance that a message of a true bin carries each bin. */
export function sendingChances({ response }: Manifest, { bins }: Metric, trueBin: number): number[] {
  const whole = response.keep + (bins.length - 1) * response.other;
  return bins.map((_, place) => (place === trueBin ? response.keep : response.other) / whole);
}
