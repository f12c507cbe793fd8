import { studentCdf } from './special.ts';

/**
 * The t below which a share p of Student's distribution with df > 0 degrees of freedom lies; ±Infinity at 0 and 1 (bisection:
 * slow and sure). Its square at (1 + level) / 2 is the quantile `level` of F with 1 and df.
 */
export function studentQuantile(p: number, df: number): number {
  if (p <= 0 || p >= 1) return p <= 0 ? -Infinity : Infinity;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, df);
  let high = 1;
  while (studentCdf(-high, df) > p) high *= 2;
  let low = 0;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step += 1) {
    const middle = (low + high) / 2;
    if (studentCdf(-middle, df) > p) low = middle;
    else high = middle;
  }
  return -(low + high) / 2;
}
