import { describe, expect, it } from 'vitest';
import { deletionTag } from '../deletion.ts';
import { firstManifest } from '../first-manifest.ts';
import { metricOf, tierOf, type Level } from '../manifest.ts';
import type { Message } from '../message.ts';
import { upperTail } from '../noise/privacy-terms.ts';
import { isAtMost, plus, rational, times, NOTHING, type Rational } from '../rational.ts';
import { largestScore } from '../scores.ts';
import { periodsOf, type Term } from '../term.ts';
import { keystream } from '../testing/keystream.ts';
import { addCounts, countBins, type BinCounts } from './count-bins.ts';
import { cohortBudget, noisePlan, type NoisePlan } from './noise-plan.ts';
import { noisyRatio } from './noisy-ratio.ts';
import { poolSums } from './pool-sums.ts';
import { readRelease } from './read-release.ts';
import { BudgetSpent, openAccount, releaseOnce } from './release-book.ts';
import { releaseCohort, type Noise } from './release-cohort.ts';

const term: Term = { id: '2026-autumn', firstMonday: 20_700, weeks: 16 };
const LEVELS: readonly Level[] = ['class', 'course', 'institution'];

function planOf(level: Level, roster: number, index = 0): NoisePlan {
  const tier = tierOf(firstManifest, roster);
  const period = tier === undefined ? undefined : periodsOf(term, tier)[index];
  if (tier === undefined || period === undefined) throw new RangeError('never answered');
  return noisePlan(firstManifest, level, tier, term, period);
}

const evenly = (perBin: number): BinCounts =>
  Object.fromEntries(firstManifest.metrics.map(({ id, bins }) => [id, bins.map(() => perBin)]));

const message = (token: string, change: Partial<Message> = {}): Message => ({
  v: 1,
  institution: 'north',
  cohort: 'bio-1',
  week: '2026-W47',
  metric: 'minutes',
  bin: 2,
  token,
  del: deletionTag(new Uint8Array(32)),
  ...change,
});

/** What the sums of a plan cost by their variances: Δ²/2σ² each, the bins together as one. */
function costOf(plan: NoisePlan, weeks: number): Rational {
  const cost = (most: bigint, variance: Rational): Rational =>
    rational(most * most * variance.d, 2n * variance.n);
  const w = BigInt(weeks);
  return plan.metrics.reduce(
    (sum, { values, valued, bins }) =>
      [
        cost(w * largestScore(values.scores), values.variance),
        valued === undefined ? NOTHING : cost(w * largestScore(valued.scores), valued.variance),
        bins === undefined ? NOTHING : cost(w, bins.variance),
      ].reduce(plus, sum),
    cost(w, plan.count.variance),
  );
}

describe('the budget of a term', () => {
  it.each([20, 49, 50, 199, 200, 30_000])(
    'is spent exactly by the noise of its releases: %i students',
    (roster) => {
      const tier = tierOf(firstManifest, roster);
      if (tier === undefined) throw new RangeError('never answered');
      for (const weeks of [16, 15, 7]) {
        let all = NOTHING;
        for (const level of LEVELS)
          for (const period of periodsOf({ ...term, weeks }, tier))
            all = plus(
              all,
              costOf(noisePlan(firstManifest, level, tier, { ...term, weeks }, period), period.weeks),
            );
        expect(all).toEqual(firstManifest.rhoPerTerm);
      }
    },
  );

  it('is never spent beyond what there is', () => {
    let account = openAccount(firstManifest, 'class', term, 30);
    const random = keystream('spent');
    for (const index of [0, 1])
      ({ account } = releaseOnce(random, firstManifest, account, index, 30, evenly(40)));
    expect(account.spent).toEqual(cohortBudget(firstManifest, 'class'));
    expect(() => releaseOnce(random, firstManifest, account, 2, 30, evenly(40))).toThrow(RangeError);
    const poor = { ...account, released: new Map() };
    expect(() => releaseOnce(random, firstManifest, poor, 0, 30, evenly(40))).toThrow(BudgetSpent);
    expect(isAtMost(account.spent, times(account.budget, rational(1)))).toBe(true);
  });

  it('pays for "too few" as for an answer', () => {
    const { account, release } = releaseOnce(
      keystream('few'),
      firstManifest,
      openAccount(firstManifest, 'class', term, 30),
      0,
      30,
      evenly(0),
    );
    expect(release).toEqual({ state: 'too-few', manifest: 1, weeks: 8 });
    expect(account.spent).toEqual(rational(1, 16));
  });

  it('is not touched for a list under twenty, when the term began or now', () => {
    const random = (): Uint8Array => {
      throw new Error('nothing may be drawn');
    };
    for (const [began, now] of [
      [19, 40],
      [40, 19],
    ] as const) {
      const account = openAccount(firstManifest, 'class', term, began);
      const after = releaseOnce(random, firstManifest, account, 0, now, evenly(40));
      expect(after).toEqual({ account, release: undefined });
    }
  });
});

describe('the least count that is answered', () => {
  it.each(LEVELS)(
    'is reached by fifteen students of a %s with less than one in a thousand, and just',
    (level) => {
      for (const roster of [20, 60, 500]) {
        const { leastCount, count } = planOf(level, roster);
        const weeks = roster < 50 ? 8 : roster < 200 ? 2 : 1;
        expect(upperTail(count.variance, leastCount - 15 * weeks)).toBeLessThan(0.001);
        expect(upperTail(count.variance, leastCount - 1 - 15 * weeks)).toBeGreaterThanOrEqual(0.001);
      }
    },
  );

  it('is held against the count with its noise: whether there is an answer tells no true count', () => {
    const plan = planOf('class', 30);
    const states = ([-10n, 10n] as const).map((noise) => {
      const messages = plan.leastCount - Number(noise) / 2;
      const counts = { ...evenly(0), minutes: [messages, 0, 0, 0, 0, 0] };
      return releaseCohort(keystream('gate'), firstManifest, plan, 8, counts, () => noise).state;
    });
    expect(states).toEqual(['too-few', 'released']);
  });

  it('lets fifteen pass no more often than that, and forty nearly always', () => {
    const plan = planOf('class', 30);
    const random = keystream('passes');
    const passed = (students: number, trials: number): number => {
      const counts = { ...evenly(0), minutes: [students * 8, 0, 0, 0, 0, 0] };
      let sum = 0;
      for (let at = 0; at < trials; at += 1)
        if (releaseCohort(random, firstManifest, plan, 8, counts).state === 'released') sum += 1;
      return sum;
    };
    expect(passed(15, 3_000)).toBeLessThanOrEqual(8);
    expect(passed(40, 200)).toBeGreaterThan(190);
  });
});

describe('counting', () => {
  const weeks = new Set(['2026-W47', '2026-W48']);

  it('takes a token once a week and metric', () => {
    const counts = countBins(firstManifest, weeks, [
      message('a'.repeat(16)),
      message('a'.repeat(16), { bin: 5 }),
      message('a'.repeat(16), { week: '2026-W48', bin: 5 }),
      message('a'.repeat(16), { metric: 'retention', bin: 6 }),
      message('b'.repeat(16)),
    ]);
    expect(counts).toEqual({
      minutes: [0, 0, 2, 0, 0, 1],
      'active-days': [0, 0, 0, 0],
      retention: [0, 0, 0, 0, 0, 0, 1],
    });
  });

  it.each([
    ['another week', { week: '2026-W49' }],
    ['another version', { v: 2 }],
    ['a metric nobody asked for', { metric: 'mood' }],
    ['a name every object has', { metric: 'constructor' }],
    ['a bin the metric does not have', { metric: 'active-days', bin: 4 }],
  ])('leaves %s out', (_, change) => {
    expect(countBins(firstManifest, weeks, [message('a'.repeat(16), change)])).toEqual(evenly(0));
  });

  it('adds classes up to their course', () => {
    expect(addCounts(firstManifest, [evenly(2), evenly(3), evenly(0)])).toEqual(evenly(5));
  });
});

describe('reading a release', () => {
  const none: Noise = () => 0n;

  it.each([30, 300])('gives back the means that are there where there is no noise (%i)', (roster) => {
    // What randomised response makes on average of known true counts, all of them whole: as many messages of each
    // metric, bin b taken b + 1 times.
    const messages = 59 * 57 * 60 * 420;
    const plan = planOf('class', roster);
    const counts = Object.fromEntries(
      firstManifest.metrics.map(({ id, bins }) => {
        const whole = 54 + bins.length - 1;
        const parts = (bins.length * (bins.length + 1)) / 2;
        return [id, bins.map((_, bin) => ((53 * messages * (bin + 1)) / parts + messages) / whole)];
      }),
    );
    const release = releaseCohort(
      keystream('none'),
      firstManifest,
      plan,
      roster === 30 ? 8 : 1,
      counts,
      none,
    );
    if (release.state === 'too-few') throw new Error('there are enough');
    for (const { metric, mean, shares } of readRelease(firstManifest, release)) {
      const { bins, perUnit } = metricOf(firstManifest, metric);
      const valued = bins.flatMap(({ value }, bin) => (value === null ? [] : [{ value, weight: bin + 1 }]));
      const weight = valued.reduce((sum, each) => sum + each.weight, 0);
      expect(mean.estimate).toBeCloseTo(
        valued.reduce((sum, each) => sum + each.value * each.weight, 0) / weight / perUnit,
        6,
      );
      const parts = (bins.length * (bins.length + 1)) / 2;
      if (roster === 30) expect(shares).toBeUndefined();
      else
        shares?.forEach(({ estimate }, bin) =>
          expect(estimate).toBeCloseTo(Math.max(5, (100 * (bin + 1)) / parts), 6),
        );
    }
  });

  it('says no percentage under five or over ninety-five', () => {
    const counts = { ...evenly(0), minutes: [400, 0, 0, 0, 0, 0], retention: [0, 0, 0, 0, 0, 400, 0] };
    const release = releaseCohort(keystream('clamp'), firstManifest, planOf('class', 300), 1, counts);
    if (release.state === 'too-few') throw new Error('there are enough');
    const [minutes, , retention] = readRelease(firstManifest, release);
    expect(minutes?.shares?.[0]).toMatchObject({ estimate: 95, high: 95 });
    expect(minutes?.shares?.[5]?.low).toBe(5);
    expect(retention?.mean.high).toBe(95);
  });

  it('reads only releases of its own manifest', () => {
    const release = releaseCohort(keystream('other'), firstManifest, planOf('class', 300), 1, evenly(90));
    if (release.state === 'too-few') throw new Error('there are enough');
    expect(() => readRelease(firstManifest, { ...release, manifest: 2 })).toThrow(RangeError);
  });
});

describe('estimates', () => {
  it('of a ratio with a small denominator have intervals that say so', () => {
    const ratio = {
      top: 30,
      bottom: 20,
      varianceOfTop: 100,
      varianceOfBottom: 100,
      covariance: 0,
      bottomBetween: [1, 100] as const,
      between: [-10, 10] as const,
      responseVariance: () => 0,
    };
    // Fieller by hand: (30 − 20m)² ≤ 1.96² (100 + 100m²), so 15.8m² − 1200m + 515.8 ≤ 0 (rounded).
    const { estimate, low, high } = noisyRatio(ratio, 0.95);
    expect(estimate).toBe(1.5);
    expect(low).toBeCloseTo(0.4328, 1);
    expect(high).toBe(10);
  });

  it('pool sums by what each is sure of', () => {
    // Two counts seen with variance 1 each, and their sum, seen as 12, with variance 1: each moves a third of the gap.
    const pooled = poolSums(2, [
      { weights: [1, 0], value: 4, variance: 1 },
      { weights: [0, 1], value: 5, variance: 1 },
      { weights: [1, 1], value: 12, variance: 1 },
    ]);
    expect(pooled.counts[0]).toBeCloseTo(5, 12);
    expect(pooled.counts[1]).toBeCloseTo(6, 12);
    expect(pooled.covarianceOf([1, 0], [1, 0])).toBeCloseTo(2 / 3, 12);
    expect(pooled.covarianceOf([1, 0], [0, 1])).toBeCloseTo(-1 / 3, 12);
  });
});
