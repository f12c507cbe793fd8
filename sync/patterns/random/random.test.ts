import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareUpper } from '#ml/numeric/special.ts';
import { rational, rationalOf, squareRoot, toNumber } from '../rational.ts';
import { keystream } from '../testing/keystream.ts';
import { bernoulliExp } from './bernoulli-exp.ts';
import { discreteGaussian, discreteLaplace } from './discrete-gaussian.ts';
import { buffered, type RandomBytes } from './random-bytes.ts';
import { uniformBelow } from './uniform-below.ts';

type Reference = { samples: { bytes: string; variance: string; samples: string[] }[] };
const reference = JSON.parse(
  readFileSync(new URL('../patterns.reference.json', import.meta.url), 'utf8'),
) as Reference;

/** The bytes of the reference: SHA-256(name, number of the block), one after the other. */
function hashedBytes(name: string): RandomBytes {
  let block = 0n;
  let left = Buffer.alloc(0);
  return (count) => {
    while (left.length < count) {
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(block);
      block += 1n;
      left = Buffer.concat([left, createHash('sha256').update(name).update(number).digest()]);
    }
    const taken = left.subarray(0, count);
    left = left.subarray(count);
    return Uint8Array.from(taken);
  };
}

/** The chance that counts differ as much from their expectation; cells that expect under ten are put together. */
function chanceOf(
  counts: ReadonlyMap<number, number>,
  draws: number,
  chance: (value: number) => number,
): number {
  let [seenRest, expectedRest, statistic, cells] = [draws, draws, 0, 0];
  for (const [value, seen] of counts) {
    const expected = draws * chance(value);
    if (expected < 10) continue;
    statistic += (seen - expected) ** 2 / expected;
    seenRest -= seen;
    expectedRest -= expected;
    cells += 1;
  }
  if (expectedRest > 1) statistic += (seenRest - expectedRest) ** 2 / expectedRest;
  return chiSquareUpper(statistic, Math.max(cells - (expectedRest > 1 ? 0 : 1), 1));
}

function countsOf(draws: number, draw: () => bigint): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < draws; at += 1) {
    const value = Number(draw());
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

describe('a uniform whole number', () => {
  it.each([1n, 2n, 3n, 59n, 256n, 257n, 65_537n])('below %i takes each value as often', (n) => {
    const random = keystream(`uniform ${n}`);
    const draws = 20_000;
    const counts = countsOf(draws, () => uniformBelow(random, n));
    expect(Math.min(...counts.keys())).toBeGreaterThanOrEqual(0);
    expect(Math.max(...counts.keys())).toBeLessThan(Number(n));
    if (n > 1n && n < 300n) expect(chanceOf(counts, draws, () => 1 / Number(n))).toBeGreaterThan(0.001);
  });

  it('is the same by words as by large numbers, and reaches both ends', () => {
    // 2³² is the last that is drawn by words; one more takes five bytes, of which the first is cut to one bit.
    const bytes = (...values: number[]): RandomBytes => {
      let place = 0;
      return (count) => Uint8Array.from(values.slice(place, (place += count)));
    };
    expect(uniformBelow(bytes(255, 255, 255, 255), 2n ** 32n)).toBe(2n ** 32n - 1n);
    expect(uniformBelow(bytes(0xff, 0, 0, 0, 0), 2n ** 32n + 1n)).toBe(2n ** 32n);
    expect(uniformBelow(bytes(0xff, 0, 0, 0, 1, 0xfe, 0, 0, 0, 7), 2n ** 32n + 1n)).toBe(7n);
    expect(uniformBelow(bytes(0x07, 0xff, 0x05, 0x00), 1_281n)).toBe(1_280n);
    expect(() => uniformBelow(bytes(), 0n)).toThrow(RangeError);
  });

  it('stays below any bound', () => {
    const random = keystream('bounds');
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 200n), (n) => {
        const drawn = uniformBelow(random, n);
        return drawn >= 0n && drawn < n;
      }),
    );
  });
});

describe('a coin of chance exp(−n/d)', () => {
  it.each([
    [0n, 1n],
    [1n, 3n],
    [1n, 1n],
    [7n, 4n],
    [5n, 1n],
  ])('%i/%i', (n, d) => {
    const random = keystream(`coin ${n}/${d}`);
    const draws = 40_000;
    let heads = 0;
    for (let at = 0; at < draws; at += 1) if (bernoulliExp(random, n, d)) heads += 1;
    const chance = Math.exp(-Number(n) / Number(d));
    expect(Math.abs(heads - draws * chance)).toBeLessThanOrEqual(
      3.3 * Math.sqrt(draws * chance * (1 - chance)),
    );
  });

  it('is none of a chance above one', () => {
    expect(() => bernoulliExp(keystream('none'), -1n, 2n)).toThrow(RangeError);
  });
});

describe('the discrete Gaussian', () => {
  it.each(reference.samples)('of $variance draws what other code draws of the same bytes', (known) => {
    const random = hashedBytes(known.bytes);
    const variance = rationalOf(known.variance);
    expect(known.samples.map(() => String(discreteGaussian(random, variance)))).toEqual(known.samples);
  });

  it.each([rational(1, 9), rational(1, 2), rational(1), rational(24), rational(205, 7)])(
    'has the shape exp(−z²/2σ²): %o',
    (variance) => {
      const random = keystream(`shape ${variance.n}/${variance.d}`);
      const v = toNumber(variance);
      const weight = (z: number): number => Math.exp((-z * z) / (2 * v));
      let whole = 0;
      for (let z = -200; z <= 200; z += 1) whole += weight(z);
      const draws = 20_000;
      const counts = countsOf(draws, () => discreteGaussian(random, variance));
      expect(chanceOf(counts, draws, (z) => weight(z) / whole)).toBeGreaterThan(0.001);
      // A shape only a tenth wider does not pass.
      const wider = (z: number): number => Math.exp((-z * z) / (2 * 1.21 * v));
      let wholeOfWider = 0;
      for (let z = -200; z <= 200; z += 1) wholeOfWider += wider(z);
      expect(chanceOf(counts, draws, (z) => wider(z) / wholeOfWider)).toBeLessThan(0.001);
    },
  );

  it('has every residue: no value is left out where σ is large', () => {
    const random = keystream('residues');
    const counts = countsOf(8_000, () => {
      const drawn = discreteGaussian(random, rational(3n * 10n ** 14n, 7n)) % 16n;
      return drawn < 0n ? drawn + 16n : drawn;
    });
    expect(chanceOf(counts, 8_000, () => 1 / 16)).toBeGreaterThan(0.001);
  });

  it('is nothing where no noise is asked for, and nowhere of less', () => {
    expect(discreteGaussian(keystream('zero'), rational(0))).toBe(0n);
    expect(() => discreteGaussian(keystream('zero'), rational(-1))).toThrow(RangeError);
  });

  it('stands on a discrete Laplace of the shape exp(−|z|/t), its zero drawn once and not twice', () => {
    const random = keystream('laplace');
    const counts = countsOf(20_000, () => discreteLaplace(random, 3n));
    const step = Math.exp(-1 / 3);
    const chance = (z: number): number => ((1 - step) / (1 + step)) * step ** Math.abs(z);
    expect(chanceOf(counts, 20_000, chance)).toBeGreaterThan(0.001);
  });
});

describe('fractions', () => {
  it('have exact roots below them', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 300n), (n) => {
        const root = squareRoot(n);
        return root * root <= n && (root + 1n) * (root + 1n) > n;
      }),
    );
  });

  it.each(['1', '1/0', '1/-2', 'a/b', '1/2/3', ''])('are not written %s', (text) => {
    expect(() => rationalOf(text)).toThrow(RangeError);
  });
});

describe('buffered bytes', () => {
  it('gives no byte twice', () => {
    let next = 0;
    const random = buffered((count) => Uint8Array.from({ length: count }, () => next++), 16);
    const seen = [3, 5, 7, 4, 40, 16].flatMap((count) => [...random(count)]);
    expect(seen).toHaveLength(75);
    expect(new Set(seen).size).toBe(75);
  });
});
