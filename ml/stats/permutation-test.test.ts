import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { permutationTest, signFlipTest, type Alternative } from './permutation-test.ts';
// Written by bench/reference/permutation.py.
import reference from './permutation.reference.json' with { type: 'json' };

const ALTERNATIVES: Alternative[] = ['two-sided', 'greater', 'less'];
const STATISTICS = {
  mean: undefined,
  'log ratio of squares': (first: Float64Array, second: Float64Array): number => {
    const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
    return Math.log((1 + squares(first)) / (1 + squares(second)));
  },
};

describe("every permutation, against scipy's", () => {
  it.each(reference.twoSample)('two samples: $name', ({ first, second, tests }) => {
    for (const label of ['mean', 'log ratio of squares'] as const) {
      for (const alternative of ALTERNATIVES) {
        const statistic = STATISTICS[label];
        const result = permutationTest(first, second, seededRandom(1), {
          alternative,
          ...(statistic && { statistic }),
        });
        expect(result.isExact).toBe(true);
        expect(result.statistic).toBeCloseTo(tests[label].statistic, 12);
        expect(result.pValue).toBeCloseTo(tests[label][alternative], 12);
      }
    }
  });

  it.each(reference.signFlip)('signs: $name', ({ differences, statistic, ...expected }) => {
    for (const alternative of ALTERNATIVES) {
      const result = signFlipTest(differences, seededRandom(1), { alternative });
      expect(result).toMatchObject({ isExact: true, permutations: 2 ** differences.length });
      expect(result.statistic).toBeCloseTo(statistic, 12);
      expect(result.pValue).toBeCloseTo(expected[alternative], 12);
    }
  });
});

describe('random permutations', () => {
  it('come close to all of them', () => {
    for (const { first, second, tests } of reference.twoSample) {
      const drawn = permutationTest(first, second, seededRandom(2), { permutations: 30 });
      expect(drawn).toMatchObject({ isExact: false, permutations: 30 });
      const random = seededRandom(3);
      const repeats = Array.from(
        { length: 300 },
        () => permutationTest(first, second, random, { permutations: 30, alternative: 'greater' }).pValue,
      );
      const average = repeats.reduce((sum, p) => sum + p, 0) / repeats.length;
      // (1 + b) / (1 + m) is on average p and a little more.
      expect(average).toBeCloseTo((1 + 30 * tests.mean.greater) / 31, 1);
    }
  });

  it('never say 0, and repeat with the seed', () => {
    const first = Array.from({ length: 30 }, (_, row) => 100 + row);
    const second = Array.from({ length: 30 }, (_, row) => row);
    const result = permutationTest(first, second, seededRandom(5), { permutations: 199 });
    expect(result.pValue).toBe(2 / 200);
    expect(permutationTest(first, second, seededRandom(5), { permutations: 199 })).toEqual(result);
    expect(signFlipTest(first, seededRandom(5), { permutations: 199, alternative: 'greater' }).pValue).toBe(
      1 / 200,
    );
  });

  it('refuse a true hypothesis as often as the level says, at most', () => {
    const random = seededRandom(9);
    const sample = (n: number): Float64Array => Float64Array.from({ length: n }, () => normal(random) ** 3);
    const rounds = 1000;
    let [two, signs] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      if (permutationTest(sample(8), sample(14), random, { permutations: 99 }).pValue <= 0.1) two += 1;
      if (signFlipTest(sample(12), random, { permutations: 99 }).pValue <= 0.1) signs += 1;
    }
    for (const refused of [two, signs]) {
      expect(refused / rounds).toBeGreaterThan(0.07);
      expect(refused / rounds).toBeLessThan(0.125);
    }
  });
});

describe('permutation tests', () => {
  const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 6 });

  it('mirror: swapping the samples swaps the sides', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const p = (a: number[], b: number[], alternative: Alternative): number =>
          permutationTest(a, b, seededRandom(1), { alternative }).pValue;
        expect(p(first, second, 'greater')).toBeCloseTo(p(second, first, 'less'), 12);
        expect(p(first, second, 'two-sided')).toBeCloseTo(p(second, first, 'two-sided'), 12);
      }),
    );
  });

  it('tell nothing where all values are equal', () => {
    expect(permutationTest([0.1, 0.1, 0.1], [0.1, 0.1], seededRandom(1)).pValue).toBe(1);
    expect(signFlipTest([0, 0, 0], seededRandom(1)).pValue).toBe(1);
  });

  it('part many values from one', () => {
    const many = Float64Array.from({ length: 1999 }, (_, row) => row);
    const { isExact, permutations, pValue } = permutationTest([1e6], many, seededRandom(1), {
      alternative: 'greater',
    });
    expect({ isExact, permutations, pValue }).toEqual({
      isExact: true,
      permutations: 2000,
      pValue: 1 / 2000,
    });
  });

  it.each([
    { first: [], second: [1], problem: 'empty', column: 'first', row: null },
    { first: [1], second: [], problem: 'empty', column: 'second', row: null },
    { first: [1, Number.NaN], second: [1], problem: 'not_finite', column: 'first', row: 1 },
    { first: [1], second: [Infinity], problem: 'not_finite', column: 'second', row: 0 },
    { first: [1], second: [2], permutations: 0, problem: 'out_of_range', column: 'permutations', row: null },
  ])('refuse $column: $problem', ({ first, second, permutations = 99, ...expected }) => {
    expect(() => permutationTest(first, second, seededRandom(1), { permutations })).toThrow(
      expect.objectContaining({ name: 'DataError', ...expected }),
    );
  });

  it('refuse differences that are none, and a statistic that is no number', () => {
    const error = (expected: object) => expect.objectContaining({ name: 'DataError', ...expected }) as Error;
    expect(() => signFlipTest([], seededRandom(1))).toThrow(
      error({ problem: 'empty', column: 'differences' }),
    );
    expect(() => signFlipTest([1, Number.NaN], seededRandom(1))).toThrow(
      error({ problem: 'not_finite', column: 'differences', row: 1 }),
    );
    expect(() => permutationTest([1], [2], seededRandom(1), { statistic: () => Number.NaN })).toThrow(
      error({ problem: 'not_finite', column: 'statistic' }),
    );
  });
});
