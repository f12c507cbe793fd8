import { firstManifest } from '#sync/patterns/first-manifest.ts';
import { metricOf, tierOf, type Level } from '#sync/patterns/manifest.ts';
import type { RandomBytes } from '#sync/patterns/random/random-bytes.ts';
import { randomisedBin } from '#sync/patterns/randomised-response.ts';
import { noisePlan } from '#sync/patterns/release/noise-plan.ts';
import { readRelease } from '#sync/patterns/release/read-release.ts';
import { releaseCohort } from '#sync/patterns/release/release-cohort.ts';
import { periodsOf } from '#sync/patterns/term.ts';
import { binnedMean, studentWeeks, type StudentWeek } from './students.ts';

export type Cohort = { name: string; level: Level; students: number; rounds: number };

export type Accuracy = {
  metric: string;
  answered: number;
  meanError: number;
  rmsError: number;
  /** How often the interval holds the binned truth, and how wide it is. */
  coverage: number;
  width: number;
};

const TERM = { id: 'bench', firstMonday: 20_000, weeks: 16 };

/** Sent bins of true ones, each drawn anew: a memo makes no difference to a single release. */
function sentCounts(random: RandomBytes, weeks: readonly StudentWeek[]): Record<string, number[]> {
  return Object.fromEntries(
    firstManifest.metrics.map((metric) => {
      const counts = metric.bins.map(() => 0);
      for (const week of weeks)
        counts[randomisedBin(random, firstManifest, metric, week[metric.id] ?? 0)]! += 1;
      return [metric.id, counts];
    }),
  );
}

/** Releases many cohorts once and compares their means with the means of the true bins. */
export function accuracyOf(
  random: RandomBytes,
  seed: number,
  { level, students, rounds }: Cohort,
  metrics: readonly string[],
): Accuracy[] {
  const tier = tierOf(firstManifest, students);
  if (tier === undefined) throw new RangeError('the cohort is never answered');
  const [period] = periodsOf(TERM, tier);
  if (period === undefined) throw new RangeError('the term has no period');
  const plan = noisePlan(firstManifest, level, tier, TERM, period);
  const errors = new Map(metrics.map((id) => [id, [] as { error: number; holds: boolean; width: number }[]]));
  for (let round = 0; round < rounds; round += 1) {
    const weeks = studentWeeks(seed * 100_003 + round, students, period.weeks);
    const release = releaseCohort(random, firstManifest, plan, period.weeks, sentCounts(random, weeks));
    if (release.state === 'too-few') continue;
    for (const { metric, mean } of readRelease(firstManifest, release)) {
      const truth = binnedMean(metricOf(firstManifest, metric), weeks);
      errors.get(metric)?.push({
        error: mean.estimate - truth,
        holds: mean.low <= truth && truth <= mean.high,
        width: mean.high - mean.low,
      });
    }
  }
  const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...errors].map(([metric, seen]) => ({
    metric,
    answered: seen.length / rounds,
    meanError: meanOf(seen.map(({ error }) => Math.abs(error))),
    rmsError: Math.sqrt(meanOf(seen.map(({ error }) => error ** 2))),
    coverage: meanOf(seen.map(({ holds }) => (holds ? 1 : 0))),
    width: meanOf(seen.map(({ width }) => width)),
  }));
}
