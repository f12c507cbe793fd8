import { describe, expect, it } from 'vitest';
import { segments } from './segments.ts';

describe('segments', () => {
  it.each<{ points: (number | null)[]; expected: number[][] }>([
    { points: [1, 2, null, null, 3, null, 4, 5], expected: [[1, 2], [3], [4, 5]] },
    { points: [null, 1], expected: [[1]] },
    { points: [null], expected: [] },
    { points: [], expected: [] },
  ])('of $points are $expected', ({ points, expected }) =>
    expect(segments(points, (point) => point !== null)).toEqual(expected),
  );
});
