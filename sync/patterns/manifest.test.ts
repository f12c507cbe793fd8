import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { firstManifest } from './first-manifest.ts';
import { readManifest, tierOf } from './manifest.ts';
import { unknownMetrics } from './client/true-bins.ts';
import { textOf } from './rational.ts';
import { mondayOf, periodsOf, weekName } from './term.ts';

/** The shipped manifest as it would be read from a file, with something changed. */
function written(change: Record<string, unknown> = {}): Record<string, unknown> {
  const { levels, tiers } = firstManifest;
  return {
    ...firstManifest,
    rhoPerTerm: textOf(firstManifest.rhoPerTerm),
    levels: Object.fromEntries(Object.entries(levels).map(([level, share]) => [level, textOf(share)])),
    tiers: tiers.map((tier) => ({
      ...tier,
      countShare: textOf(tier.countShare),
      distributionShare: textOf(tier.distributionShare),
      valuedShare: textOf(tier.valuedShare),
    })),
    ...change,
  };
}

describe('a manifest', () => {
  it('is read as it was written', () => expect(readManifest(written())).toEqual(firstManifest));

  it('asks for nothing this version does not measure', () =>
    expect(unknownMetrics(firstManifest)).toEqual([]));

  const [minutes, days] = firstManifest.metrics;
  const [first] = written().tiers as object[];
  it.each([
    ['truer answers than its epsilon', { response: { epsilon: 4, keep: 55, other: 1 } }],
    ['more budget than there is', { levels: { class: '1/2', course: '1/4', institution: '26/100' } }],
    ['a metric twice', { metrics: [minutes, days, minutes] }],
    ['a cohort under twenty', { tiers: [{ ...first, from: 19 }] }],
    ['tiers out of order', { tiers: [{ ...first, from: 50 }, first] }],
    ['no budget', { rhoPerTerm: '0/1' }],
    ['a level without budget', { levels: { class: '0/1', course: '1/4', institution: '1/4' } }],
    ['a tier that counts nobody', { tiers: [{ ...first, countShare: '0/1' }] }],
    ['a tier that only counts', { tiers: [{ ...first, countShare: '1/1' }] }],
    ['a tier without means', { tiers: [{ ...first, distributionShare: '2/3', valuedShare: '1/3' }] }],
    [
      'means of nobody knows how many',
      { tiers: [{ ...first, distributionShare: '0/1', valuedShare: '0/1' }] },
    ],
    ['a budget above one', { rhoPerTerm: '2/1' }],
    ['a share below nothing', { rhoPerTerm: '-1/4' }],
    ['a fraction of nothing', { rhoPerTerm: '1/0' }],
    ['one bin', { metrics: [{ ...minutes, bins: minutes?.bins.slice(0, 1) }] }],
    ['something nobody knows', { collect: 'more' }],
  ])('is refused with %s', (_, change) => {
    expect(() => readManifest(written(change))).toThrow(ZodError);
  });

  it.each([
    [0, undefined],
    [19, undefined],
    [20, 'half-term'],
    [49, 'half-term'],
    [50, 'two-weeks'],
    [199, 'two-weeks'],
    [200, 'week'],
    [30_000, 'week'],
  ])('gives a cohort of %i a release every %s', (roster, every) => {
    expect(tierOf(firstManifest, roster)?.every).toBe(every);
  });
});

describe('the weeks of a term', () => {
  it.each([
    ['half-term', 16, [8, 8]],
    ['half-term', 15, [7, 8]],
    ['half-term', 3, [1, 2]],
    ['two-weeks', 6, [2, 2, 2]],
    ['two-weeks', 5, [2, 3]],
    ['week', 3, [1, 1, 1]],
  ] as const)('each is in one release: every %s of %i', (every, weeks, lengths) => {
    const periods = periodsOf({ id: 't', firstMonday: 0, weeks }, { every });
    expect(periods.map((period) => period.weeks)).toEqual(lengths);
    periods.reduce((next, period) => {
      expect(period.firstWeek).toBe(next);
      return next + period.weeks;
    }, 0);
  });

  // ISO 8601's own cases around the turn of years.
  it.each([
    ['2004-12-27', '2004-W53'],
    ['2007-12-31', '2008-W01'],
    ['2008-12-29', '2009-W01'],
    ['2009-12-28', '2009-W53'],
    ['2026-11-16', '2026-W47'],
    ['1970-01-05', '1970-W02'],
  ])('the week of Monday %s is %s', (date, name) => {
    const day = Date.parse(`${date}T00:00Z`) / 86_400_000;
    expect(weekName(day)).toBe(name);
    for (let later = 0; later < 7; later += 1) expect(mondayOf(day + later)).toBe(day);
  });
});
