import type { Jobs } from '../../jobs/jobs.ts';
import { lookWhenQuiet } from '../../jobs/look-when-quiet.ts';
import type { Store } from '../../store/store.ts';
import type { Analyses } from './analyses.ts';

export type WatchHistoryParts = {
  store: Store;
  jobs: Jobs;
  analyses: Analyses;
  /** The machine is at leisure; left out, it always is. */
  mayAnalyse?: () => boolean;
  onError(error: unknown): void;
  /** Nobody has answered for so long. */
  idleMs?: number;
  /** After an import the owner waits for what comes of it. */
  soonMs?: number;
};

const minuteMs = 60_000;
const someSeconds = 2000;

/**
 * Asks for an analysis: soon after the history grew by much (an import, the first answers of all), else at the first idle
 * minute of a day that brought answers.
 * @returns stops watching
 */
export const watchHistory = (parts: WatchHistoryParts): (() => void) => {
  const { store, jobs, analyses, mayAnalyse, onError, idleMs = minuteMs, soonMs = someSeconds } = parts;
  return lookWhenQuiet({
    store,
    // An erasure takes what was concluded: it is concluded anew from what is left.
    kinds: ['reviews', 'erasures'],
    waitMs: soonMs,
    // Asked here and not at every answer: what is new is counted over all days.
    look: (quietMs) => {
      const { news } = analyses;
      if (news === 'none') return 'done';
      const isTooSoon = news === 'some' && (quietMs < idleMs || mayAnalyse?.() === false);
      if (jobs.runningCount > 0 || isTooSoon) return 'later';
      analyses.start().catch(onError);
      return 'done';
    },
  });
};
