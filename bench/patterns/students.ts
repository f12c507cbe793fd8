import { beta, logNormal } from '#ml/random/distributions.ts';
import { seededRandom, type Random } from '#ml/random/random.ts';
import type { Metric } from '#sync/patterns/manifest.ts';

/** A student's true bins of one week. */
export type StudentWeek = Readonly<Record<string, number>>;

const binOf = (value: number, bounds: readonly number[]): number =>
  bounds.filter((bound) => value >= bound).length;

/**
 * Weeks of students as courses have them: one in six does nothing in a week, the others study by a log-normal of their
 * own, more minutes on more days, and remember .78 to .96; every tenth has too few reviews to say.
 */
export function studentWeeks(seed: number, students: number, weeks: number): StudentWeek[] {
  const random = seededRandom(seed);
  return Array.from({ length: students }, () => {
    const own = random.fork();
    const usual = logNormal(own, 70, 0.7);
    const retention = beta(own, 44, 6);
    const few = own.unit() < 0.1;
    return Array.from({ length: weeks }, () => oneWeek(own, usual, few ? undefined : retention));
  }).flat();
}

function oneWeek(random: Random, usual: number, retention: number | undefined): StudentWeek {
  const minutes = random.unit() < 1 / 6 ? 0 : Math.max(1, Math.round(logNormal(random, usual, 0.6)));
  const days = minutes === 0 ? 0 : 1 + Math.min(6, Math.floor(minutes / 35 + random.unit() * 2));
  return {
    minutes: binOf(minutes, [1, 16, 46, 91, 181]),
    'active-days': binOf(days, [1, 3, 5]),
    retention: retention === undefined || minutes === 0 ? 6 : binOf(retention, [0.7, 0.8, 0.85, 0.9, 0.95]),
  };
}

/** The mean of the numbers that true bins stand for, as people read it: what a release is measured against. */
export function binnedMean(metric: Metric, weeks: readonly StudentWeek[]): number {
  const values = weeks.flatMap((week) => metric.bins[week[metric.id] ?? 0]?.value ?? []);
  return values.reduce((sum, value) => sum + value, 0) / values.length / metric.perUnit;
}
