import { checkAtLeast } from '../data/check.ts';
import { fsrsParameters } from './fsrs-parameters.ts';
import { heldOutLoss } from './held-out-loss.ts';
import { interdayRows, type TimedReviews } from './interday-rows.ts';
import { MIN_REVIEWS_TO_FIT, optimiseParameters } from './optimise-parameters.ts';
import { reviewsBefore } from './reviews-before.ts';

/** The last share of the interday answers judges what was fitted on those before them. */
const HELD_OUT_SHARE = 0.2;

export interface ParameterFit {
  /** The weights to use from now on: the new ones where accepted, else those in force. */
  readonly weights: readonly number[];
  readonly accepted: boolean;
  /** Log loss on the held-out answers: of the weights in force, and of weights fitted without those answers. */
  readonly currentLoss: number;
  readonly fittedLoss: number;
  readonly trainedOn: number;
  readonly heldOut: number;
}

/**
 * Fits memory parameters to a learner's reviews, and accepts them only where the same fit, made without the latest
 * fifth of the interday answers, predicts that fifth better than the weights in force. What is accepted is then
 * fitted on everything.
 * @param current the 21 weights in force
 * @param onProgress hears shares of the work done, 0 to 1
 * @param throwIfCancelled called between the parts of the work
 * @throws DataError `too_few` where fewer than 400 interday answers are left to fit on
 */
export async function fitParameters(
  current: readonly number[],
  reviews: TimedReviews,
  onProgress: (share: number) => void = () => {},
  throwIfCancelled: () => void = () => {},
): Promise<ParameterFit> {
  const rows = interdayRows(reviews);
  const trainedOn = Math.floor(rows.length * (1 - HELD_OUT_SHARE));
  checkAtLeast('interday answers', rows.subarray(0, trainedOn), MIN_REVIEWS_TO_FIT);
  const heldOut = rows.subarray(trainedOn);
  const before = reviewsBefore(reviews, reviews.at[heldOut[0]!]!);
  const candidate = await optimiseParameters(before, (share) => onProgress(share * 0.45));
  throwIfCancelled();
  const currentLoss = heldOutLoss(fsrsParameters(current), reviews, heldOut);
  const fittedLoss = heldOutLoss(fsrsParameters(candidate), reviews, heldOut);
  const judged = { currentLoss, fittedLoss, trainedOn, heldOut: heldOut.length };
  if (!(fittedLoss < currentLoss)) return { ...judged, weights: current, accepted: false };
  throwIfCancelled();
  const weights = await optimiseParameters(reviews, (share) => onProgress(0.5 + share * 0.5));
  return { ...judged, weights, accepted: true };
}
