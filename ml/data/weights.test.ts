import { describe, expect, it } from 'vitest';

import { checkBothWeighted, weightsOf } from './weights.ts';

describe('weights of rows', () => {
  it('are a copy, or 1', () => {
    const weights = [1, 0, 2.5];
    expect([...weightsOf(weights, 'x', [7, 8, 9])]).toEqual(weights);
    expect([...weightsOf(undefined, 'x', [7, 8, 9])]).toEqual([1, 1, 1]);
    expect(weightsOf([], 'x', [])).toHaveLength(0);
  });

  it.each([
    { weights: [1, 1], low: 0, problem: 'length', row: null },
    { weights: [1, -1, 1], low: 0, problem: 'out_of_range', row: 1 },
    { weights: [1, 1, Number.NaN], low: 0, problem: 'not_finite', row: 2 },
    { weights: [0, 0, 0], low: 0, problem: 'out_of_range', row: null },
    { weights: [1e30, 1, 1e30], low: 0, problem: 'out_of_range', row: null },
    { weights: [1e308, 1e308, 1e308], low: 0, problem: 'out_of_range', row: null },
    { weights: [1, 0, 1], low: Number.MIN_VALUE, problem: 'out_of_range', row: 1 },
  ])('refuses $weights, at least $low', ({ weights, low, problem, row }) => {
    expect(() => weightsOf(weights, 'x', [7, 8, 9], low)).toThrow(
      expect.objectContaining({ name: 'DataError', problem, column: 'weights', row }),
    );
  });
});

describe('both outcomes', () => {
  it('must have weight', () => {
    expect(() => checkBothWeighted([0, 1, 1], [1, 0, 0.5])).not.toThrow();
    for (const [targets, weights] of [
      [
        [0, 1, 0],
        [1, 0, 1],
      ],
      [
        [0, 1],
        [0, 2],
      ],
      [[1], [1]],
    ] as const)
      expect(() => checkBothWeighted(targets, weights)).toThrow(
        expect.objectContaining({ name: 'DataError', problem: 'one_class', column: 'targets' }),
      );
  });
});
