import { checkNumber } from '../data/check.ts';
import { normalCdf, normalPdf, normalQuantile } from '../numeric/special.ts';

/**
 * Interval of a mean that uses what others say about it and still covers at its level whatever the mean is (Pratt 1963; Yu and
 * Hoff 2018, "Adaptive multigroup confidence intervals with constant coverage"). A posterior interval covers at its level only
 * over means as the prior has them: nearly always where there is no effect, too rarely where there is one. This one spends its
 * error 1 − level on the side away from the prior: θ is accepted where y lies above its quantile (1 − level) w(θ) and below
 * 1 − (1 − level)(1 − w(θ)), w rising from 0 to 1 so that the expected width under the prior is least. Where the prior is right
 * it is up to a fifth narrower than y ± z · standardError, where it is vague it is that.
 *
 * @param estimate y, normal about the mean
 * @param standardError of y, above 0
 * @param priorMean independent of y
 * @param priorSd above 0
 * @param level coverage, 0.5 to below 1
 * @throws DataError `not_finite`, `out_of_range`
 */
export function adaptiveInterval(
  estimate: number,
  standardError: number,
  priorMean: number,
  priorSd: number,
  level = 0.9,
): { low: number; high: number } {
  checkNumber('estimate', estimate, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkNumber('standardError', standardError, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber('priorMean', priorMean, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkNumber('priorSd', priorSd, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber('level', level, 0.5, 1 - Number.EPSILON);
  const vagueness = (priorSd / standardError) ** 2 / 2;
  const offset = (priorMean - estimate) / standardError;
  return {
    low: estimate - standardError * reach(-offset, vagueness, 1 - level),
    high: estimate + standardError * reach(offset, vagueness, 1 - level),
  };
}

/**
 * How far above y the interval goes, in standard errors: −a where a = Φ⁻¹(error · w) and b = Φ⁻¹(error · (1 − w)) solve
 * offset + a + vagueness (a − b) = 0. Of a and b the one further out in the tail is searched, from which the other one
 * follows without cancellation.
 */
function reach(offset: number, vagueness: number, error: number): number {
  const middle = normalQuantile(error / 2);
  const nearest = normalQuantile(error);
  const partner = (tail: number): number => normalQuantile(error - normalCdf(tail));
  if (-offset <= middle) {
    const further = (a: number): [number, number] => {
      const b = partner(a);
      return [offset + a + vagueness * (a - b), 1 + vagueness * (1 + normalPdf(a) / normalPdf(b))];
    };
    return -root(further, -offset, middle, (vagueness * nearest - offset) / (1 + vagueness));
  }
  const further = (b: number): [number, number] => {
    const a = partner(b);
    return [vagueness * (b - a) - offset - a, vagueness + ((1 + vagueness) * normalPdf(b)) / normalPdf(a)];
  };
  // Below −40 the tail is empty to double precision and a stays where it is.
  const low = Math.max(middle + (offset + middle) / vagueness, -40);
  return -partner(root(further, low, middle, nearest + (offset + nearest) / vagueness));
}

/** Newton's root of an increasing function within [low, high], to 1e-10; by halves where a step would leave it. */
function root(value: (x: number) => [number, number], low: number, high: number, start: number): number {
  let x = start > low && start < high ? start : high;
  for (let step = 0; step < 100; step += 1) {
    const [height, slope] = value(x);
    if (height > 0) high = x;
    else low = x;
    const next = x - height / slope;
    // The error after a step of Newton is about the square of the step.
    if (Math.abs(next - x) < 1e-5 || high - low < 1e-10) return Math.min(Math.max(next, low), high);
    x = next > low && next < high ? next : (low + high) / 2;
  }
  return x;
}
