import type { Random } from './random.ts';

/** A whole number in [low, high]; up to 2^32 of them, the finest that 32 bits tell apart. */
export function uniformInteger(random: Random, low: number, high: number): number {
  return low + Math.floor(random.unit() * (high - low + 1));
}

export function bernoulli(random: Random, probability: number): boolean {
  return random.unit() < probability;
}

/** Normal by Box and Muller; one of the pair is used, so that every draw takes the same two numbers. */
export function normal(random: Random, mean = 0, sd = 1): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.unit()));
  return mean + sd * radius * Math.cos(2 * Math.PI * random.unit());
}

/** exp(Normal(log median, sigma)). */
export function logNormal(random: Random, median: number, sigma: number): number {
  return median * Math.exp(normal(random, 0, sigma));
}

export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.unit());
}

/** Gamma with mean shape × scale (Marsaglia and Tsang 2000; shapes below 1 by their boost). */
export function gamma(random: Random, shape: number, scale = 1): number {
  if (shape < 1) return gamma(random, shape + 1, scale) * Math.pow(1 - random.unit(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = Math.pow(1 + c * x, 3);
    if (v > 0 && Math.log(1 - random.unit()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return d * v * scale;
  }
}

/** Beta with mean a / (a + b). In logarithms, since gammas of small shapes underflow and 0 / 0 is no draw. */
export function beta(random: Random, a: number, b: number): number {
  const x = logGammaDraw(random, a);
  return 1 / (1 + Math.exp(logGammaDraw(random, b) - x));
}

function logGammaDraw(random: Random, shape: number): number {
  if (shape >= 1) return Math.log(gamma(random, shape));
  return Math.log(gamma(random, shape + 1)) + Math.log(1 - random.unit()) / shape;
}

/** Poisson counts: Knuth's product for small means, sums of halves above, so that nothing underflows. */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) return poisson(random, mean / 2) + poisson(random, mean / 2);
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = 1 - random.unit(); product > limit; product *= 1 - random.unit()) count += 1;
  return count;
}

/** An index drawn with the given weights (not negative, not all zero). */
export function categorical(random: Random, weights: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < weights.length; index += 1) total += weights[index] ?? 0;
  let left = random.unit() * total;
  for (let index = 0; index < weights.length - 1; index += 1) {
    left -= weights[index] ?? 0;
    if (left < 0) return index;
  }
  return weights.length - 1;
}

/** Puts values into a random order, in place (Fisher and Yates). */
export function shuffle<T extends { [index: number]: unknown; readonly length: number }>(
  random: Random,
  values: T,
): T {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = uniformInteger(random, 0, last);
    [values[last], values[other]] = [values[other], values[last]];
  }
  return values;
}
