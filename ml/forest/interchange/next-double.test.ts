import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAbove, nextBelow } from './next-double.ts';

describe('the next double', () => {
  it.each([
    [0, Number.MIN_VALUE],
    [-0, Number.MIN_VALUE],
    [1, 1 + Number.EPSILON],
    [-1, -1 + Number.EPSILON / 2],
    [-Number.MIN_VALUE, -0],
    [Number.MAX_VALUE, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, -Number.MAX_VALUE],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('above %d is %d', (value, above) => {
    expect(nextAbove(value)).toBe(above);
  });

  it('has no number between, on either side', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const above = nextAbove(value);
        expect(above).toBeGreaterThan(value);
        expect(nextBelow(above) === value).toBe(true);
        const middle = value / 2 + above / 2;
        expect(middle === value || middle === above || above === Number.POSITIVE_INFINITY).toBe(true);
      }),
    );
  });
});
