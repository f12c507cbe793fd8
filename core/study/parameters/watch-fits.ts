import type { Jobs } from '../../jobs/jobs.ts';
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
 * Asks for a fit at the first idle minute after start and after answers. Nothing is remembered for it: what is due is
 * read from the file, so a program that was ended before its turn takes it up at the next start.
 * @returns stops watching
 */
export const watchFits = ({
  store,
  jobs,
  fits,
  mayFit,
  onError,
  idleMs = minuteMs,
}: WatchParts): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, idleMs);
    timer.unref();
  };
  const look = (): void => {
    // Other long work first; a fit has time.
    if (jobs.runningCount > 0 || mayFit?.() === false) wait();
    else if (fits.isDue) fits.start().catch(onError);
  };
  const unsubscribe = store.feed.subscribe((changes) => {
    if (changes.includes('reviews')) wait();
  });
  wait();
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
};
