import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialQuantile } from './binomial-quantile.ts';
import { accountClaims, type JudgedLearner } from './claim-accounting.ts';
import { clopperPearson } from './clopper-pearson.ts';
// Written by bench/reference/cell_effects.py.
import reference from './cell-effects.reference.json' with { type: 'json' };

const silent: JudgedLearner = { claims: [], intervals: [{ low: -1, high: 1, truth: 0 }] };

describe('false-claim accounting', () => {
  const learners: JudgedLearner[] = [
    {
      claims: [
        { direction: 1, effect: 0.06, truth: 0.05 },
        { direction: -1, effect: -0.03, truth: -0.01 },
        { direction: 1, effect: 0.04, truth: -0.01 },
      ],
      intervals: [
        { low: 0, high: 0.1, truth: 0.05 },
        { low: 0, high: 0.1, truth: 0.11 },
      ],
    },
    { claims: [{ direction: 1, effect: 0.03, truth: 0 }], intervals: [{ low: 0.01, high: 0.1, truth: 0 }] },
    { claims: [{ direction: -1, effect: -0.05, truth: -0.02 }], intervals: [] },
    silent,
  ];
  const account = accountClaims(learners, 0.02);

  it('judges claims by sign and size: exactly the smallest effect is small, none at all is false', () => {
    expect(account).toMatchObject({ right: 1, small: 2, false: 2 });
  });

  it('counts a learner once', () => {
    expect(account.told).toMatchObject({ count: 3, of: 4, rate: 0.75 });
    expect(account.toldRight.count).toBe(1);
    expect(account.toldFalse.count).toBe(2);
    expect(account.told.high).toBe(clopperPearson(3, 4, 0.98).high);
  });

  it('says by how much claims overstate', () => {
    // .06 + .03 + .04 + .03 + .05 claimed, .05 + .01 − .01 + 0 + .02 true
    expect(account.exaggeration).toBeCloseTo(0.21 / 0.07, 12);
    expect(accountClaims([silent], 0.02).exaggeration).toBeNaN();
  });

  it('takes intervals of a learner as going together', () => {
    expect(account.coverage).toMatchObject({ intervals: 4, rate: 0.5 });
    const covered = (held: number): JudgedLearner => ({
      claims: [],
      intervals: Array.from({ length: 10 }, (_, cell) => ({ low: 0, high: 1, truth: cell < held ? 0.5 : 2 })),
    });
    const width = (learnersOf: JudgedLearner[]): number => {
      const { low, high } = accountClaims(learnersOf, 0).coverage;
      return high - low;
    };
    const alike = Array.from({ length: 40 }, () => covered(9));
    const mixed = Array.from({ length: 40 }, (_, learner) => covered(learner % 5 === 0 ? 0 : 10));
    expect(width(alike)).toBeCloseTo(0, 12);
    // As of 40 learners, not of 400 intervals.
    expect(width(mixed)).toBeCloseTo(2 * 2.3263 * Math.sqrt((0.8 * 0.2) / 39), 4);
    expect(accountClaims([{ claims: [], intervals: [] }], 0).coverage.rate).toBeNaN();
  });

  it('refuses nobody, and truths that are no numbers', () => {
    expect(() => accountClaims([], 0.02)).toThrow('learners: needs at least one row');
    const odd: JudgedLearner = { claims: [{ direction: 1, effect: 1, truth: Number.NaN }], intervals: [] };
    expect(() => accountClaims([odd], 0.02)).toThrow('truth[0]');
    expect(() => accountClaims([silent], -1)).toThrow('smallestEffect');
    expect(() => accountClaims([silent], 0, 1)).toThrow('level');
  });
});

describe('exact bounds of shares', () => {
  it('are those of scipy', () => {
    for (const { at, low, high } of reference.clopperPearson) {
      const [count = 0, trials = 0, level = 0] = at;
      const interval = clopperPearson(count, trials, level);
      expect(interval.low).toBeCloseTo(low, 12);
      expect(interval.high).toBeCloseTo(high, 12);
    }
  });

  it('hold the share and mirror', () => {
    const pairs = fc
      .integer({ min: 1, max: 300 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(pairs, ([count, trials]) => {
        const { low, high } = clopperPearson(count, trials);
        expect(low).toBeLessThanOrEqual(count / trials);
        expect(high).toBeGreaterThanOrEqual(count / trials);
        expect(clopperPearson(trials - count, trials).low).toBeCloseTo(1 - high, 10);
      }),
      { numRuns: 50 },
    );
  });

  it('refuse counts that are none', () => {
    expect(() => clopperPearson(3, 2)).toThrow('count: 3 is not between 0 and 2');
    expect(() => clopperPearson(0, 0)).toThrow('trials');
    expect(() => clopperPearson(0.5, 2)).toThrow('not a whole number');
    expect(() => clopperPearson(1, 2, 1)).toThrow('level');
  });
});

describe('what a process may be allowed', () => {
  it('is the quantile of scipy: 67 of 1,000 at 5 %', () => {
    for (const { at, value } of reference.binomialQuantile) {
      const [share = 0, trials = 0, rate = 0] = at;
      expect(binomialQuantile(share, trials, rate), `at ${at.join(', ')}`).toBe(Math.max(value, 0));
    }
    expect(binomialQuantile(0.99, 1000, 0.05)).toBe(67);
  });

  it('refuses shares and rates that are none', () => {
    expect(() => binomialQuantile(1, 10, 0.5)).toThrow('share');
    expect(() => binomialQuantile(0.5, 0, 0.5)).toThrow('trials');
    expect(() => binomialQuantile(0.5, 10, 1.5)).toThrow('rate');
  });
});
