import { checkAtLeast } from '../data/check.ts';
import { logLosses } from '../evaluate/log-loss.ts';
import { pairedComparison } from '../evaluate/paired-comparison.ts';
import { mean } from '../numeric/sample.ts';
import { seededRandom } from '../random/random.ts';
import { HELD_OUT_SHARE, MIN_ANSWERS_TO_JUDGE, MIN_REVIEWS_TO_FIT } from './fit-gates.ts';
import { foldReviews } from './fold-reviews.ts';
import { fsrsParameters } from './fsrs-parameters.ts';
import { interdayRows, type TimedReviews } from './interday-rows.ts';
import { optimiseParameters } from './optimise-parameters.ts';
import { reviewsBefore } from './reviews-before.ts';
import { timeGrades, timeThresholds, type TimeThresholds } from './time-grades.ts';

/** The interval is drawn from a seed of its own, so that the same log gives the same verdict. */
const INTERVAL_SEED = 1;

export interface ParameterFit {
  /** Fitted to everything where accepted, else to what came before the held-out answers. */
  readonly weights: readonly number[];
  /** Of a time-graded fit. */
  readonly times: TimeThresholds | null;
  readonly accepted: boolean;
  /** Log loss on the held-out answers: standard weights, weights it competes with, and weights fitted without those answers. */
  readonly defaultLoss: number;
  readonly currentLoss: number;
  readonly fittedLoss: number;
  /** `currentLoss` less `fittedLoss` with its 90 % interval, whole study days resampled. */
  readonly gain: { readonly mean: number; readonly low: number; readonly high: number };
}

export interface MemoryFits {
  readonly plain: ParameterFit;
  /** Competes with the better of the plain fit and the weights in force. */
  readonly timeGraded: ParameterFit;
  readonly reviews: number;
  readonly trainedOn: number;
  readonly heldOut: number;
  /** The moment of the last answer, UTC ms: a later fit is judged on what follows it. */
  readonly until: number;
}

/**
 * Fits memory parameters to a learner's reviews, plain and time-graded, and accepts each only where the same fit, made
 * without the latest answers, predicts those better than what is in force. Better means beyond chance: the whole 90 %
 * interval of the gain is above zero, since a fit to a learner without any gain may look better by luck.
 * What is accepted is then fitted on everything.
 *
 * The judges are the latest fifth of the interday answers, and none that the weights in force were fitted to, which they
 * would know by heart.
 * @param current the 21 weights in force
 * @param seenUntil the moment of the last answer those were fitted to, UTC ms; null for the standard ones
 * @param onProgress hears shares of the work done, 0 to 1
 * @param throwIfCancelled called between the parts of the work
 * @throws DataError `too_few` where fewer than 400 interday answers are left to fit on, or fewer than 100, or those of a
 *   single day, to judge
 */
export async function fitParameters(
  current: readonly number[],
  reviews: TimedReviews,
  seenUntil: number | null = null,
  onProgress: (share: number) => void = () => {},
  throwIfCancelled: () => void = () => {},
): Promise<MemoryFits> {
  const rows = interdayRows(reviews);
  const latest = Math.floor(rows.length * (1 - HELD_OUT_SHARE));
  const unseen = seenUntil === null ? 0 : rows.findIndex((row) => reviews.at[row]! > seenUntil);
  const trainedOn = unseen < 0 ? rows.length : Math.max(latest, unseen);
  checkAtLeast('interday answers', rows.subarray(0, trainedOn), MIN_REVIEWS_TO_FIT);
  const heldOut = rows.subarray(trainedOn);
  checkAtLeast('later answers', heldOut, MIN_ANSWERS_TO_JUDGE);
  const before = reviewsBefore(reviews, reviews.at[heldOut[0]!]!);

  const part = (from: number) => (share: number) => onProgress(from + share / 4);
  const fit = async (on: TimedReviews, times: TimeThresholds | null, from: number) => {
    throwIfCancelled();
    const graded = times === null ? on : { ...on, ratings: timeGrades(on, times) };
    return optimiseParameters(graded, part(from));
  };
  const losses = (weights: readonly number[], times: TimeThresholds | null): Float64Array => {
    const ratings = times === null ? reviews.ratings : timeGrades(reviews, times);
    const { retrievability } = foldReviews(fsrsParameters(weights), { ...reviews, ratings });
    const outcomes = Float64Array.from(heldOut, (row) => (reviews.ratings[row]! > 1 ? 1 : 0));
    return logLosses(
      outcomes,
      Float64Array.from(heldOut, (row) => retrievability[row]!),
    );
  };
  const standard = mean(losses(fsrsParameters().weights, null));
  const days = Float64Array.from(heldOut, (row) => reviews.days[row]!);
  const judge = (rival: Float64Array, fitted: Float64Array): Judgement => {
    const { difference, low, high } = pairedComparison(rival, fitted, seededRandom(INTERVAL_SEED), {
      groups: days,
    });
    return {
      accepted: low > 0,
      defaultLoss: standard,
      currentLoss: mean(rival),
      fittedLoss: mean(fitted),
      gain: { mean: difference, low, high },
    };
  };

  const candidate = await fit(before, null, 0);
  const inForce = losses(current, null);
  const plainLosses = losses(candidate, null);
  const plain = judge(inForce, plainLosses);

  const timesBefore = timeThresholds(before);
  const gradedCandidate = await fit(before, timesBefore, 0.25);
  const graded = judge(plain.accepted ? plainLosses : inForce, losses(gradedCandidate, timesBefore));

  const times = timeThresholds(reviews);
  return {
    plain: { ...plain, times: null, weights: plain.accepted ? await fit(reviews, null, 0.5) : candidate },
    timeGraded: {
      ...graded,
      times: graded.accepted ? times : timesBefore,
      weights: graded.accepted ? await fit(reviews, times, 0.75) : gradedCandidate,
    },
    reviews: reviews.days.length,
    trainedOn,
    heldOut: heldOut.length,
    until: reviews.at.reduce((last, at) => Math.max(last, at), 0),
  };
}

type Judgement = Pick<ParameterFit, 'accepted' | 'defaultLoss' | 'currentLoss' | 'fittedLoss' | 'gain'>;
