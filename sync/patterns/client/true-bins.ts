import type { Manifest, Metric } from '../manifest.ts';

/** What the owner did on one study day: a row of the daily rollups, and the answers on mature cards. */
export type PatternDay = {
  readonly studyDay: number;
  readonly answers: number;
  readonly learnMs: number;
  readonly reviewMs: number;
  /** Answers on cards whose interval was 21 days or more, and those of them that were recalled. */
  readonly matureAnswers: number;
  readonly matureRecalled: number;
};

const MINUTE_MS = 60_000;
const FEW_REVIEWS = 20;

/** The place of a value among the least values of the bins from the second on. */
const placeAmong = (leasts: readonly number[], value: number): number =>
  leasts.filter((least) => value >= least).length;

/** How the bins of the known metrics are cut. A metric of a newer manifest is not computed, and nothing of it is sent. */
const measures: Readonly<Record<string, (days: readonly PatternDay[]) => number>> = {
  minutes: (days) => {
    const ms = days.reduce((sum, day) => sum + day.learnMs + day.reviewMs, 0);
    // Any study at all is at least a minute: only who did nothing is in the first bin.
    const minutes = ms === 0 ? 0 : Math.max(1, Math.round(ms / MINUTE_MS));
    return placeAmong([1, 16, 46, 91, 181], minutes);
  },
  'active-days': (days) => placeAmong([1, 3, 5], days.filter((day) => day.answers > 0).length),
  retention: (days) => {
    const answers = days.reduce((sum, day) => sum + day.matureAnswers, 0);
    const recalled = days.reduce((sum, day) => sum + day.matureRecalled, 0);
    if (answers < FEW_REVIEWS) return 6;
    // Twentieths, compared in whole numbers: 17 of 20 is .85, whatever 17 / 20 is in binary.
    return [14, 16, 17, 18, 19].filter((twentieths) => recalled * 20 >= answers * twentieths).length;
  },
};

/**
 * The true bin of one metric for the week that begins on this Monday. Days are study days: what is studied past midnight
 * of a Sunday is the Sunday's.
 * @returns undefined for a metric this version does not know how to measure
 */
export function trueBin(metric: Metric, monday: number, days: readonly PatternDay[]): number | undefined {
  const measure = measures[metric.id];
  if (measure === undefined) return undefined;
  const bin = measure(days.filter((day) => day.studyDay >= monday && day.studyDay < monday + 7));
  if (bin >= metric.bins.length) throw new RangeError(`the manifest cuts ${metric.id} into other bins`);
  return bin;
}

/** The metrics of a manifest that this version can measure: always all of them or consent has to be asked anew. */
export const unknownMetrics = (manifest: Manifest): string[] =>
  manifest.metrics.flatMap(({ id }) => (measures[id] === undefined ? [id] : []));
