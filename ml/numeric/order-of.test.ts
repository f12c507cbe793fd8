import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { orderOf } from './order-of.ts';

/** What a sort with a comparison says, equal values in the order of their rows. */
const plainOrder = (values: Float64Array): number[] =>
  Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);

describe('the order of values', () => {
  it('is that of a sort which keeps equal values in their rows, however long and however much in order', () => {
    const random = seededRandom(7);
    for (const rows of [0, 1, 2, 31, 32, 33, 64, 1000, 4097]) {
      const scattered = Float64Array.from({ length: rows }, () => random.unit() - 0.5);
      const tied = scattered.map((value) => Math.round(value * 10));
      const nearly = scattered.map((value, row) => row + 40 * value);
      for (const values of [scattered, tied, nearly, nearly.toReversed()])
        expect(Array.from(orderOf(values))).toEqual(plainOrder(values));
    }
  });
});
