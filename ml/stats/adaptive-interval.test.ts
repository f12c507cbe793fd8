import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../numeric/special.ts';
import { adaptiveInterval } from './adaptive-interval.ts';
// Written by bench/reference/cell_effects.py.
import reference from './cell-effects.reference.json' with { type: 'json' };

const DRAWS = 1500;
/** Estimates of a mean, at equal steps of probability. */
const estimates = (mean: number): number[] =>
  Array.from({ length: DRAWS }, (_, draw) => mean + normalQuantile((draw + 0.5) / DRAWS));

describe('interval of constant coverage', () => {
  it('is that of scipy', () => {
    for (const { at, low, high } of reference.intervals) {
      const [estimate = 0, error = 0, mean = 0, sd = 0, level = 0] = at;
      const interval = adaptiveInterval(estimate, error, mean, sd, level);
      expect(interval.low, `low at ${at.join(', ')}`).toBeCloseTo(low, 8);
      expect(interval.high, `high at ${at.join(', ')}`).toBeCloseTo(high, 8);
    }
  });

  it.each([
    [0, 0, 0.4],
    [0.7, 0, 0.4],
    [4, 0, 0.4],
    [-2, 1, 1],
    [0.05, 0, 0.05],
    [1, 0, 20],
  ])('covers a mean of %d at its level, whatever prior it is given (%d ± %d)', (mean, priorMean, priorSd) => {
    const held = estimates(mean).filter((estimate) => {
      const { low, high } = adaptiveInterval(estimate, 1, priorMean, priorSd);
      return low <= mean && mean <= high;
    });
    expect(held.length / DRAWS).toBeCloseTo(0.9, 2);
  });

  it('is narrower on average where the prior is right, and the usual one where it is vague', () => {
    const width = (priorSd: number): number =>
      estimates(0).reduce((total, estimate) => {
        const { low, high } = adaptiveInterval(estimate, 1, 0, priorSd);
        return total + (high - low) / DRAWS;
      }, 0);
    const usual = 2 * normalQuantile(0.95);
    expect(width(0.2)).toBeLessThan(0.85 * usual);
    expect(width(1000)).toBeCloseTo(usual, 4);
  });

  it('holds what it is given and mirrors', () => {
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        number(-20, 20),
        number(0.01, 5),
        number(-20, 20),
        number(0.001, 50),
        (y, error, mean, sd) => {
          const { low, high } = adaptiveInterval(y, error, mean, sd);
          const mirrored = adaptiveInterval(-y, error, -mean, sd);
          expect(low).toBeLessThan(y);
          expect(high).toBeGreaterThan(y);
          // Never less far than the bound of one tail.
          expect(high - y).toBeGreaterThan(error * 1.2815);
          expect(mirrored.low).toBeCloseTo(-high, 9);
          expect(mirrored.high).toBeCloseTo(-low, 9);
        },
      ),
    );
  });

  it('stands a prior that is narrow beyond all measure', () => {
    expect(adaptiveInterval(3, 1, 0, 1e-200).low).toBeCloseTo(0, 9);
    expect(adaptiveInterval(0.5, 1, 0, 1e-9).high).toBeCloseTo(0.5 + normalQuantile(0.9), 9);
  });

  it('refuses what is no number, no spread or no level', () => {
    expect(() => adaptiveInterval(Number.NaN, 1, 0, 1)).toThrow('estimate');
    expect(() => adaptiveInterval(0, 0, 0, 1)).toThrow('standardError');
    expect(() => adaptiveInterval(0, 1, Infinity, 1)).toThrow('priorMean');
    expect(() => adaptiveInterval(0, 1, 0, 0)).toThrow('priorSd');
    expect(() => adaptiveInterval(0, 1, 0, 1, 1)).toThrow('level');
  });
});
