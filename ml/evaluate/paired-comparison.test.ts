import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mean } from '../numeric/sample.ts';
import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { bootstrap, type BootstrapOptions } from './bootstrap.ts';
import { pairedComparison } from './paired-comparison.ts';
// Written by bench/reference/resampling.py.
import reference from './resampling.reference.json' with { type: 'json' };

const { sample } = reference.longRun;
const zeros = sample.map(() => 0);

describe('paired comparison', () => {
  it.each(reference.signFlips)(
    'exact sign-flip test as scipy, sample $#',
    ({ first, second, difference, pValue }) => {
      const result = pairedComparison(first, second, seededRandom(1));
      expect(result.difference).toBeCloseTo(difference, 14);
      expect(result.pValue).toBeCloseTo(pValue, 14);
      expect(result.groups).toBe(first.length);
    },
  );

  it('flips at random where all flips are too many, near the exact p-value', () => {
    for (const { first, second, pValue } of reference.signFlips.slice(0, 2)) {
      // 100 resamples are fewer than 2^9 flips.
      const values = Array.from(
        { length: 40 },
        (_, seed) => pairedComparison(first, second, seededRandom(seed), { resamples: 100 }).pValue,
      );
      // (1 + B p) / (1 + B) on average, with a deviation of √(p (1 − p) / B / 40).
      expect(Math.abs(mean(values) - (1 + 100 * pValue) / 101)).toBeLessThan(
        4 * Math.sqrt((pValue * (1 - pValue)) / 4000),
      );
    }
  });

  it('has the interval that the bootstrap of the mean difference has', () => {
    for (const [method, [low = 0, high = 0]] of [
      ['percentile', reference.longRun.percentile],
      ['bca', reference.longRun.bca],
    ] as const) {
      const result = pairedComparison(sample, zeros, seededRandom(4), { resamples: 20_000, method });
      expect(Math.abs(result.low - low)).toBeLessThan(0.03 * (high - low));
      expect(Math.abs(result.high - high)).toBeLessThan(0.03 * (high - low));
    }
  });

  it('takes groups whole, of any size, as the bootstrap does', () => {
    const groups = sample.map((_, row) => (row < 10 ? 0 : 1 + (row % 6)));
    const options: BootstrapOptions = { groups, resamples: 20_000, method: 'bca' };
    const known = bootstrap(
      sample.length,
      (rows) => rows.reduce((sum, row) => sum + (sample[row] ?? 0), 0) / rows.length,
      seededRandom(1),
      options,
    );
    const result = pairedComparison(sample, zeros, seededRandom(2), options);
    expect(result.groups).toBe(7);
    expect(result.difference).toBeCloseTo(known.estimate, 13);
    expect(Math.abs(result.low - known.low)).toBeLessThan(0.03 * (known.high - known.low));
    expect(Math.abs(result.high - known.high)).toBeLessThan(0.03 * (known.high - known.low));
    // All differences are positive: only no flip and all flips are as extreme.
    expect(result.pValue).toBe(2 / 2 ** 7);
  });

  it('turns its sign with the order of the models; equal losses tell nothing', () => {
    const loss = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(loss, loss), { minLength: 2, maxLength: 20 }), (rows) => {
        const first = rows.map(([a]) => a);
        const second = rows.map(([, b]) => b);
        const options = { resamples: 100 };
        const one = pairedComparison(first, second, seededRandom(1), options);
        const other = pairedComparison(second, first, seededRandom(1), options);
        expect(one.difference).toBeCloseTo(-other.difference, 12);
        expect(one.pValue).toBe(other.pValue);
        expect(one.pValue).toBeGreaterThan(0);
        const same = pairedComparison(first, first, seededRandom(1), options);
        expect(same).toEqual({ difference: 0, low: 0, high: 0, pValue: 1, groups: rows.length });
      }),
    );
  });

  it('errs at its level where days move the losses of both', () => {
    const random = seededRandom(6);
    const days = Array.from({ length: 100 }, (_, row) => Math.floor(row / 5));
    const trials = 200;
    let [wholeDays, rowsAlone] = [0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const moved = Array.from({ length: 20 }, () => normal(random));
      const first = days.map((day) => (moved[day] ?? 0) + normal(random));
      const second = days.map(() => 0);
      if (pairedComparison(first, second, random, { groups: days, resamples: 100 }).pValue <= 0.1)
        wholeDays += 1;
      if (pairedComparison(first, second, random, { resamples: 100 }).pValue <= 0.1) rowsAlone += 1;
    }
    expect(Math.abs(wholeDays / trials - 0.1)).toBeLessThan(3.5 * Math.sqrt(0.09 / trials));
    expect(rowsAlone / trials).toBeGreaterThan(0.25);
  });

  it('refuses what cannot be compared', () => {
    const refusal = (
      first: number[],
      second: number[],
      options: BootstrapOptions,
      problem: string,
      column: string,
    ): void =>
      expect(() => pairedComparison(first, second, seededRandom(1), options)).toThrow(
        expect.objectContaining({ problem, column }),
      );
    refusal([], [], {}, 'empty', 'first');
    refusal([1, 2], [1], {}, 'length', 'second');
    refusal([Infinity, 2], [1, 2], {}, 'not_finite', 'first');
    refusal([1, 2], [1, Number.NaN], {}, 'not_finite', 'second');
    refusal([1], [2], {}, 'too_few', 'groups');
    refusal([1, 2], [2, 1], { groups: [4, 4] }, 'too_few', 'groups');
    refusal([1, 2], [2, 1], { groups: [4] }, 'length', 'groups');
    refusal([1, 2], [2, 1], { resamples: 1 }, 'out_of_range', 'resamples');
    refusal([1, 2], [2, 1], { level: -1 }, 'out_of_range', 'level');
  });
});
