import { describe, expect, it } from 'vitest';
import { segments } from './segments.ts';

describe('segments', () => {
  it.each([
    [
      [1, 2, null, null, 3, null, 4, 5],
      [[1, 2], [3], [4, 5]],
    ],
    [[null, 1], [[1]]],
    [[null], []],
    [[], []],
  ])('of %o are %o', (points, expected) =>
    expect(segments(points as (number | null)[], (point) => point !== null)).toEqual(expected),
  );
});
