import type { FoldedReviews } from '../memory/fold-reviews.ts';
import { foldReviews } from '../memory/fold-reviews.ts';
import { fsrsParameters } from '../memory/fsrs-parameters.ts';
import type { TimedReviews } from '../memory/interday-rows.ts';
import { optimiseParameters } from '../memory/optimise-parameters.ts';
import {
  TIME_SHARES,
  timeGrades,
  timeThresholds,
  type TimeShares,
  type TimeThresholds,
} from '../memory/time-grades.ts';
import { logit, sigmoid } from '../numeric/special.ts';

/** FSRS weights fitted to a learner's grades, corrected by answer times at these thresholds. */
export type GradedMemory = { readonly thresholds: TimeThresholds; readonly weights: readonly number[] };

/**
 * Where "fast" ends and "slow" begins is not known. Each of these says something of its own, and the mean of what they
 * say is better than any of them.
 */
export const GRADED_SHARES: readonly TimeShares[] = [TIME_SHARES, [0.2, 0.8], [0.5, 0.8], [0.2, 0.5]];

const SUREST = 1e-4;

/** Fits them all, one after another. @throws DataError of `timeThresholds` and of the optimiser */
export async function fitGradedMemories(reviews: TimedReviews): Promise<GradedMemory[]> {
  const memories: GradedMemory[] = [];
  for (const shares of GRADED_SHARES) {
    const thresholds = timeThresholds(reviews, shares);
    const graded = { ...reviews, ratings: timeGrades(reviews, thresholds) };
    memories.push({ thresholds, weights: await optimiseParameters(graded) });
  }
  return memories;
}

/**
 * Folds histories with each of the memories. Retrievability is their mean on the scale of log-odds, stability and
 * difficulty are those of the first.
 */
export function foldGradedMemories(memories: readonly GradedMemory[], reviews: TimedReviews): FoldedReviews {
  const folds = memories.map(({ thresholds, weights }) =>
    foldReviews(fsrsParameters(weights), { ...reviews, ratings: timeGrades(reviews, thresholds) }),
  );
  const [first] = folds;
  if (first === undefined) return foldReviews(fsrsParameters(), reviews);
  return {
    ...first,
    retrievability: first.retrievability.map((_, row) => {
      let sum = 0;
      for (const { retrievability } of folds) sum += logit(retrievability[row]!, SUREST);
      return sigmoid(sum / folds.length);
    }),
  };
}
