import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gather } from './gather.ts';
import { mean, median, quantile, quantileOfSorted, sorted, sum, variance } from './sample.ts';
// Written by bench/reference/special.py.
import reference from './special.reference.json' with { type: 'json' };

describe('descriptions of a sample', () => {
  it.each(reference.samples)('sample $# is described as by numpy', (known) => {
    expect(sum(known.values)).toBeCloseTo(known.sum, 10);
    expect(mean(known.values)).toBeCloseTo(known.mean, 12);
    expect(median(known.values)).toBeCloseTo(known.median, 12);
    if (known.variance === null) expect(variance(known.values)).toBeNaN();
    else expect(variance(known.values)).toBeCloseTo(known.variance, 12);
    for (const { share, value } of known.quantiles)
      expect(quantile(known.values, share)).toBeCloseTo(value, 12);
  });

  it('says NaN of an empty sample', () => {
    expect(sum([])).toBe(0);
    for (const value of [mean([]), variance([]), median([]), quantileOfSorted([], 0.5)])
      expect(value).toBeNaN();
  });

  it('sorts as numbers and leaves the sample as it was', () => {
    const values = [10, 9, -1];
    expect([...sorted(values)]).toEqual([-1, 9, 10]);
    expect(values).toEqual([10, 9, -1]);
  });

  it('has quantiles that rise with the share and stay within the sample', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), share, share, (values, p, q) => {
        const low = quantile(values, Math.min(p, q));
        const high = quantile(values, Math.max(p, q));
        expect(low).toBeLessThanOrEqual(high + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});

describe('gather', () => {
  it('takes rows in the order given, repeats included', () => {
    expect([...gather([5, 6, 7], [2, 0, 2])]).toEqual([7, 5, 7]);
    expect([...gather(Float32Array.of(1.5), [])]).toEqual([]);
    expect([...gather([5], [1])]).toEqual([Number.NaN]);
  });
});
