import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interleaveNewCards } from './queue-order.ts';

describe('new cards', () => {
  it.each([
    [6, 2, '00100100'],
    [3, 1, '0100'],
    [0, 3, '111'],
    [4, 0, '0000'],
    [2, 5, '1101110'],
  ])('%i reviews and %i new: %s', (reviews, fresh, plan) => {
    expect([...interleaveNewCards(reviews, fresh)].join('')).toBe(plan);
  });

  it('are spread evenly', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (reviews, fresh) => {
        const plan = [...interleaveNewCards(reviews, fresh)];
        const stretches = plan
          .join('')
          .split('1')
          .map((stretch) => stretch.length);
        expect(stretches).toHaveLength(fresh + 1);
        expect(stretches.reduce((sum, length) => sum + length, 0)).toBe(reviews);
        expect(Math.max(...stretches) - Math.min(...stretches)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
