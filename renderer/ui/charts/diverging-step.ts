import { isClear, type Estimate } from './estimate.ts';

/** Seven steps from far below what is usual to far above: −3 … 3. `range`: how far from zero the outer steps begin to end. */
export function divergingStep(value: number, range: number): number {
  if (!(range > 0)) return 0;
  const step = Math.round((value / range) * 3.5);
  // Half a step to each side is usual, so that what is next to nothing has no colour; −0 is no step of its own.
  return Math.max(-3, Math.min(3, step)) || 0;
}

/** Clear of zero, and by more than next to nothing: with many answers, an effect that is not worth telling is clear too. */
export function isMarked(estimate: Estimate, range: number): boolean {
  return estimate.value !== null && divergingStep(estimate.value, range) !== 0 && isClear(estimate);
}
