import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fuzzBounds, fuzzFactor, fuzzedInterval } from './fuzz.ts';

describe('fuzz', () => {
  it.each([
    // interval, minimum, maximum → lowest, middle, highest: the behaviour Anki documents in its own tests
    [1, 1, 1000, 1, 1, 1],
    [2.49, 1, 1000, 2, 2, 2],
    [2.5, 1, 1000, 2, 3, 4],
    [7, 1, 1000, 5, 7, 9],
    [17, 1, 1000, 14, 17, 20],
    [37, 1, 1000, 33, 37, 41],
    [2, 2, 1000, 2, 2, 2],
    [2, 3, 1000, 3, 4, 4],
    [2, 3, 3, 3, 3, 3],
    [19.9, 3, 1000, 17, 20, 23],
    [100, 101, 1000, 101, 105, 108],
    [100, 1, 99, 92, 96, 99],
    [100, 97, 103, 97, 100, 103],
    [1, 3, 2, 2, 2, 2],
  ])('%d days within %d–%d: %d, %d, %d', (interval, minimum, maximum, lowest, middle, highest) => {
    expect([0, 0.5, 0.99].map((factor) => fuzzedInterval(factor, interval, minimum, maximum))).toEqual([
      lowest,
      middle,
      highest,
    ]);
  });

  it('without fuzz rounds, within the bounds', () => {
    expect([1.5, 0.1, 101].map((interval) => fuzzedInterval(null, interval, 1, 100))).toEqual([2, 1, 100]);
  });

  it('stays within 15 %, 10 % and 5 % of its ranges, plus a day, and the bounds are reached', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 30_000, noNaN: true }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (days, factor) => {
          const fuzzed = fuzzedInterval(factor, days, 1, 36_500);
          const { lower, upper } = fuzzBounds(days, 1, 36_500);
          const part = (from: number, to: number): number => Math.max(0, Math.min(days, to) - from);
          const most =
            days < 2.5 ? 0 : 1 + 0.15 * part(2.5, 7) + 0.1 * part(7, 20) + 0.05 * part(20, Infinity);
          expect(Math.abs(fuzzed - days)).toBeLessThanOrEqual(most + 0.5);
          expect(fuzzed).toBeGreaterThanOrEqual(lower);
          expect(fuzzed).toBeLessThanOrEqual(upper);
          expect(fuzzedInterval(0, days, 1, 36_500)).toBe(lower);
          expect(fuzzedInterval(0.999999, days, 1, 36_500)).toBe(upper);
        },
      ),
    );
  });

  it('leaves at least two days to choose from, from 2.5 days on and below the maximum', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 30_000, noNaN: true }),
        fc.integer({ min: 1, max: 30_000 }),
        fc.integer({ min: 1, max: 3000 }),
        (days, minimum, room) => {
          const { lower, upper } = fuzzBounds(days, minimum, minimum + room);
          const choices = upper - lower + 1;
          expect(choices).toBeGreaterThanOrEqual(Math.max(days, minimum) < 2.5 ? 1 : 2);
        },
      ),
    );
  });

  it('has a factor that is fixed by card and reviews, in [0, 1), and even over cards', () => {
    expect(fuzzFactor(42, 7)).toBe(fuzzFactor(42, 7));
    expect(fuzzFactor(42, 7)).not.toBe(fuzzFactor(42, 8));
    expect(fuzzFactor(42, 7)).not.toBe(fuzzFactor(42 + 2 ** 40, 7));
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let card = 0; card < 20_000; card++) {
      const tenth = Math.floor(fuzzFactor(card, 3) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // 2000 expected in each, standard deviation 42
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(250);
    expect(tenths).toHaveLength(10);
  });
});
