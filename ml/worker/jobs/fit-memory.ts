import { fitParameters, type MemoryFits } from '../../memory/fit-parameters.ts';
import type { TimedReviews } from '../../memory/interday-rows.ts';
import type { JobContext } from '../job.ts';

const PARTS = 100;

/**
 * Fits memory parameters away from the thread that answers. The optimiser's own thread cannot be asked to stop: a
 * cancelled fit ends for its caller after the pool's grace, and what is left of it runs out unheard.
 */
export function run(
  {
    current,
    reviews,
    seenUntil,
  }: { current: readonly number[]; reviews: TimedReviews; seenUntil: number | null },
  { progress, throwIfCancelled }: JobContext,
): Promise<MemoryFits> {
  return fitParameters(
    current,
    reviews,
    seenUntil,
    (share) => progress(Math.round(share * PARTS), PARTS, 'fit'),
    throwIfCancelled,
  );
}
