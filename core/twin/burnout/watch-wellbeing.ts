import type { Jobs } from '../../jobs/jobs.ts';
import { lookWhenQuiet } from '../../jobs/look-when-quiet.ts';
import type { Store } from '../../store/store.ts';
import type { Assessments } from './assessments.ts';

export type WatchWellbeingParts = {
  store: Store;
  jobs: Jobs;
  assessments: Assessments;
  onError(error: unknown): void;
  /** After an analysis, or the start. */
  soonMs?: number;
};

const someSeconds = 2000;

/**
 * Assesses load and burnout after each analysis of the history, and when a week has passed.
 * @returns stops watching
 */
export const watchWellbeing = (parts: WatchWellbeingParts): (() => void) => {
  const { store, jobs, assessments, onError, soonMs = someSeconds } = parts;
  return lookWhenQuiet({
    store,
    kinds: ['learning_profiles'],
    waitMs: soonMs,
    look: () => {
      if (!assessments.isDue) return 'done';
      if (jobs.runningCount > 0) return 'later';
      assessments.start(false).catch(onError);
      return 'done';
    },
  });
};
