import { betaQuantile } from './special.ts';

/**
 * The t below which a share p of Student's distribution with df degrees of freedom lies; ±Infinity at 0 and 1. Its square
 * at (1 + level) / 2 is the quantile `level` of F with 1 and df.
 */
export function studentQuantile(p: number, df: number): number {
  if (p <= 0 || p >= 1) return p <= 0 ? -Infinity : Infinity;
  if (p < 0.5) return -studentQuantile(1 - p, df);
  // df / (df + t²) and t² / (df + t²) are beta distributed; the smaller of the two is the more exact.
  const rest = betaQuantile(2 * (1 - p), df / 2, 0.5);
  if (rest < 0.5) return Math.sqrt((df * (1 - rest)) / rest);
  const share = betaQuantile(2 * p - 1, 0.5, df / 2);
  return Math.sqrt((df * share) / (1 - share));
}
