import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  betaQuantile,
  chiSquareUpper,
  clamp,
  incompleteBeta,
  incompleteGammaUpper,
  logGamma,
  logit,
  normalCdf,
  normalPdf,
  normalQuantile,
  sigmoid,
  studentCdf,
} from './special.ts';
// Written by bench/reference/special.py.
import reference from './special.reference.json' with { type: 'json' };

interface Known {
  at: number[];
  value: number;
}

function expectKnown(rows: Known[], f: (...at: number[]) => number, relative: number, absolute = 0): void {
  for (const { at, value } of rows) {
    const error = Math.abs(f(...at) - value);
    expect(error, `at ${at.join(', ')}`).toBeLessThanOrEqual(Math.abs(value) * relative + absolute);
  }
}

describe('special functions against scipy', () => {
  it('log gamma', () => {
    expectKnown(reference.logGamma, logGamma, 1e-14, 1e-15);
    expect(logGamma(1)).toBeCloseTo(0, 14);
    expect(logGamma(2)).toBeCloseTo(0, 14);
  });

  it('incomplete gamma, on both sides of where series and continued fraction meet', () => {
    expectKnown(reference.incompleteGammaUpper, incompleteGammaUpper, 1e-12);
    expect(incompleteGammaUpper(3, 0)).toBe(1);
  });

  it('chi-square tail', () => {
    expectKnown(reference.chiSquareUpper, chiSquareUpper, 1e-13);
  });

  it('chi-square tail with as many degrees of freedom as need thousands of terms', () => {
    expectKnown(reference.chiSquareUpperLarge, chiSquareUpper, 1e-9);
  });

  it('normal distribution, far into the lower tail', () => {
    expectKnown(reference.normalCdf, normalCdf, 2e-13);
    expectKnown(reference.normalPdf, normalPdf, 1e-13);
  });

  it('normal quantile', () => {
    expectKnown(reference.normalQuantile, normalQuantile, 1e-13);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
  });

  it('incomplete beta and its quantile', () => {
    expectKnown(reference.incompleteBeta, incompleteBeta, 1e-13);
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
    expectKnown(reference.betaQuantile, betaQuantile, 1e-13, 1e-15);
  });

  it("Student's t", () => {
    expectKnown(reference.studentCdf, studentCdf, 1e-12);
  });

  it('logit and sigmoid', () => {
    expectKnown(reference.logit, logit, 1e-14, 1e-16);
    expectKnown(reference.sigmoid, sigmoid, 1e-15);
    expect(logit(0)).toBeCloseTo(Math.log(1e-12), 10);
    expect(logit(1, 1e-6)).toBeCloseTo(-Math.log(1e-6), 5);
  });
});

describe('laws', () => {
  const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
  const shape = fc.double({ min: 0.5, max: 500, noNaN: true });

  it('quantiles undo distributions', () => {
    fc.assert(
      fc.property(share, shape, shape, (p, a, b) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
        expect(incompleteBeta(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 6);
        expect(sigmoid(logit(p))).toBeCloseTo(p, 12);
      }),
    );
  });

  it('incomplete beta mirrors', () => {
    fc.assert(
      fc.property(share, shape, shape, (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 11);
      }),
    );
  });

  it('an exponential is a gamma, a χ² of 1 a squared normal', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), (x) => {
        expect(incompleteGammaUpper(1, x)).toBeCloseTo(Math.exp(-x), 13);
        expect(chiSquareUpper(x * x, 1)).toBeCloseTo(2 * normalCdf(-x), 13);
      }),
    );
  });

  it('clamp keeps within both ends', () => {
    expect([clamp(-1, 0, 1), clamp(0.5, 0, 1), clamp(2, 0, 1)]).toEqual([0, 0.5, 1]);
  });
});
