import { describe, expect, it } from 'vitest';

import { chiSquareUpper } from '../numeric/special.ts';
import { seededRandom, type Random } from './random.ts';
// Written by bench/reference/xoshiro.py.
import reference from './xoshiro.reference.json' with { type: 'json' };

const draws = (random: Random, count: number): Float64Array =>
  new Float64Array(count).map(() => random.unit());

/** Correlation of two samples of the uniform distribution on [0, 1), whose mean and variance are known. */
function correlation(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, row) => sum + (value - 0.5) * ((y[row] ?? 0) - 0.5), 0) * (12 / x.length);
}

describe('seeded random numbers', () => {
  it.each(reference)('seed $seed gives the bits of xoshiro128**', ({ seed, bits }) => {
    const random = seededRandom(seed);
    for (const expected of bits) expect(random.unit() * 2 ** 32).toBe(expected);
  });

  it('repeat with the seed and differ between neighbouring seeds', () => {
    expect(draws(seededRandom(7), 50)).toEqual(draws(seededRandom(7), 50));
    const starts = new Set(Array.from({ length: 1000 }, (_, seed) => seededRandom(seed).unit()));
    expect(starts.size).toBe(1000);
    expect(
      Math.abs(correlation(draws(seededRandom(7), 20_000), draws(seededRandom(8), 20_000))),
    ).toBeLessThan(0.025);
  });

  it('are uniform in pairs', () => {
    const random = seededRandom(3);
    const cells = new Float64Array(256);
    const pairs = 100_000;
    for (let pair = 0; pair < pairs; pair += 1) {
      const cell = Math.floor(random.unit() * 16) * 16 + Math.floor(random.unit() * 16);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const expected = pairs / 256;
    const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquareUpper(chiSquare, 255)).toBeGreaterThan(0.001);
    expect(chiSquareUpper(chiSquare, 255)).toBeLessThan(0.999);
  });
});

describe('forks', () => {
  it('repeat with their parent', () => {
    const [one, other] = [seededRandom(11), seededRandom(11)];
    expect(draws(one.fork(), 20)).toEqual(draws(other.fork(), 20));
    expect(one.unit()).toBe(other.unit());
  });

  it('leave what is drawn after them as it was, however much they draw', () => {
    const [one, other] = [seededRandom(5), seededRandom(5)];
    draws(one.fork(), 1000);
    other.fork();
    expect(draws(one, 20)).toEqual(draws(other, 20));
  });

  it('are unlike their parent, their siblings and the seed they stand in for', () => {
    const parent = seededRandom(9);
    const [first, second, third] = [parent.fork(), parent.fork(), parent.fork()];
    const streams = [parent, first, second, third, first.fork(), seededRandom(9)].map((random) =>
      draws(random, 20_000),
    );
    // A correlation of 20,000 independent pairs stays below 3.5 / √20,000 but once in 2,000.
    for (const [place, stream] of streams.entries())
      for (const [lag, other] of streams
        .slice(0, place)
        .flatMap((other) => [0, 1].map((lag) => [lag, other] as const)))
        expect(
          Math.abs(correlation(stream.subarray(0, 19_999), other.subarray(lag, 19_999 + lag))),
        ).toBeLessThan(0.025);
  });

  it('do not repeat among two hundred thousand', () => {
    const parent = seededRandom(1);
    // 53 bits of each stream; of streams chosen by 32 bits some five pairs would be the same.
    const starts = new Float64Array(200_000).map(() => {
      const child = parent.fork();
      return child.unit() * 2 ** 53 + Math.floor(child.unit() * 2 ** 21);
    });
    const repeats = starts.sort().filter((start, place, all) => place > 0 && start === all[place - 1]);
    expect(repeats).toHaveLength(0);
  });

  it('have first draws that are uniform', () => {
    const parent = seededRandom(2);
    const cells = new Float64Array(100);
    for (let fork = 0; fork < 50_000; fork += 1) {
      const cell = Math.floor(parent.fork().unit() * 100);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chiSquareUpper(chiSquare, 99)).toBeGreaterThan(0.001);
    expect(chiSquareUpper(chiSquare, 99)).toBeLessThan(0.999);
  });
});
