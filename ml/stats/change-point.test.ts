import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { changePoint } from './change-point.ts';
// Written by bench/reference/piecewise.py.
import reference from './piecewise.reference.json' with { type: 'json' };

describe.each(reference.change)('$name', ({ values, weights, ...expected }) => {
  it('is the best of all splits', () => {
    const { confidenceSet, ...change } = changePoint(values, seededRandom(1), { weights });
    expect(change.position).toBe(expected.position);
    for (const key of ['before', 'after', 'explained'] as const)
      expect(change[key]).toBeCloseTo(expected[key], 12);
    expect([...confidenceSet]).toEqual(expected.confidenceSet);
  });
});

describe('change in the mean', () => {
  /** Values of variance 1 / weight, with a step. */
  function sequence(seed: number, n: number, step: number) {
    const random = seededRandom(seed);
    const weights = Float64Array.from({ length: n }, () => 1 + 9 * random.unit());
    const values = weights.map(
      (weight, row) => normal(random, 0, 1 / Math.sqrt(weight)) + (row >= 0.6 * n ? step : 0),
    );
    return { values, weights };
  }

  it('is seen one time in ten at 10 % where there is none', () => {
    let seen = 0;
    for (let seed = 0; seed < 600; seed += 1) {
      // Few answers at first, many later: the early values spread five times as far.
      const random = seededRandom(seed);
      const weights = Float64Array.from({ length: 60 }, (_, row) => (row < 15 ? 1 : 25));
      const values = weights.map((weight) => normal(random, 0, 1 / Math.sqrt(weight)));
      const { pValue } = changePoint(values, random, { weights, permutations: 99 });
      if (pValue <= 0.1) seen += 1;
    }
    expect(seen / 600).toBeGreaterThan(0.07);
    expect(seen / 600).toBeLessThan(0.13);
  });

  it.each([
    { step: 0.3, most: 0.96 },
    { step: 1, most: 1 },
  ])('lies in the confidence set at least nine times in ten: step $step', ({ step, most }) => {
    let covered = 0;
    for (let seed = 0; seed < 600; seed += 1) {
      const { values, weights } = sequence(seed, 100, step);
      if (changePoint(values, seededRandom(1), { weights, permutations: 1 }).confidenceSet.includes(60))
        covered += 1;
    }
    expect(covered / 600).toBeGreaterThan(0.88);
    expect(covered / 600).toBeLessThanOrEqual(most);
  });

  it('without noise is exact, with one row in the set', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 2, max: 30 }),
        // Steps far above the rounding of the level: the last digits of a million would be noise.
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (before, after, level, step) => {
          const values = [...Array<number>(before).fill(level), ...Array<number>(after).fill(level + step)];
          const change = changePoint(values, seededRandom(1), { minimumSegment: 2, permutations: 19 });
          expect(change.position).toBe(before);
          expect(change.explained).toBeCloseTo(1, 6);
          expect([...change.confidenceSet]).toEqual([before]);
        },
      ),
    );
  });

  it('needs as many rows on either side as asked', () => {
    const values = [9, 0, 1, 0, 1, 0, 1, 0, 1, 0];
    expect(changePoint(values, seededRandom(1), { minimumSegment: 1 }).position).toBe(1);
    expect(changePoint(values, seededRandom(1), { minimumSegment: 3 }).position).toBe(3);
  });

  it('repeats with the seed and spends few permutations on nothing', () => {
    const { values } = sequence(3, 200, 0);
    const change = changePoint(values, seededRandom(7));
    expect(changePoint(values, seededRandom(7))).toEqual(change);
    expect(change.permutations).toBeLessThan(400);
    expect(change.pValue).toBe(20 / change.permutations);
  });

  it.each([
    { values: [1, 2, 3], problem: 'too_few', column: 'values', row: null },
    { values: [1, 2, 3, Number.NaN, 4, 5, 6, 7, 8, 9], problem: 'not_finite', column: 'values', row: 3 },
    { values: Array<number>(12).fill(0.1), problem: 'constant', column: 'values', row: null },
    { options: { weights: [1, 2] }, problem: 'length', column: 'weights', row: null },
    { options: { weights: Array<number>(12).fill(0) }, problem: 'out_of_range', column: 'weights', row: 0 },
    { options: { minimumSegment: 0 }, problem: 'out_of_range', column: 'minimumSegment', row: null },
    { options: { permutations: 1.5 }, problem: 'out_of_range', column: 'permutations', row: null },
    { options: { stopAfter: 0 }, problem: 'out_of_range', column: 'stopAfter', row: null },
    { options: { level: 1 }, problem: 'out_of_range', column: 'level', row: null },
  ])(
    'refuses $column: $problem',
    ({ values = Array.from({ length: 12 }, (_, row) => row), options = {}, ...expected }) => {
      expect(() => changePoint(values, seededRandom(1), options)).toThrow(
        expect.objectContaining({ name: 'DataError', ...expected }),
      );
    },
  );
});
