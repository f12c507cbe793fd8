import type { Rational } from '../rational.ts';
import { squareRoot } from '../rational.ts';
import { bernoulli, bernoulliExp } from './bernoulli-exp.ts';
import type { RandomBytes } from './random-bytes.ts';
import { uniformBelow } from './uniform-below.ts';

/**
 * A whole number z with probability proportional to exp(−|z| / t), exactly. Canonne, Kamath and Steinke 2020,
 * algorithm 2 with s = 1.
 */
export function discreteLaplace(random: RandomBytes, t: bigint): bigint {
  for (;;) {
    const low = uniformBelow(random, t);
    if (!bernoulliExp(random, low, t)) continue;
    let high = 0n;
    while (bernoulliExp(random, 1n, 1n)) high += 1n;
    const size = low + t * high;
    const negative = bernoulli(random, 1n, 2n);
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}

/**
 * A whole number z with probability proportional to exp(−z² / 2σ²), exactly: no floating point number is involved, so
 * that the lowest bits of a release tell nothing (Mironov 2012). Added to a sum that one student moves by at most Δ in
 * ℓ2, it is Δ²/2σ²-zCDP, as the continuous Gaussian is. Canonne, Kamath and Steinke 2020, algorithm 3.
 *
 * Time varies with what is drawn, some tens of microseconds: whoever can time the releaser within its process reads its
 * memory too.
 * @param variance σ², of at least nothing; with nothing there is no noise
 */
export function discreteGaussian(random: RandomBytes, variance: Rational): bigint {
  const { n, d } = variance;
  if (n < 0n) throw new RangeError('a variance is at least nothing');
  if (n === 0n) return 0n;
  const t = squareRoot(n / d) + 1n;
  for (;;) {
    const z = discreteLaplace(random, t);
    const size = z < 0n ? -z : z;
    // (|z| − σ²/t)² / 2σ² with σ² = n/d, over one denominator
    const away = size * d * t - n;
    if (bernoulliExp(random, away * away, 2n * n * d * t * t)) return z;
  }
}
