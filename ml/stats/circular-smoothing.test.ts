import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothOnCircle, type CircularSmoothingOptions } from './circular-smoothing.ts';
// Written by bench/reference/cell_effects.py.
import reference from './cell-effects.reference.json' with { type: 'json' };

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const day: CircularSmoothingOptions = { period: 24, variance: 1 };
const value = fc.double({ min: -10, max: 10, noNaN: true });
const curves = fc.array(value, { minLength: 24, maxLength: 24 });
const concentrations = fc.double({ min: 0, max: 200, noNaN: true });

describe('smoothing on a circle', () => {
  it.each(reference.circles)('is that of scipy, bandwidth and all: $name', (curve) => {
    const { positions, values, weights, at, concentration, smoothed, errors } = curve;
    const ours = smoothOnCircle(positions, values, { period: 24, weights, variance: 0.09, at });
    expect(ours.concentration).toBe(concentration);
    smoothed.forEach((expected, place) => {
      expect(ours.values[place]).toBeCloseTo(expected, 10);
      expect(ours.errors[place]).toBeCloseTo(errors[place]!, 10);
    });
  });

  it('finds a wider kernel for a slower curve, and the mean of all for none', () => {
    const [flat, slow, narrow] = reference.circles.map(({ concentration }) => concentration);
    expect(flat!).toBeLessThanOrEqual(slow!);
    expect(slow!).toBeLessThan(narrow!);
    const constant = smoothOnCircle(
      hours,
      hours.map(() => 0.3),
      day,
    );
    expect(constant.concentration).toBe(0);
    for (const smoothed of constant.values) expect(smoothed).toBeCloseTo(0.3, 12);
  });

  it('has no beginning: turned by some hours, the curve turns with it', () => {
    fc.assert(
      fc.property(
        curves,
        concentrations,
        fc.integer({ min: -30, max: 30 }),
        (values, concentration, turn) => {
          const one = smoothOnCircle(hours, values, { ...day, concentration });
          const turned = smoothOnCircle(
            hours.map((hour) => hour + turn),
            values,
            { ...day, concentration },
          );
          one.values.forEach((smoothed, hour) => expect(turned.values[hour]).toBeCloseTo(smoothed, 8));
        },
      ),
    );
  });

  it('stays between the values; one answer more than none counts nothing', () => {
    fc.assert(
      fc.property(curves, concentrations, value, (values, concentration, ignored) => {
        const { values: smoothed } = smoothOnCircle(hours, values, { ...day, concentration });
        for (const point of smoothed) {
          expect(point).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
          expect(point).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        }
        const weights = [...hours.map(() => 1), 0];
        const more = smoothOnCircle([...hours, 3.5], [...values, ignored], {
          ...day,
          concentration,
          weights,
          at: hours,
        });
        smoothed.forEach((point, hour) => expect(more.values[hour]).toBeCloseTo(point, 9));
      }),
    );
  });

  it('has the error of the mean of all at the widest, and less for more answers', () => {
    const widest = smoothOnCircle(hours, hours, { ...day, concentration: 0 });
    expect(widest.errors[5]).toBeCloseTo(1 / Math.sqrt(24), 12);
    const weights = hours.map((hour) => (hour === 5 ? 100 : 1));
    const narrow = smoothOnCircle(hours, hours, { ...day, weights, concentration: 128 });
    expect(narrow.errors[5]).toBeLessThan(0.2);
    expect(narrow.errors[15]).toBeGreaterThan(0.5);
  });

  it('refuses what it cannot smooth', () => {
    expect(() => smoothOnCircle([1, 2], [1, 2], day)).toThrow('positions: needs at least 3 rows');
    expect(() => smoothOnCircle([1], [1], { ...day, concentration: 1 })).toThrow(
      'positions: needs at least 2 rows',
    );
    expect(() => smoothOnCircle(hours, [1], day)).toThrow('values: has 1 rows');
    expect(() => smoothOnCircle([1, Number.NaN, 3], [1, 2, 3], day)).toThrow('positions[1]');
    expect(() => smoothOnCircle([1, 2, 3], [1, Infinity, 3], day)).toThrow('values[1]');
    expect(() => smoothOnCircle([1, 2, 3], [1, 2, 3], { ...day, weights: [1, -1, 1] })).toThrow('weights[1]');
    expect(() => smoothOnCircle([1, 2, 3], [1, 2, 3], { ...day, weights: [0, 0, 0] })).toThrow(
      'all weights are zero',
    );
    expect(() => smoothOnCircle([1, 2, 3], [1, 2, 3], { ...day, at: [Number.NaN] })).toThrow('at[0]');
    expect(() => smoothOnCircle([1, 2, 3], [1, 2, 3], { ...day, period: 0 })).toThrow('period');
    expect(() => smoothOnCircle([1, 2, 3], [1, 2, 3], { ...day, variance: -1 })).toThrow('variance');
    expect(() => smoothOnCircle([1, 2, 3], [1, 2, 3], { ...day, concentration: 400 })).toThrow(
      'concentration',
    );
  });
});
