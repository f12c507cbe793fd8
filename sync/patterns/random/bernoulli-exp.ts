import type { RandomBytes } from './random-bytes.ts';
import { uniformBelow } from './uniform-below.ts';

/** True with probability n/d exactly, for 0 ≤ n ≤ d. */
export function bernoulli(random: RandomBytes, n: bigint, d: bigint): boolean {
  return uniformBelow(random, d) < n;
}

/**
 * True with probability exp(−n/d) exactly, for n ≥ 0 and d > 0, by whole numbers alone: the first k at which a coin of
 * chance γ/k fails is odd with probability e^−γ for γ ≤ 1, and greater γ are e^−1 as often as they hold a one.
 * Canonne, Kamath and Steinke 2020, algorithm 1.
 */
export function bernoulliExp(random: RandomBytes, n: bigint, d: bigint): boolean {
  if (n < 0n || d <= 0n) throw new RangeError('the exponent is a fraction of at least nothing');
  for (let left = n / d; left > 0n; left -= 1n) if (!atMostOne(random, 1n, 1n)) return false;
  return atMostOne(random, n % d, d);
}

function atMostOne(random: RandomBytes, n: bigint, d: bigint): boolean {
  let k = 1n;
  while (bernoulli(random, n, d * k)) k += 1n;
  return k % 2n === 1n;
}
