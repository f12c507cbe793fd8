import { clamp } from '../../numeric/special.ts';
import type { StruggleFeatureValues } from './schema.ts';

export type StruggleBand = 'LOW' | 'MEDIUM' | 'HIGH';

/** A format effect that is clearly negative: points of recall that help with format could give back. */
const FORMAT_CLEARLY_NEGATIVE = -0.05;

/** At the threshold itself nothing is past it yet. */
const JUST_LOW = 0.3999;

/** A condition: how far past its threshold a value is, 0 at it and 1 at the end of its range; its weight. */
interface Condition {
  readonly past: number;
  readonly weight: number;
}

const beyond = (value: number, threshold: number, end: number, weight: number): Condition => ({
  past: (value - threshold) / (end - threshold),
  weight,
});

/**
 * Rules for an owner of whom too little is known to train on (twin.md §3, cold start). HIGH where retention < .5, weak
 * prerequisites > .5, complexity gap > .6 or past struggle > .7; MEDIUM where retention < .7, weak prerequisites > .2, a
 * clearly negative format effect or load > .7; else LOW. Within a band the probability (.7 to 1, .4 to .7, .1 to .4) goes
 * with the weighted distance past the thresholds, in LOW with how near the thresholds of MEDIUM are. A condition whose
 * value is missing does not hold.
 */
export function struggleRules(values: StruggleFeatureValues): {
  readonly band: StruggleBand;
  readonly probability: number;
} {
  const { retention, weakPrerequisiteShare, complexityGap, pastStruggle, formatEffect, load } = values;
  const high = [
    beyond(retention, 0.5, 0, 0.4),
    beyond(weakPrerequisiteShare, 0.5, 1, 0.25),
    beyond(complexityGap, 0.6, 1, 0.15),
    beyond(pastStruggle, 0.7, 1, 0.2),
  ];
  if (holds(high)) return { band: 'HIGH', probability: 0.7 + 0.3 * distance(high) };
  const medium = [
    beyond(retention, 0.7, 0.5, 0.5),
    beyond(weakPrerequisiteShare, 0.2, 0.5, 0.3),
    beyond(formatEffect, FORMAT_CLEARLY_NEGATIVE, -0.2, 0.1),
    beyond(load, 0.7, 1, 0.1),
  ];
  if (holds(medium)) return { band: 'MEDIUM', probability: 0.4 + 0.3 * distance(medium) };
  // From nothing to fear (retention 1, no weak prerequisite) up to the thresholds of MEDIUM.
  const low = [beyond(retention, 1, 0.7, 0.6), beyond(weakPrerequisiteShare, 0, 0.2, 0.4)];
  return { band: 'LOW', probability: Math.min(JUST_LOW, 0.1 + 0.3 * distance(low)) };
}

function holds(conditions: readonly Condition[]): boolean {
  return conditions.some(({ past }) => past > 0);
}

/** Weighted mean of how far the known values are past their thresholds, 0 to 1; what is not past counts 0. */
function distance(conditions: readonly Condition[]): number {
  let [sum, weights] = [0, 0];
  for (const { past, weight } of conditions) {
    if (Number.isNaN(past)) continue;
    sum += weight * clamp(past, 0, 1);
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

/** Bands of the rules: LOW < .4 ≤ MEDIUM ≤ .7 < HIGH. */
export function rulesBand(probability: number): StruggleBand {
  return probability > 0.7 ? 'HIGH' : probability >= 0.4 ? 'MEDIUM' : 'LOW';
}

/** Where multiples of a high base rate would be out of reach. */
const HIGH_AT_MOST = 0.9;
const MEDIUM_AT_MOST = 0.75;

/**
 * Bands of a calibrated model, by the owner's own base rate: MEDIUM from 1.5 times it, HIGH from 2.5 times. Of somebody
 * who struggles with half of everything, from .75 and .9.
 */
export function modelBand(probability: number, baseRate: number): StruggleBand {
  if (probability >= Math.min(HIGH_AT_MOST, 2.5 * baseRate)) return 'HIGH';
  return probability >= Math.min(MEDIUM_AT_MOST, 1.5 * baseRate) ? 'MEDIUM' : 'LOW';
}
