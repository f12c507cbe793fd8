import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rational, rationalOf } from '../rational.ts';
import { epsilonOf, guessRate, upperTail } from './privacy-terms.ts';

type Reference = {
  tails: { variance: string; atLeast: number; value: number }[];
  epsilon: { rho: number; delta: number; value: number }[];
  guess: { rho: number; value: number }[];
};
const reference = JSON.parse(
  readFileSync(new URL('../patterns.reference.json', import.meta.url), 'utf8'),
) as Reference;
const asFraction = (value: number): ReturnType<typeof rational> => rational(value * 8, 8);

describe('words for a budget, against mpmath', () => {
  it.each(reference.tails)('P(Z ≥ $atLeast) at $variance', ({ variance, atLeast, value }) => {
    expect(upperTail(rationalOf(variance), atLeast) / value).toBeCloseTo(1, 10);
  });

  it.each(reference.epsilon)('ρ = $rho is ε = $value at δ = $delta', ({ rho, delta, value }) => {
    expect(epsilonOf(asFraction(rho), delta)).toBeCloseTo(value, 5);
  });

  it.each(reference.guess)('ρ = $rho is a guess right in $value', ({ rho, value }) => {
    expect(guessRate(asFraction(rho))).toBeCloseTo(value, 7);
  });
});
