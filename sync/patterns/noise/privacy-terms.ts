import { normalCdf } from '#ml/numeric/special.ts';
import { toNumber, type Rational } from '../rational.ts';

/**
 * The least ε for which ρ-zCDP is (ε, δ)-differential privacy by the conversion of Canonne, Kamath and Steinke 2020,
 * proposition 12: the least over α > 1 of αρ + (ln(1/δ) + (α − 1) ln(1 − 1/α) − ln α) / (α − 1). For words: budgets are
 * kept in ρ, which adds up.
 */
export function epsilonOf(rho: Rational, delta: number): number {
  const r = toNumber(rho);
  const at = (alpha: number): number =>
    alpha * r + (Math.log(1 / delta) + (alpha - 1) * Math.log1p(-1 / alpha) - Math.log(alpha)) / (alpha - 1);
  // One valley in ln(α − 1): golden sections.
  let [low, high] = [-8, 16];
  const golden = (Math.sqrt(5) - 1) / 2;
  while (high - low > 1e-10) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (at(1 + Math.exp(left)) < at(1 + Math.exp(right))) high = right;
    else low = left;
  }
  return at(1 + Math.exp((low + high) / 2));
}

/** μ of the Gaussian trade-off that noise of ρ-zCDP makes: √2ρ (Dong, Roth and Su 2022). */
export const muOf = (rho: Rational): number => Math.sqrt(2 * toNumber(rho));

/**
 * How often somebody who knows everybody else, sees all that is released, and finds taking part as likely as not,
 * guesses right at most: Φ(μ / 2).
 */
export const guessRate = (rho: Rational): number => normalCdf(muOf(rho) / 2);

/** P(Z ≥ z) of the discrete Gaussian, summed from its smallest terms up to 40 σ. */
export function upperTail(variance: Rational, z: number): number {
  const v = toNumber(variance);
  const reach = Math.ceil(40 * Math.sqrt(v)) + 10;
  const weight = (at: number): number => Math.exp(-(at * at) / (2 * v));
  let whole = 0;
  let above = 0;
  for (let at = reach; at > 0; at -= 1) whole += 2 * weight(at);
  whole += 1;
  for (let at = Math.max(reach, z); at >= Math.max(z, -reach); at -= 1) above += weight(at);
  return above / whole;
}
