import { normalQuantile } from '#ml/numeric/special.ts';
import type { Manifest, Metric } from './manifest.ts';
import { binScores, sendingChances } from './scores.ts';

export type CountEstimate = { readonly estimate: number; readonly low: number; readonly high: number };

/**
 * How many messages of each true bin there were, from how many carried each bin: unbiased, so also below nothing, with
 * the interval of the randomised response alone. What is released has more noise than this; see `readRelease`.
 */
export function trueCounts(
  manifest: Manifest,
  metric: Metric,
  sent: readonly number[],
  level: number,
): CountEstimate[] {
  const messages = sent.reduce((sum, count) => sum + count, 0);
  const z = normalQuantile(0.5 + level / 2);
  return metric.bins.map((_, bin) => {
    const { of, scale } = binScores(manifest, metric, bin);
    const estimate = sent.reduce((sum, count, place) => sum + (count * Number(of[place])) / Number(scale), 0);
    const chances = sendingChances(manifest, metric, bin);
    const [kept, come] = [chances[bin] ?? 0, chances[bin === 0 ? 1 : 0] ?? 0];
    const mine = Math.min(Math.max(estimate, 0), messages);
    const variance = (mine * kept * (1 - kept) + (messages - mine) * come * (1 - come)) / (kept - come) ** 2;
    const reach = z * Math.sqrt(variance);
    return { estimate, low: estimate - reach, high: estimate + reach };
  });
}
