import { describe, expect, it } from 'vitest';
import { amountScale } from './amounts.ts';

describe('a scale of amounts', () => {
  it('has a quarter of what is above zero in each shade, whatever the largest is', () => {
    const { levelOf, levels } = amountScale([0, 1, 2, 3, 4, 5, 6, 7, 5000]);
    expect([0, 1, 2, 3, 4, 5, 6, 7, 5000].map(levelOf)).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4]);
    expect(levels).toEqual([
      { level: 1, from: 1, to: 2 },
      { level: 2, from: 3, to: 4 },
      { level: 3, from: 5, to: 6 },
      { level: 4, from: 7, to: 5000 },
    ]);
  });

  it('gives equal amounts one shade, and leaves out the shades that nothing has', () => {
    expect(amountScale([5, 5, 5]).levels).toEqual([{ level: 1, from: 5, to: 5 }]);
    expect(amountScale([1, 9]).levels).toEqual([
      { level: 1, from: 1, to: 1 },
      { level: 3, from: 9, to: 9 },
    ]);
  });

  it('has nothing to say of nothing', () => {
    const { levelOf, levels } = amountScale([0, 0]);
    expect(levels).toEqual([]);
    expect(levelOf(0)).toBe(0);
  });
});
