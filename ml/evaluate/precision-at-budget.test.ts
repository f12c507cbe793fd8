import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mean } from '../numeric/sample.ts';
// Written by bench/reference/evaluate.py.
import reference from './evaluate.reference.json' with { type: 'json' };
import { precisionAtBudget } from './precision-at-budget.ts';

describe.each(reference.data)('$name', (known) => {
  const { outcomes, predictions } = known;

  it.each(known.budgets)('budget of $alerts', ({ alerts, found }) => {
    const result = precisionAtBudget(outcomes, predictions, { count: alerts });
    expect(result.alerts).toBe(alerts);
    expect(result.found).toBeCloseTo(found, 10);
    expect(result.recall).toBeCloseTo(found / outcomes.filter((outcome) => outcome === 1).length, 12);
    if (alerts > 0) expect(result.precision).toBeCloseTo(found / alerts, 12);
    else expect(result.precision).toBeNaN();
  });
});

describe('precision at a budget', () => {
  it('is the mean over all orders of equal scores', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(1, 2)), { minLength: 1, maxLength: 5 }),
        fc.nat(5),
        (rows, nat) => {
          const count = Math.min(nat, rows.length);
          const founds = orders(rows).map(
            (order) =>
              order
                .toSorted(([, a], [, b]) => b - a)
                .slice(0, count)
                .filter(([outcome]) => outcome === 1).length,
          );
          const result = precisionAtBudget(
            rows.map(([outcome]) => outcome),
            rows.map(([, score]) => score),
            { count },
          );
          expect(result.found).toBeCloseTo(mean(founds), 12);
        },
      ),
    );
  });

  it('rounds a share to rows', () => {
    const outcomes = Array.from({ length: 100 }, (_, row) => row % 2);
    const alerts = (share: number): number => precisionAtBudget(outcomes, outcomes, { share }).alerts;
    expect([0, 0.29, 0.295, 1].map(alerts)).toEqual([0, 29, 30, 100]);
  });

  it('has no recall without a 1, and refuses budgets beyond the rows', () => {
    expect(precisionAtBudget([0, 0], [1, 2], { count: 1 })).toEqual({
      alerts: 1,
      found: 0,
      precision: 0,
      recall: Number.NaN,
    });
    expect(() => precisionAtBudget([0], [1], { count: 2 })).toThrow(
      expect.objectContaining({ column: 'budget.count' }),
    );
    expect(() => precisionAtBudget([0], [1], { share: 1.1 })).toThrow(
      expect.objectContaining({ column: 'budget.share' }),
    );
    expect(() => precisionAtBudget([0], [Number.NaN], { count: 1 })).toThrow(
      expect.objectContaining({ problem: 'not_finite' }),
    );
    expect(() => precisionAtBudget([2], [1], { count: 1 })).toThrow(
      expect.objectContaining({ problem: 'out_of_range', column: 'outcomes' }),
    );
    expect(() => precisionAtBudget([], [], { count: 0 })).toThrow(
      expect.objectContaining({ problem: 'empty' }),
    );
    expect(() => precisionAtBudget([0], [], { count: 0 })).toThrow(
      expect.objectContaining({ problem: 'length' }),
    );
  });
});

function orders<T>(values: T[]): T[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, place) => orders(values.toSpliced(place, 1)).map((rest) => [value, ...rest]));
}
