import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normal, shuffle } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { breakTest } from './break-test.ts';
import { piecewiseRegression, type PiecewiseOptions } from './piecewise-regression.ts';
// Written by bench/reference/piecewise.py.
import reference from './piecewise.reference.json' with { type: 'json' };

/** Minutes of a session at random, and what a break at minute 30 makes of them. */
function session(seed: number, n: number, before: number, after: number, sd: number) {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: n }, () => 60 * random.unit());
  const line = (at: number): number => before * Math.min(at, 30) + after * Math.max(0, at - 30);
  return { x, y: x.map((at) => line(at) + normal(random, 0, sd)) };
}

describe.each(reference.piecewise)('$name', ({ x, y, weights, isFlatBefore, ...expected }) => {
  const options: PiecewiseOptions = { isFlatBefore, ...(weights !== null && { weights }) };
  const fit = piecewiseRegression(x, y, options);

  it('is the best line over all breaks', () => {
    for (const key of ['breakpoint', 'low', 'high'] as const) expect(fit[key]).toBeCloseTo(expected[key], 5);
    for (const key of ['intercept', 'slopeBefore', 'slopeAfter'] as const)
      expect(fit[key]).toBeCloseTo(expected[key], 8);
    expect(fit.residualVariance).toBeCloseTo(expected.residualVariance, 10);
    expect(fit.valueAtBreakpoint).toBeCloseTo(fit.intercept + fit.slopeBefore * fit.breakpoint, 10);
  });

  it('has the standard errors of a nonlinear regression', () => {
    // On one of the x the squares have a corner, and derivatives differ by side.
    const isCorner = x.some((at) => Math.abs(at - fit.breakpoint) < 1e-4);
    const tolerance = isCorner ? 0.1 : 1e-4;
    for (const key of ['slopeBeforeError', 'slopeAfterError'] as const)
      expect(Math.abs(fit[key] - expected[key])).toBeLessThanOrEqual(tolerance * expected[key]);
  });

  it('is the same in any order of rows, and moves with the units', () => {
    const rows = shuffle(seededRandom(3), Array.from(x.keys()));
    const take = (values: readonly number[]): number[] => rows.map((row) => values[row] ?? 0);
    const other = piecewiseRegression(
      take(x).map((at) => 1000 * at + 1e6),
      take(y).map((value) => 5 * value - 100),
      { isFlatBefore, ...(weights !== null && { weights: take(weights).map((weight) => 7 * weight) }) },
    );
    for (const key of ['breakpoint', 'low', 'high'] as const)
      expect((other[key] - 1e6) / 1000).toBeCloseTo(fit[key], 6);
    expect((other.slopeAfter / 5) * 1000).toBeCloseTo(fit.slopeAfter, 8);
    expect((other.slopeAfterError / 5) * 1000).toBeCloseTo(fit.slopeAfterError, 8);
  });
});

describe('piecewise regression', () => {
  it('finds a break without noise exactly, between rows or on one', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 12, maxLength: 40 }),
        fc.double({ min: 0.3, max: 0.7, noNaN: true }),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (x, share, slope, change, isFlatBefore) => {
          const ordered = x.toSorted((a, b) => a - b);
          const place = share * (ordered.length - 1);
          const c = share < 0.5 ? (ordered[Math.floor(place)] ?? 0) : (ordered[Math.floor(place)] ?? 0) + 0.4;
          const before = isFlatBefore ? 0 : slope;
          const y = x.map((at) => 3 + before * Math.min(at, c) + (before + change) * Math.max(0, at - c));
          const fit = piecewiseRegression(x, y, { isFlatBefore });
          expect(fit.breakpoint).toBeCloseTo(c, 4);
          expect(fit.slopeBefore).toBeCloseTo(before, 6);
          expect(fit.slopeAfter).toBeCloseTo(before + change, 6);
          expect(fit.low).toBeLessThanOrEqual(fit.breakpoint);
          expect(fit.high).toBeGreaterThanOrEqual(fit.breakpoint);
        },
      ),
    );
  });

  it('leaves no more squares than any other break, and the interval ends where they pass the bound', () => {
    const { x, y } = session(8, 50, 0.01, -0.03, 0.6);
    const fit = piecewiseRegression(x, y);
    const leftAt = (c: number): number => {
      const columns = [x.map(() => 1), x.map((at) => Math.min(at, c)), x.map((at) => Math.max(0, at - c))];
      return leastSquares(columns, y);
    };
    const least = fit.residualVariance * fit.degreesOfFreedom;
    expect(leftAt(fit.breakpoint)).toBeCloseTo(least, 8);
    for (let c = 5; c <= 55; c += 0.05) expect(leftAt(c)).toBeGreaterThan(least - 1e-9);
    const bounds = [leftAt(fit.low), leftAt(fit.high)];
    // Both ends reach the same bound unless the x end first.
    expect(Math.max(...bounds) / least).toBeCloseTo(1 + 2.8175 / fit.degreesOfFreedom, 2);
  });

  it.each([
    { n: 120, before: 0.02, after: -0.05, sd: 0.5, isFlatBefore: false },
    { n: 120, before: 0, after: -0.05, sd: 0.5, isFlatBefore: true },
  ])('covers the break in about nine of ten: $before, $after, flat $isFlatBefore', (world) => {
    let covered = 0;
    for (let seed = 0; seed < 600; seed += 1) {
      const { x, y } = session(seed, world.n, world.before, world.after, world.sd);
      const { low, high } = piecewiseRegression(x, y, { isFlatBefore: world.isFlatBefore });
      if (low <= 30 && 30 <= high) covered += 1;
    }
    expect(covered / 600).toBeGreaterThan(0.85);
    expect(covered / 600).toBeLessThan(0.95);
  });

  it('covers the slope after the break in about nine of ten', () => {
    let covered = 0;
    for (let seed = 0; seed < 600; seed += 1) {
      const { x, y } = session(seed, 120, 0, -0.05, 0.5);
      const { slopeAfter, slopeAfterError } = piecewiseRegression(x, y, { isFlatBefore: true });
      if (Math.abs(slopeAfter + 0.05) < 1.658 * slopeAfterError) covered += 1;
    }
    expect(covered / 600).toBeGreaterThan(0.85);
    expect(covered / 600).toBeLessThan(0.95);
  });

  it('of rows on a line says that the break may be anywhere', () => {
    const x = Array.from({ length: 20 }, (_, row) => row);
    const fit = piecewiseRegression(
      x,
      x.map((at) => 2 * at),
    );
    expect(fit.slopeBefore).toBeCloseTo(2, 10);
    expect(fit.slopeAfter).toBeCloseTo(2, 10);
    expect([fit.low, fit.high]).toEqual([2, 17]);
  });
});

describe('test of a break', () => {
  it.each([
    { before: 0, isFlatBefore: false },
    { before: 0.03, isFlatBefore: false },
    { before: 0, isFlatBefore: true },
  ])('refuses a straight line one time in ten at 10 %: slope $before, flat $isFlatBefore', (world) => {
    let refused = 0;
    for (let seed = 0; seed < 500; seed += 1) {
      const { x, y } = session(seed, 50, world.before, world.before, 1);
      const random = seededRandom(seed);
      const weights = x.map(() => 1 + 9 * random.unit());
      const noise = y.map((value, row) => {
        const line = world.before * (x[row] ?? 0);
        return line + (value - line) / Math.sqrt(weights[row] ?? 1);
      });
      const { pValue } = breakTest(x, noise, random, {
        weights,
        isFlatBefore: world.isFlatBefore,
        permutations: 99,
      });
      if (pValue <= 0.1) refused += 1;
    }
    expect(refused / 500).toBeGreaterThan(0.07);
    expect(refused / 500).toBeLessThan(0.135);
  });

  it('sees a clear break, with all the permutations; ends early where there is none', () => {
    const bent = session(1, 100, 0.02, -0.05, 0.5);
    expect(breakTest(bent.x, bent.y, seededRandom(1))).toEqual({ pValue: 0.001, draws: 999 });
    const straight = session(4, 100, 0.02, 0.02, 0.5);
    const none = breakTest(straight.x, straight.y, seededRandom(1));
    expect(none.pValue).toBeGreaterThan(0.1);
    expect(none.draws).toBeLessThan(250);
  });

  it('does not mind which line the rows lie about', () => {
    const { x, y } = session(7, 60, 0.02, -0.02, 0.7);
    const result = breakTest(x, y, seededRandom(2));
    const steep = y.map((value, row) => 100 + 8 * (value + 3 * (x[row] ?? 0)));
    expect(breakTest(x, steep, seededRandom(2))).toEqual(result);
    expect(result.pValue).toBeGreaterThan(0.1);
  });

  it('takes a fall from the start for a break only where the line was to be flat', () => {
    const { x, y } = session(5, 100, -0.05, -0.05, 0.5);
    expect(breakTest(x, y, seededRandom(1)).pValue).toBeGreaterThan(0.1);
    expect(breakTest(x, y, seededRandom(1), { isFlatBefore: true }).pValue).toBe(0.001);
  });

  it('of rows on a line is 1', () => {
    const x = Array.from({ length: 20 }, (_, row) => row / 7);
    expect(breakTest(x, x, seededRandom(1))).toEqual({ pValue: 1, draws: 0 });
  });
});

describe('bad input', () => {
  const good = Array.from({ length: 12 }, (_, row) => row);
  const y = good.map((at) => Math.sin(at));
  const swap = (values: readonly number[], row: number, value: number): number[] => values.with(row, value);
  it.each([
    { x: [], y: [], problem: 'too_few', column: 'x', row: null },
    { x: good.slice(0, 5), y: y.slice(0, 5), problem: 'too_few', column: 'x', row: null },
    { x: good, y: y.slice(1), problem: 'length', column: 'y', row: null },
    { x: swap(good, 3, Number.NaN), y, problem: 'not_finite', column: 'x', row: 3 },
    { x: good, y: swap(y, 7, Infinity), problem: 'not_finite', column: 'y', row: 7 },
    { x: good, y: good.map(() => 2), problem: 'constant', column: 'y', row: null },
    { x: good.map(() => 2), y, problem: 'too_few', column: 'x', row: null },
    { x: good.map((at) => at % 3), y, problem: 'too_few', column: 'x', row: null },
    { x: good, y, options: { minimumRows: 7 }, problem: 'too_few', column: 'x', row: null },
    { x: good, y, options: { minimumRows: 1 }, problem: 'out_of_range', column: 'minimumRows', row: null },
    { x: good, y, options: { weights: [1] }, problem: 'length', column: 'weights', row: null },
    {
      x: good,
      y,
      options: { weights: swap(good, 0, 0) },
      problem: 'out_of_range',
      column: 'weights',
      row: 0,
    },
  ])('$column: $problem', ({ x, y, options = {}, ...expected }) => {
    const error = expect.objectContaining({ name: 'DataError', ...expected }) as Error;
    expect(() => piecewiseRegression(x, y, options)).toThrow(error);
    expect(() => breakTest(x, y, seededRandom(1), options)).toThrow(error);
  });
});

/** Squares that a regression on three columns leaves, by Gram and Schmidt. */
function leastSquares(columns: Float64Array[], y: Float64Array): number {
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, row) => sum + value * (b[row] ?? 0), 0);
  const without = (a: Float64Array, b: Float64Array): Float64Array => {
    const multiple = dot(a, b) / dot(b, b);
    return a.map((value, row) => value - multiple * (b[row] ?? 0));
  };
  const basis: Float64Array[] = [];
  for (const column of columns) basis.push(basis.reduce(without, column));
  const rest = basis.reduce(without, y);
  return dot(rest, rest);
}
