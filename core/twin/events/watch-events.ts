import type { Jobs } from '../../jobs/jobs.ts';
import { lookWhenQuiet } from '../../jobs/look-when-quiet.ts';
import type { Store } from '../../store/store.ts';
import { archiveEvents, ripeMonth } from './archive-events.ts';

export type WatchEventsParts = {
  store: Store;
  jobs: Jobs;
  onError(error: unknown): void;
  /** After the start, or the last event. */
  soonMs?: number;
};

const aMinute = 60_000;

/**
 * Archives events when a month of them has become twelve months old.
 * @returns stops watching
 */
export const watchEvents = ({ store, jobs, onError, soonMs = aMinute }: WatchEventsParts): (() => void) =>
  lookWhenQuiet({
    store,
    kinds: ['behavioral_events'],
    waitMs: soonMs,
    look: () => {
      if (ripeMonth(store) === undefined) return 'done';
      if (jobs.runningCount > 0) return 'later';
      jobs
        .start('twin.archiveEvents', (progress, signal) =>
          archiveEvents(store, (done) => progress('months', done, 0), signal),
        )
        .catch(onError);
      return 'done';
    },
  });
