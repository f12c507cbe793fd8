import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { seededRandom } from '../random/random.ts';
import { auc } from './auc.ts';
// Written by bench/reference/evaluate.py.
import reference from './evaluate.reference.json' with { type: 'json' };

/** By the definition: every pair of a 1 and a 0. */
function pairwise(outcomes: number[], scores: number[]): number {
  const of = (outcome: number): number[] => scores.filter((_, row) => outcomes[row] === outcome);
  const wins = of(1).flatMap((up) => of(0).map((down) => (up > down ? 1 : up === down ? 0.5 : 0)));
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
}

const rows = fc
  .array(
    fc.tuple(
      fc.constantFrom(0, 1),
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    ),
    { minLength: 2 },
  )
  .filter((rows) => new Set(rows.map(([outcome]) => outcome)).size === 2);

describe('auc', () => {
  it.each(reference.data)('$name: as scikit-learn', (known) => {
    expect(auc(known.outcomes, known.predictions)).toBeCloseTo(known.auc, 14);
  });

  it('is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(rows, (rows) => {
        const outcomes = rows.map(([outcome]) => outcome);
        const scores = rows.map(([, score]) => score);
        expect(auc(outcomes, scores)).toBeCloseTo(pairwise(outcomes, scores), 12);
        const opposite = auc(
          outcomes.map((outcome) => 1 - outcome),
          scores,
        );
        expect(auc(outcomes, scores) + opposite).toBeCloseTo(1, 12);
      }),
    );
  });

  it('is 1, 0 and a half for perfect, reversed and constant scores', () => {
    expect(auc([0, 0, 1], [1, 2, 3])).toBe(1);
    expect(auc([1, 1, 0], [1, 2, 3])).toBe(0);
    expect(auc([1, 0, 0], [2, 2, 2])).toBe(0.5);
    expect(auc([1, 0], [0, -0])).toBe(0.5);
  });

  it('takes a million rows in well under a second', () => {
    const random = seededRandom(1);
    const outcomes = Uint8Array.from({ length: 1_000_000 }, () => (random.unit() < 0.8 ? 1 : 0));
    // Of uniforms half a width apart an eighth of the pairs is in the wrong order.
    const scores = Float64Array.from(outcomes, (outcome) => outcome / 2 + random.unit());
    // Of the processor, not of the clock: other tests run beside this one.
    const start = process.cpuUsage();
    const area = auc(outcomes, scores);
    const { user, system } = process.cpuUsage(start);
    expect(area).toBeCloseTo(0.875, 2);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it('refuses what has no area', () => {
    expect(() => auc([], [])).toThrow(expect.objectContaining({ problem: 'empty', column: 'outcomes' }));
    expect(() => auc([0, 1], [1])).toThrow(expect.objectContaining({ problem: 'length', column: 'scores' }));
    expect(() => auc([1, 1], [1, 2])).toThrow(
      expect.objectContaining({ problem: 'one_class', column: 'outcomes' }),
    );
    expect(() => auc([0, 0.5], [1, 2])).toThrow(
      expect.objectContaining({ problem: 'out_of_range', column: 'outcomes', row: 1 }),
    );
    expect(() => auc([0, 1], [Number.NaN, 2])).toThrow(
      expect.objectContaining({ problem: 'not_finite', column: 'scores', row: 0 }),
    );
    expect(() => auc([0, 1], [1, Infinity])).toThrow(
      expect.objectContaining({ problem: 'not_finite', column: 'scores', row: 1 }),
    );
  });
});
