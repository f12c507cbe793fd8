import { describe, expect, it } from 'vitest';
import { extent } from './extent.ts';

describe('extent', () => {
  it.each([
    [[0.2, null, 0.9], [], [0.2, 0.9]],
    [[0.2, 0.9], [0], [0, 0.9]],
    [[undefined, Number.NaN, Number.POSITIVE_INFINITY, 3, 4], [], [3, 4]],
    [[], [], [0, 1]],
    [[2, 2], [], [1.5, 2.5]],
  ])('of %o around %o is %o', (values, around, expected) => expect(extent(values, around)).toEqual(expected));
});
