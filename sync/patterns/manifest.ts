import { z } from 'zod';
import { isAtMost, NOTHING, plus, rational, rationalOf, type Rational } from './rational.ts';

const ALL = rational(1);
const isNothing = ({ n }: Rational): boolean => n === 0n;

const name = z.string().regex(/^[a-z][a-z0-9-]{0,23}$/);
const fraction = z
  .string()
  .max(81)
  .transform((text, context): Rational => {
    try {
      const read = rationalOf(text);
      if (isAtMost(NOTHING, read) && isAtMost(read, ALL)) return read;
    } catch {
      // said below
    }
    context.addIssue({ code: 'custom', message: 'is a fraction n/d between 0 and 1' });
    return NOTHING;
  });

/** A bin: what is said of it, and the number it stands for in a mean; `null` tells nothing of the mean ("too few"). */
const bin = z.strictObject({
  label: z.string().min(1).max(20),
  value: z.int().min(0).max(100_000).nullable(),
});

const metric = z
  .strictObject({
    id: name,
    /** What its values are counted in, and how many of them make one that people read. */
    unit: name,
    perUnit: z.int().min(1).max(1_000),
    percentage: z.boolean(),
    /** Of what the count leaves of a budget, the metrics take parts in this proportion. */
    parts: z.int().min(1).max(100),
    bins: z.array(bin).min(2).max(16),
    /** Values enter sums as their distance from here. Where the middle of the range lies, noise is least. */
    centre: z.int().min(0).max(100_000),
  })
  .refine((it) => it.bins.filter((bin) => bin.value !== null).length >= 2, 'needs two bins with a value');

/** What a cohort of at least so many gets, and what its budget goes to. */
const tier = z.strictObject({
  from: z.int().min(20).max(1_000_000),
  every: z.enum(['half-term', 'two-weeks', 'week']),
  /** Of the budget, for counting who takes part; the metrics have the rest. */
  countShare: fraction,
  /** Of a metric's budget, for its bins one by one; without it only a mean is released. */
  distributionShare: fraction,
  /** Of a metric's budget, where bins without a value are possible and no bins are released: how many have one. */
  valuedShare: fraction,
});

/**
 * What an institution may ask and what is done with it, agreed to as a whole: the consent of a student names the version
 * of a manifest, and whatever widens it is a new one with a new consent.
 */
const manifestSchema = z
  .strictObject({
    version: z.int().min(1).max(65_535),
    metrics: z.array(metric).min(1).max(16),
    /**
     * Randomised response: the true bin has weight `keep`, each other `other`. The chances are these whole numbers'
     * and nothing rounded, and ln(keep / other) is at most `epsilon`.
     */
    response: z.strictObject({
      epsilon: z.number().positive().max(8),
      keep: z
        .int()
        .positive()
        .max(2 ** 32),
      other: z
        .int()
        .positive()
        .max(2 ** 32),
    }),
    /** Zero-concentrated differential privacy of one student and term over everything that is released. */
    rhoPerTerm: fraction,
    levels: z.strictObject({ class: fraction, course: fraction, institution: fraction }),
    tiers: z.array(tier).min(1).max(8),
    /** A cohort with so few taking part gets an answer with less than the chance beside it. */
    tooFew: z.int().min(1),
    tooFewPasses: z.number().positive().max(0.01),
  })
  .superRefine((it, context) => {
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
    if (new Set(it.metrics.map((metric) => metric.id)).size < it.metrics.length)
      refuse('names a metric twice');
    if (Math.log(it.response.keep / it.response.other) > it.response.epsilon)
      refuse('answers more truly than its epsilon says');
    const levels = plus(plus(it.levels.class, it.levels.course), it.levels.institution);
    if (!isAtMost(levels, ALL)) refuse('gives levels more than the whole budget');
    if ([it.rhoPerTerm, ...Object.values(it.levels)].some(isNothing))
      refuse('has no budget for what it releases');
    it.tiers.forEach((tier, place) => {
      const beside = plus(tier.distributionShare, tier.valuedShare);
      if (isNothing(tier.countShare) || isAtMost(ALL, tier.countShare) || isAtMost(ALL, beside))
        refuse('leaves nothing for the count or for the means');
      // Whoever has no value is counted by the bins, or else by a sum of its own.
      if (isNothing(beside) && it.metrics.some(({ bins }) => bins.some(({ value }) => value === null)))
        refuse('releases a mean without how many have a value');
      if (place > 0 && tier.from <= (it.tiers[place - 1]?.from ?? 0)) refuse('has tiers out of order');
    });
  });

export type Manifest = z.infer<typeof manifestSchema>;
export type Metric = Manifest['metrics'][number];
export type Tier = Manifest['tiers'][number];
export type Level = keyof Manifest['levels'];

/** @throws ZodError for what is no manifest, or promises what it does not keep */
export const readManifest = (manifest: unknown): Manifest => manifestSchema.parse(manifest);

export function metricOf(manifest: Manifest, id: string): Metric {
  const found = manifest.metrics.find((metric) => metric.id === id);
  if (found === undefined) throw new RangeError(`the manifest has no metric ${id}`);
  return found;
}

/** The tier of a cohort whose list has so many students; undefined for one that is never answered. */
export const tierOf = (manifest: Manifest, roster: number): Tier | undefined =>
  manifest.tiers.findLast((tier) => roster >= tier.from);
