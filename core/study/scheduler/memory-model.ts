import type { FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { timeGrade, type TimeThresholds } from '#ml/memory/time-grades.ts';

/**
 * What memories are folded with: FSRS weights and, where the owner chose time-graded FSRS, the answer times below and
 * above which a Good counts as Easy and as Hard.
 */
export type MemoryModel = FsrsParameters & { readonly times?: TimeThresholds };

/**
 * The grade that memory learns from: the rating, shifted by the answer's time where the model says so. Only an answer on
 * a later study day than the one before tells of memory by its time; what was seen minutes ago always comes fast.
 *
 * The interval an answer gives is that of the button pressed (`answerCard`): the buttons promise it before the time is
 * known. The time enters what is expected of the card from then on, and with it every interval after this one.
 */
export function memoryGrade(
  model: MemoryModel,
  before: { readonly stability: number | null; readonly lastDay: number | null },
  review: { readonly rating: Rating; readonly studyDay: number; readonly durationMs?: number },
): Rating {
  if (model.times === undefined || review.durationMs === undefined) return review.rating;
  if (before.stability === null || before.lastDay === null || review.studyDay <= before.lastDay)
    return review.rating;
  return timeGrade(review.rating, review.durationMs, model.times);
}
