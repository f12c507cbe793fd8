import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { MeanTable } from './mean-table.ts';

describe('means under keys', () => {
  it('are those of a Map, also after the table has grown and with keys of 53 bits', () => {
    const random = seededRandom(1);
    const table = new MeanTable();
    const expected = new Map<number, { sum: number; count: number }>();
    const keys = Array.from({ length: 5000 }, (_, place) =>
      place % 2 === 0 ? place : Math.floor(random.unit() * Number.MAX_SAFE_INTEGER),
    );
    for (let row = 0; row < 20_000; row += 1) {
      const key = keys[Math.floor(random.unit() * keys.length)]!;
      const value = random.unit() - 0.5;
      table.add(key, value);
      const mean = expected.get(key) ?? { sum: 0, count: 0 };
      expected.set(key, { sum: mean.sum + value, count: mean.count + 1 });
    }
    expect(table.size).toBe(expected.size);
    for (const [key, { sum, count }] of expected) {
      expect(table.count(key)).toBe(count);
      expect(table.shrunken(key, 5)).toBe(sum / (count + 5));
    }
  });

  it('know nothing of a key that was not added', () => {
    const table = new MeanTable();
    table.add(1, 0.5);
    expect(table.count(0)).toBe(0);
    expect(table.shrunken(0, 5)).toBe(0);
    expect(table.shrunken(2, 0)).toBe(0);
  });

  it('keep keys apart that fall on one place', () => {
    // Both halves of these keys cancel: the same hash.
    const [one, other] = [0, 0x1_0000_0000 + 1];
    const table = new MeanTable();
    table.add(one, 1);
    table.add(other, -1);
    expect([table.shrunken(one, 0), table.shrunken(other, 0)]).toEqual([1, -1]);
  });
});
