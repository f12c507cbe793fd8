import { normalQuantile } from '#ml/numeric/special.ts';

/** Two sums with noise whose ratio is asked for, and what they are not sure of. */
export type NoisyRatio = {
  readonly top: number;
  readonly bottom: number;
  readonly varianceOfTop: number;
  readonly varianceOfBottom: number;
  readonly covariance: number;
  /** The least that the bottom can be, and the most: known from elsewhere. */
  readonly bottomBetween: readonly [low: number, high: number];
  /** Where the ratio can lie. */
  readonly between: readonly [low: number, high: number];
  /** What randomised response adds to the variance of top − ratio · bottom. */
  readonly responseVariance: (ratio: number) => number;
};

export type Interval = { readonly estimate: number; readonly low: number; readonly high: number };

const STEPS = 1_000;

/**
 * The ratio, and all ratios that its two sums do not speak against: those where top − ratio · bottom lies within its
 * own noise (Fieller 1954). Unlike a standard error of the ratio this holds where the noise of the bottom is not small
 * beside it, as in a class of thirty. The set is looked for over where the ratio can lie, in a thousand steps, and
 * widened by one.
 */
export function noisyRatio(it: NoisyRatio, level: number): Interval {
  const [low, high] = it.between;
  const within = (value: number): number => Math.min(Math.max(value, low), high);
  const bottom = Math.min(Math.max(it.bottom, it.bottomBetween[0]), it.bottomBetween[1]);
  const estimate = within(it.top / Math.max(bottom, 1));
  const z = normalQuantile(0.5 + level / 2);
  const step = (high - low) / STEPS;
  let [first, last] = [estimate, estimate];
  for (let place = 0; place <= STEPS; place += 1) {
    const ratio = low + place * step;
    const noise =
      it.varianceOfTop -
      2 * ratio * it.covariance +
      ratio ** 2 * it.varianceOfBottom +
      it.responseVariance(ratio);
    if ((it.top - ratio * it.bottom) ** 2 > z ** 2 * noise) continue;
    first = Math.min(first, ratio);
    last = Math.max(last, ratio);
  }
  return { estimate, low: within(first - step), high: within(last + step) };
}
