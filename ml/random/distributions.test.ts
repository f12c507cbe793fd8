import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mean, sorted, variance } from '../numeric/sample.ts';
import { chiSquareUpper, incompleteBeta, incompleteGammaUpper, normalCdf } from '../numeric/special.ts';
import {
  bernoulli,
  beta,
  categorical,
  exponential,
  gamma,
  logNormal,
  normal,
  poisson,
  shuffle,
  uniformInteger,
} from './distributions.ts';
import { seededRandom, type Random } from './random.ts';

const SIZE = 20_000;

/** Largest distance between the empirical distribution and the given one (Kolmogorov's D). */
function kolmogorov(sample: Float64Array, cdf: (x: number) => number): number {
  return sorted(sample).reduce((largest, value, place) => {
    const expected = cdf(value);
    return Math.max(largest, expected - place / sample.length, (place + 1) / sample.length - expected);
  }, 0);
}

interface Case {
  name: string;
  draw: (random: Random) => number;
  cdf: (x: number) => number;
  mean: number;
  variance: number;
}

const continuous: Case[] = [
  { name: 'normal', draw: (r) => normal(r), cdf: normalCdf, mean: 0, variance: 1 },
  {
    name: 'normal, moved',
    draw: (r) => normal(r, 3, 0.5),
    cdf: (x) => normalCdf((x - 3) / 0.5),
    mean: 3,
    variance: 0.25,
  },
  {
    name: 'log-normal',
    draw: (r) => logNormal(r, 8, 0.6),
    cdf: (x) => normalCdf(Math.log(x / 8) / 0.6),
    mean: 8 * Math.exp(0.18),
    variance: 64 * Math.exp(0.36) * (Math.exp(0.36) - 1),
  },
  {
    name: 'exponential',
    draw: (r) => exponential(r, 4),
    cdf: (x) => 1 - Math.exp(-x / 4),
    mean: 4,
    variance: 16,
  },
  ...[0.05, 0.5, 1, 2.5, 60].map((shape) => ({
    name: `gamma of shape ${shape}`,
    draw: (r: Random) => gamma(r, shape, 2),
    cdf: (x: number) => 1 - incompleteGammaUpper(shape, x / 2),
    mean: 2 * shape,
    variance: 4 * shape,
  })),
  ...[
    [0.05, 0.1],
    [0.5, 0.5],
    [1, 1],
    [8, 2],
    [0.3, 40],
  ].map(([a = 0, b = 0]) => ({
    name: `beta of ${a} and ${b}`,
    draw: (r: Random) => beta(r, a, b),
    cdf: (x: number) => incompleteBeta(x, a, b),
    mean: a / (a + b),
    variance: (a * b) / ((a + b) ** 2 * (a + b + 1)),
  })),
];

describe('continuous draws', () => {
  it.each(continuous)('$name', ({ draw, cdf, mean: expectedMean, variance: expectedVariance }) => {
    const random = seededRandom(17);
    const sample = new Float64Array(SIZE).map(() => draw(random));
    // D √n exceeds 1.95 once in a thousand; a mean is more than 4 of its deviations off once in 16,000.
    expect(kolmogorov(sample, cdf)).toBeLessThan(1.95 / Math.sqrt(SIZE));
    expect(Math.abs(mean(sample) - expectedMean)).toBeLessThan(4 * Math.sqrt(expectedVariance / SIZE));
    const fourth = mean(sample.map((value) => (value - expectedMean) ** 4));
    const spread = Math.sqrt((fourth - expectedVariance ** 2) / SIZE);
    expect(Math.abs(variance(sample) - expectedVariance)).toBeLessThan(4.5 * spread);
  });

  it('beta is a number even where both gammas are too small for one', () => {
    const random = seededRandom(4);
    const sample = new Float64Array(2000).map(() => beta(random, 0.001, 0.003));
    expect(sample.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(mean(sample)).toBeGreaterThan(0.2);
    expect(mean(sample)).toBeLessThan(0.3);
  });
});

/** P of this χ² or more for counts of whole numbers from 0 on; those with few expected are one cell together. */
function fitOf(sample: Float64Array, mass: (k: number) => number): number {
  const seen = new Float64Array(Math.max(...sample) + 1);
  for (const value of sample) seen[value] = (seen[value] ?? 0) + 1;
  let statistic = 0;
  let cells = 0;
  let [restSeen, restExpected] = [sample.length, sample.length];
  for (const [k, count] of seen.entries()) {
    const expected = sample.length * mass(k);
    if (expected < 10) continue;
    statistic += (count - expected) ** 2 / expected;
    cells += 1;
    restSeen -= count;
    restExpected -= expected;
  }
  const rest = restExpected > 1e-6 ? (restSeen - restExpected) ** 2 / restExpected : 0;
  return chiSquareUpper(statistic + rest, restExpected > 1e-6 ? cells : cells - 1);
}

describe('counts', () => {
  it.each([0.001, 0.4, 3, 29, 31, 150])('Poisson of mean %d', (expected) => {
    const random = seededRandom(23);
    const sample = new Float64Array(SIZE).map(() => poisson(random, expected));
    expect(Math.abs(mean(sample) - expected)).toBeLessThan(4 * Math.sqrt(expected / SIZE));
    // P(K ≤ k) = Q(k + 1, mean)
    const below = (k: number): number => (k < 0 ? 0 : incompleteGammaUpper(k + 1, expected));
    if (expected > 0.1) expect(fitOf(sample, (k) => below(k) - below(k - 1))).toBeGreaterThan(0.001);
  });

  it('Poisson of mean 0 is 0', () => {
    const random = seededRandom(1);
    expect(new Set(Array.from({ length: 100 }, () => poisson(random, 0)))).toEqual(new Set([0]));
  });

  it('whole numbers are uniform from the lowest to the highest', () => {
    const random = seededRandom(29);
    const sample = new Float64Array(SIZE).map(() => uniformInteger(random, -3, 6) + 3);
    expect(Math.min(...sample)).toBe(0);
    expect(Math.max(...sample)).toBe(9);
    expect(fitOf(sample, (k) => (k < 10 ? 0.1 : 0))).toBeGreaterThan(0.001);
  });

  it('categories come as often as they weigh; those of no weight never', () => {
    const random = seededRandom(31);
    const weights = [0, 2, 0.5, 0, 5, 2.5, 0];
    const sample = new Float64Array(SIZE).map(() => categorical(random, weights));
    for (const [index, weight] of weights.entries())
      if (weight === 0) expect(sample.includes(index)).toBe(false);
    const cells = [1, 2, 4, 5].map((index) => ({
      seen: sample.filter((value) => value === index).length,
      expected: (SIZE * (weights[index] ?? 0)) / 10,
    }));
    const statistic = cells.reduce((sum, { seen, expected }) => sum + (seen - expected) ** 2 / expected, 0);
    expect(chiSquareUpper(statistic, 3)).toBeGreaterThan(0.001);
  });

  it('bernoulli says true as often as its probability, never at 0, always at 1', () => {
    const random = seededRandom(37);
    const count = (p: number): number =>
      Array.from({ length: SIZE }, () => bernoulli(random, p)).filter(Boolean).length;
    expect(Math.abs(count(0.3) / SIZE - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / SIZE));
    expect(count(0)).toBe(0);
    expect(count(1)).toBe(SIZE);
  });
});

it('the lowest of all draws, 0, is like any other', () => {
  const zero: Random = { unit: () => 0, fork: () => zero };
  expect(bernoulli(zero, 0)).toBe(false);
  expect(bernoulli(zero, 1e-9)).toBe(true);
  expect(categorical(zero, [0, 0, 1, 2])).toBe(2);
  expect(normal(zero)).toBe(0);
  expect(exponential(zero, 3)).toBeCloseTo(0, 15);
  expect(logNormal(zero, 5, 1)).toBe(5);
  expect(poisson(zero, 0)).toBe(0);
});

describe('shuffle', () => {
  it('gives every order of three equally often', () => {
    const random = seededRandom(41);
    const orders = new Map<string, number>();
    for (let round = 0; round < 12_000; round += 1) {
      const order = shuffle(random, ['a', 'b', 'c']).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    const statistic = [...orders.values()].reduce((sum, seen) => sum + (seen - 2000) ** 2 / 2000, 0);
    expect(chiSquareUpper(statistic, 5)).toBeGreaterThan(0.001);
  });

  it('keeps what it orders, in place', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (values, seed) => {
        const before = sorted(values);
        expect(shuffle(seededRandom(seed), values)).toBe(values);
        expect(sorted(values)).toEqual(before);
      }),
    );
  });
});
