import type { Level, Manifest, Metric, Tier } from '../manifest.ts';
import { minus, NOTHING, over, rational, times, type Rational } from '../rational.ts';
import { largestScore, valuedScores, valueScores, type Scores } from '../scores.ts';
import { leastCount } from './threshold.ts';
import { periodsOf, type Period, type Term } from '../term.ts';

/** One sum that is released: how messages score, what it costs, and the variance that the cost buys. */
export type PlannedSum = { readonly scores: Scores; readonly rho: Rational; readonly variance: Rational };

export type MetricPlan = {
  readonly metric: Metric;
  readonly values: PlannedSum;
  /** Where bins without a value are possible and no bins are released. */
  readonly valued: PlannedSum | undefined;
  /** The bins as they were sent, together one histogram: a message is in one of them. */
  readonly bins: { readonly rho: Rational; readonly variance: Rational } | undefined;
};

export type NoisePlan = {
  readonly count: PlannedSum;
  /** The least noisy count that is answered. */
  readonly leastCount: number;
  readonly metrics: readonly MetricPlan[];
  /** All of it together. */
  readonly rho: Rational;
};

/** What a cohort of a level may cost a term. A student is in one of each level, so that the levels add up. */
export const cohortBudget = (manifest: Manifest, level: Level): Rational =>
  times(manifest.rhoPerTerm, manifest.levels[level]);

/** ρ = Δ² / 2σ², so σ² = Δ² / 2ρ. */
const varianceFor = (sensitivity: bigint, rho: Rational): Rational =>
  over(rational(sensitivity * sensitivity), times(rational(2), rho));

/**
 * What one release of a cohort asks and what noise it gets. A student sends one message of a metric a week, so over a
 * period of W weeks moves a sum by at most W times its largest score, and the bins by at most W in ℓ2.
 */
export function noisePlan(
  manifest: Manifest,
  level: Level,
  tier: Tier,
  term: Term,
  { weeks }: Period,
): NoisePlan {
  const each = over(cohortBudget(manifest, level), rational(periodsOf(term, tier).length));
  const w = BigInt(weeks);
  const planned = (scores: Scores, rho: Rational): PlannedSum => ({
    scores,
    rho,
    variance: varianceFor(w * largestScore(scores), rho),
  });
  const rhoOfCount = times(each, tier.countShare);
  const parts = manifest.metrics.reduce((sum, metric) => sum + metric.parts, 0);

  const metricPlan = (metric: Metric): MetricPlan => {
    const hasBins = tier.distributionShare.n > 0n;
    const counts = !hasBins && metric.bins.some(({ value }) => value === null);
    const rho = times(minus(each, rhoOfCount), rational(metric.parts, parts));
    const rhoOfBins = times(rho, tier.distributionShare);
    const rhoOfValued = counts ? times(rho, tier.valuedShare) : NOTHING;
    const rhoOfValues = minus(minus(rho, rhoOfBins), rhoOfValued);
    return {
      metric,
      values: planned(valueScores(manifest, metric), rhoOfValues),
      valued: counts ? planned(valuedScores(manifest, metric), rhoOfValued) : undefined,
      bins: hasBins ? { rho: rhoOfBins, variance: varianceFor(w, rhoOfBins) } : undefined,
    };
  };
  const count = planned({ of: [1n], scale: 1n }, rhoOfCount);
  return {
    count,
    leastCount: leastCount(manifest.tooFew, weeks, count.variance, manifest.tooFewPasses),
    metrics: manifest.metrics.map(metricPlan),
    rho: each,
  };
}
