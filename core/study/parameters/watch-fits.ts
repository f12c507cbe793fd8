import type { Jobs } from '../../jobs/jobs.ts';
import { lookWhenQuiet } from '../../jobs/look-when-quiet.ts';
import type { Store } from '../../store/store.ts';
import type { ParameterFits } from './parameter-fits.ts';

export type WatchParts = {
  store: Store;
  jobs: Jobs;
  fits: ParameterFits;
  /** The machine is at leisure; left out, it always is. */
  mayFit?: () => boolean;
  onError(error: unknown): void;
  /** Nobody has answered for so long. */
  idleMs?: number;
};

const minuteMs = 60_000;

/**
 * Asks for a fit at the first idle minute after start and after answers.
 * @returns stops watching
 */
export const watchFits = ({
  store,
  jobs,
  fits,
  mayFit,
  onError,
  idleMs = minuteMs,
}: WatchParts): (() => void) =>
  lookWhenQuiet({
    store,
    kinds: ['reviews'],
    waitMs: idleMs,
    look: () => {
      // Other long work first; a fit has time.
      if (jobs.runningCount > 0 || mayFit?.() === false) return 'later';
      if (fits.isDue) fits.start().catch(onError);
      return 'done';
    },
  });
