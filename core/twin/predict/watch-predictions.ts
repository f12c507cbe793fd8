import type { Jobs } from '../../jobs/jobs.ts';
import { lookWhenQuiet } from '../../jobs/look-when-quiet.ts';
import type { Store } from '../../store/store.ts';
import type { Predictions } from './predictions.ts';

export type WatchPredictionsParts = {
  store: Store;
  jobs: Jobs;
  predictions: Predictions;
  onError(error: unknown): void;
  /** After an analysis, or the start. */
  soonMs?: number;
};

const someSeconds = 5000;

/**
 * Predicts once a day, after the history was analysed or when the first of a new day is there.
 * @returns stops watching
 */
export const watchPredictions = (parts: WatchPredictionsParts): (() => void) => {
  const { store, jobs, predictions, onError, soonMs = someSeconds } = parts;
  return lookWhenQuiet({
    store,
    kind: 'learning_profiles',
    waitMs: soonMs,
    look: () => {
      // A day begins without anybody changing anything.
      if (predictions.isDue && jobs.runningCount === 0) predictions.start().catch(onError);
      return 'later';
    },
  });
};
