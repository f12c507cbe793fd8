import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
// Written by bench/reference/associations.py.
import reference from './associations.reference.json' with { type: 'json' };
import { pearsonCorrelation, spearmanCorrelation } from './correlation.ts';
import { robustSlope } from './robust-slope.ts';

const random = seededRandom(1);

describe.each(reference)('$name', ({ x, y, at }) => {
  it.each(at)("scipy's figures at level $level", ({ level, pearson, spearman, theilSen }) => {
    for (const [own, expected] of [
      [pearsonCorrelation(x, y, level), pearson],
      [spearmanCorrelation(x, y, level), spearman],
    ] as const) {
      expect(own.n).toBe(x.length);
      for (const key of ['r', 'low', 'high', 'pValue'] as const)
        expect(own[key]).toBeCloseTo(expected[key], 10);
    }
    const own = robustSlope(x, y, random, { level });
    expect(own.isExact).toBe(true);
    for (const key of ['slope', 'low', 'high'] as const) expect(own[key]).toBeCloseTo(theilSen[key], 12);
    expect(Math.abs(own.intercept - theilSen.intercept)).toBeLessThanOrEqual(
      1e-12 * Math.abs(theilSen.intercept),
    );
  });
});

describe('correlation', () => {
  it('covers the true one as often as its level says', () => {
    let covered = 0;
    for (let round = 0; round < 2000; round += 1) {
      const x = Float64Array.from({ length: 15 }, () => normal(random));
      const y = x.map((value) => 0.6 * value + 0.8 * normal(random));
      const { low, high } = pearsonCorrelation(x, y);
      if (low <= 0.6 && 0.6 <= high) covered += 1;
    }
    expect(covered / 2000).toBeGreaterThan(0.88);
    expect(covered / 2000).toBeLessThan(0.92);
  });

  it('of ranks ignores what keeps the order', () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(values, values, (x, y) => {
        fc.pre(new Set(x).size > 1 && new Set(y).size > 1);
        const bent = spearmanCorrelation(x.map(Math.exp), y);
        expect(bent).toEqual(spearmanCorrelation(x, y));
        expect(bent.low).toBeLessThanOrEqual(bent.r);
        expect(bent.high).toBeGreaterThanOrEqual(bent.r);
      }),
    );
  });

  it.each([pearsonCorrelation, spearmanCorrelation])('%o refuses what it cannot use', (correlation) => {
    const good = [1, 2, 3, 5];
    const cases = [
      { x: [1, 2, 3], y: [1, 2, 3], problem: 'too_few', column: 'x', row: null },
      { x: good, y: [1, 2, 3], problem: 'length', column: 'y', row: null },
      { x: good, y: [1, 2, Number.NaN, 3], problem: 'not_finite', column: 'y', row: 2 },
      { x: [1, Infinity, 2, 3], y: good, problem: 'not_finite', column: 'x', row: 1 },
      { x: [2, 2, 2, 2], y: good, problem: 'constant', column: 'x', row: null },
      { x: good, y: [0, 0, 0, 0], problem: 'constant', column: 'y', row: null },
    ];
    for (const { x, y, ...expected } of cases)
      expect(() => correlation(x, y)).toThrow(expect.objectContaining({ name: 'DataError', ...expected }));
    expect(() => correlation(good, [1, 2, 2, 1], 1)).toThrow(expect.objectContaining({ column: 'level' }));
  });
});

describe('robust slope', () => {
  const x = Float64Array.from({ length: 1500 }, () => random.unit() * 100);
  const y = x.map((value) => 0.05 * value + 3 * normal(random));

  it('from drawn pairs is close to that of all pairs, its interval as wide or a little wider', () => {
    const all = robustSlope(x, y, seededRandom(1), { exactRows: 1500 });
    const drawn = robustSlope(x, y, seededRandom(1));
    const width = all.high - all.low;
    expect(drawn.isExact).toBe(false);
    expect(Math.abs(drawn.slope - all.slope)).toBeLessThan(0.15 * width);
    expect((drawn.high - drawn.low) / width).toBeGreaterThan(0.95);
    expect((drawn.high - drawn.low) / width).toBeLessThan(1.15);
    expect(robustSlope(x, y, seededRandom(1))).toEqual(drawn);
  });

  it('does not mind a quarter of wild rows', () => {
    const wild = y.map((value, row) => (row % 4 === 0 ? 1000 * (row % 7) : value));
    const { slope, low, high } = robustSlope(x.subarray(0, 400), wild.subarray(0, 400), random);
    expect(slope).toBeLessThan(0.2);
    expect(low).toBeLessThan(0.05);
    expect(high).toBeGreaterThan(0.05);
  });

  it('covers the true one as often as its level says, whatever the noise', () => {
    let covered = 0;
    for (let round = 0; round < 1000; round += 1) {
      const at = Float64Array.from({ length: 20 }, (_, row) => row);
      const noisy = at.map((value) => 2 * value + normal(random) / normal(random));
      const { low, high } = robustSlope(at, noisy, random);
      if (low <= 2 && 2 <= high) covered += 1;
    }
    expect(covered / 1000).toBeGreaterThan(0.88);
    expect(covered / 1000).toBeLessThan(0.94);
  });

  it('is found where almost all x are equal', () => {
    const mostlyEqual = new Float64Array(3000);
    mostlyEqual[1234] = 1;
    expect(robustSlope(mostlyEqual, mostlyEqual, random).slope).toBe(1);
  });

  it.each([
    { x: [1, 2], y: [1, 2], problem: 'too_few', column: 'x', row: null },
    { x: [1, 2, 3], y: [1, 2], problem: 'length', column: 'y', row: null },
    { x: [1, 2, 3], y: [1, -Infinity, 3], problem: 'not_finite', column: 'y', row: 1 },
    { x: [4, 4, 4], y: [1, 2, 3], problem: 'constant', column: 'x', row: null },
  ])('refuses $column: $problem', ({ x, y, ...expected }) => {
    expect(() => robustSlope(x, y, random)).toThrow(
      expect.objectContaining({ name: 'DataError', ...expected }),
    );
  });

  it('is 0 where y never changes', () => {
    expect(robustSlope([1, 2, 3], [4, 4, 4], random)).toMatchObject({
      slope: 0,
      low: 0,
      high: 0,
      intercept: 4,
    });
  });
});
