import type { Jobs } from '../../jobs/jobs.ts';
import { lookWhenQuiet } from '../../jobs/look-when-quiet.ts';
import type { Store } from '../../store/store.ts';
import type { RecallLooks } from './recall-looks.ts';

export type WatchRecallParts = {
  store: Store;
  jobs: Jobs;
  recall: RecallLooks;
  /** The machine is at leisure; left out, it always is. */
  mayFit?: () => boolean;
  onError(error: unknown): void;
  /** A look is asked for when nobody has answered for so long. */
  soonMs?: number;
  /** A fit takes a minute of a processor: nobody has answered for so long. */
  idleMs?: number;
};

const someSeconds = 8000;
const minuteMs = 60_000;

/**
 * Fits when many answers came and the owner rests; looks once a day with the model that is in use.
 * @returns stops watching
 */
export const watchRecall = (parts: WatchRecallParts): (() => void) => {
  const { store, jobs, recall, mayFit, onError, soonMs = someSeconds, idleMs = minuteMs } = parts;
  return lookWhenQuiet({
    store,
    kinds: ['reviews'],
    waitMs: soonMs,
    look: (quietMs) => {
      const { due } = recall;
      // A day begins without anybody changing anything.
      if (due === 'nothing') return idleMs;
      const isRest = due !== 'fit' || (quietMs >= idleMs && mayFit?.() !== false);
      if (isRest && jobs.runningCount === 0) recall.start(due === 'fit').catch(onError);
      return 'later';
    },
  });
};
