import type { Manifest } from '../manifest.ts';
import type { Message } from '../message.ts';

/** Messages of a cohort and period by metric and sent bin: all the releaser knows of them. */
export type BinCounts = Readonly<Record<string, readonly number[]>>;

/**
 * Counts what counts: messages of the given weeks, of metrics and bins that the manifest has, each token once a week and
 * metric. That a student has one token for each is what bounds how far one can move a sum; nothing here tells
 * students apart.
 */
export function countBins(
  manifest: Manifest,
  weeks: ReadonlySet<string>,
  messages: Iterable<Message>,
): BinCounts {
  const counts = new Map(manifest.metrics.map(({ id, bins }) => [id, bins.map(() => 0)] as const));
  const redeemed = new Set<string>();
  for (const { v, week, metric, bin, token } of messages) {
    const bins = counts.get(metric);
    if (v !== manifest.version || !weeks.has(week) || bins === undefined || bin >= bins.length) continue;
    const redemption = `${week} ${metric} ${token}`;
    if (redeemed.has(redemption)) continue;
    redeemed.add(redemption);
    bins[bin]! += 1;
  }
  return Object.fromEntries(counts);
}

/** A course of its classes, an institution of its courses. */
export const addCounts = (manifest: Manifest, parts: readonly BinCounts[]): BinCounts =>
  Object.fromEntries(
    manifest.metrics.map(({ id, bins }) => [
      id,
      bins.map((_, bin) => parts.reduce((sum, part) => sum + (part[id]?.[bin] ?? 0), 0)),
    ]),
  );
