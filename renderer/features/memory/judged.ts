import type { Output } from '../../transport/app-contract.ts';

export type Fit = NonNullable<Output<'parameters.status'>['latest']>;

type Verdict = {
  reviews: number;
  heldOut: number;
  defaultLoss: number;
  inForceLoss: number;
  fittedLoss: number;
  gain: { low: number; high: number };
};

/** The figures of a fit that was judged; undefined where there was too little to judge it by. */
export function judged(fit: Fit): Verdict | undefined {
  const { reviews, heldOut, defaultLoss, inForceLoss, fittedLoss, gain } = fit;
  if (defaultLoss === null || inForceLoss === null || fittedLoss === null || gain === null) return undefined;
  return { reviews, heldOut, defaultLoss, inForceLoss, fittedLoss, gain };
}
