import type { Output } from '../../transport/app-contract.ts';
import type { Estimate } from '../../ui/charts/estimate.ts';

type Effect = NonNullable<Output<'twin.rhythm'>>['rhythm']['hours'][number]['all'];

/** An effect of the learner model as charts take it. */
export const estimateOf = (effect: Effect): Estimate =>
  effect === null
    ? { n: 0, value: null }
    : { n: effect.n, value: effect.effect, low: effect.low, high: effect.high };
