import type { Jobs } from '../../jobs/jobs.ts';
import { lookWhenQuiet } from '../../jobs/look-when-quiet.ts';
import type { Store } from '../../store/store.ts';
import type { Predictions } from './predictions.ts';

export type WatchPredictionsParts = {
  store: Store;
  jobs: Jobs;
  predictions: Pick<Predictions, 'due' | 'start'>;
  onError(error: unknown): void;
  /** Nobody has answered for so long; and how often it looks whether a day has begun. */
  idleMs?: number;
  /** How often it looks while something is due. */
  soonMs?: number;
};

const minuteMs = 60_000;
const someSeconds = 5000;

/**
 * Predicts once a day, at its first idle minute; soon where nothing was ever predicted, after an import. Once a day and
 * start of the program: what fails or is cancelled is not tried again and again.
 * @returns stops watching
 */
export const watchPredictions = (parts: WatchPredictionsParts): (() => void) => {
  const { store, jobs, predictions, onError, idleMs = minuteMs, soonMs = someSeconds } = parts;
  let tried: number | undefined;
  return lookWhenQuiet({
    store,
    // An erasure takes what was concluded: it is concluded anew from what is left.
    kinds: ['reviews', 'erasures'],
    waitMs: soonMs,
    look: (quietMs) => {
      const { due } = predictions;
      // A day begins without anybody changing anything, so it always looks again.
      if (due === null || due.studyDay === tried) return idleMs;
      if (jobs.runningCount > 0 || (!due.isFirst && quietMs < idleMs)) return 'later';
      tried = due.studyDay;
      predictions.start().catch(onError);
      return idleMs;
    },
  });
};
