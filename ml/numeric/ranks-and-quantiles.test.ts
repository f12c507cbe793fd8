import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { averageRanks } from './average-ranks.ts';
import { orderOf } from './order-of.ts';
// Written by bench/reference/ranks_and_quantiles.py.
import reference from './ranks-and-quantiles.reference.json' with { type: 'json' };
import { studentCdf } from './special.ts';
import { studentQuantile } from './student-quantile.ts';

describe('order', () => {
  it('is that of a stable sort', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 })), (values) => {
        const rows = values.map((_, row) => row).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
        expect([...orderOf(values)]).toEqual(rows);
      }),
    );
  });

  it('is that of a stable sort where many runs are merged, nearly ordered or not', () => {
    const moves = fc.array(fc.tuple(fc.nat(499), fc.integer({ min: -40, max: 40 })), { maxLength: 500 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), moves, (length, moved) => {
        const values = Float64Array.from({ length }, (_, row) => row >> 1);
        for (const [row, by] of moved) if (row < length) values[row]! += by;
        const rows = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
        expect([...orderOf(values)]).toEqual(rows);
      }),
    );
  });

  it('of nothing is nothing', () => {
    expect(orderOf([])).toHaveLength(0);
  });
});

describe('ranks', () => {
  it.each(reference.ranks)('of $values', ({ values, ranks }) => {
    expect([...averageRanks(values)]).toEqual(ranks);
  });
});

describe("quantiles of Student's distribution", () => {
  it.each(reference.studentQuantile)('p $p, $df degrees of freedom', ({ p, df, value }) => {
    expect(Math.abs(studentQuantile(p, df) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  });

  it('undo the distribution and end in infinities', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        (p, df) => {
          expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 12);
        },
      ),
    );
    expect([studentQuantile(0, 5), studentQuantile(1, 5)]).toEqual([-Infinity, Infinity]);
  });
});
