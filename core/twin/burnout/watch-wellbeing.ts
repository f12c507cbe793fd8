import type { Jobs } from '../../jobs/jobs.ts';
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
 * Assesses load and burnout after each analysis of the history, and when a week has passed. What is due is read from the
 * file, so nothing is missed while the program is off.
 * @returns stops watching
 */
export const watchWellbeing = (parts: WatchWellbeingParts): (() => void) => {
  const { store, jobs, assessments, onError, soonMs = someSeconds } = parts;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, soonMs);
    timer.unref();
  };
  const look = (): void => {
    if (!assessments.isDue) return;
    if (jobs.runningCount > 0) wait();
    else assessments.start(false).catch(onError);
  };
  const unsubscribe = store.feed.subscribe((changes) => {
    if (changes.includes('learning_profiles')) wait();
  });
  wait();
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
};
