import type { Manifest, Metric } from './manifest.ts';
import type { RandomBytes } from './random/random-bytes.ts';
import { uniformBelow } from './random/uniform-below.ts';

/**
 * The bin that is sent for a true one, by k-ary randomised response (Kairouz, Bonawitz and Ramage 2016): the true one
 * with weight `keep`, each other with weight `other`. One whole number is drawn; the chances are exact.
 */
export function randomisedBin(
  random: RandomBytes,
  { response }: Manifest,
  { bins }: Metric,
  trueBin: number,
): number {
  if (!Number.isInteger(trueBin) || trueBin < 0 || trueBin >= bins.length)
    throw new RangeError('the metric has no such bin');
  const [keep, other] = [BigInt(response.keep), BigInt(response.other)];
  const drawn = uniformBelow(random, keep + BigInt(bins.length - 1) * other);
  if (drawn < keep) return trueBin;
  const place = Number((drawn - keep) / other);
  return place < trueBin ? place : place + 1;
}

/** What was sent for each true bin so far: `memo[metric][trueBin]`. */
export type ResponseMemo = Readonly<Record<string, Readonly<Record<number, number>>>>;

/**
 * The bin that is sent, drawn once for each metric and true bin: while the true bin stays, and when it comes back, the
 * same is sent again. Fresh draws would show the truth to whoever can put a term's messages together; so no more is ever
 * told than one draw for each bin a student was in. It outlives a manifest: a metric that is cut anew has a new name.
 */
export function memoisedBin(
  random: RandomBytes,
  manifest: Manifest,
  metric: Metric,
  trueBin: number,
  memo: ResponseMemo,
): { sentBin: number; memo: ResponseMemo } {
  const known = memo[metric.id]?.[trueBin];
  if (known !== undefined) return { sentBin: known, memo };
  const sentBin = randomisedBin(random, manifest, metric, trueBin);
  return { sentBin, memo: { ...memo, [metric.id]: { ...memo[metric.id], [trueBin]: sentBin } } };
}
