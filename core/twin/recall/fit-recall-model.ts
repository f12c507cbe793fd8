import { DataError } from '#ml/data/data-error.ts';
import { logLoss, logLosses } from '#ml/evaluate/log-loss.ts';
import { pairedComparison } from '#ml/evaluate/paired-comparison.ts';
import { foldReviews } from '#ml/memory/fold-reviews.ts';
import { HELD_OUT_SHARE, MIN_REVIEWS_TO_FIT } from '#ml/memory/fit-gates.ts';
import { interdayRows, type TimedReviews } from '#ml/memory/interday-rows.ts';
import { timeGrades } from '#ml/memory/time-grades.ts';
import { median } from '#ml/numeric/sample.ts';
import { seededRandom } from '#ml/random/random.ts';
import { recallFeatures } from '#ml/recall/recall-features.ts';
import { foldedOverTime, recalledOf, RecallOverTime } from '#ml/recall/recall-over-time.ts';
import { recallToBytes } from '#ml/recall/recall-snapshot.ts';
import type { MemoryModel } from '../../study/scheduler/memory-model.ts';

/** The correction of a log of a million is learnt from its latest answers: older ones tell of somebody else. */
const MOST_ANSWERS = 100_000;
const JUDGE_SEED = 1;

/** How a fit was judged; losses are log losses on the held-out answers. */
export type RecallJudgement = {
  /** Answers on a later day than the one before, which a model of recall is learnt from and judged on. */
  readonly answers: number;
  readonly heldOut: number;
  readonly fsrsLoss: number;
  readonly contextLoss: number;
  /** Loss of FSRS less that of the model, with its 90 % interval, whole study days resampled. */
  readonly gain: { readonly mean: number; readonly low: number; readonly high: number };
  readonly accepted: boolean;
};
export type RecallFit = {
  /** Null: too few answers are tests of memory. */
  readonly judgement: RecallJudgement | null;
  /** Null where it was not accepted. */
  readonly snapshot: Uint8Array | null;
};

/** Whether a fit beats FSRS beyond chance: the whole interval of the gain lies above zero. */
export const judgeRecall = (
  outcomes: Uint8Array,
  fsrs: Float64Array,
  context: Float64Array,
  days: Float64Array,
): Omit<RecallJudgement, 'answers'> => {
  const { difference, low, high } = pairedComparison(
    logLosses(outcomes, fsrs),
    logLosses(outcomes, context),
    seededRandom(JUDGE_SEED),
    { groups: days },
  );
  return {
    heldOut: outcomes.length,
    fsrsLoss: logLoss(outcomes, fsrs),
    contextLoss: logLoss(outcomes, context),
    gain: { mean: difference, low, high },
    accepted: low > 0,
  };
};

/** Null: of somebody who hardly ever recalled there are no answer times to learn from. */
const predictedOr = async (overTime: RecallOverTime, rows: Int32Array): Promise<Float64Array | null> => {
  try {
    return await overTime.predict(rows);
  } catch (error) {
    if (error instanceof DataError && error.problem === 'too_few') return null;
    throw error;
  }
};

/**
 * Fits the contextual model and judges it: learnt without the latest fifth, it must predict those better than FSRS with
 * the parameters in force. Those may have been fitted to the very answers that judge, which is to the model's
 * disadvantage and never to the owner's. What is accepted is learnt again from everything.
 * @param fitted the reviews memories are fitted to: of all cards, or of a share of them
 */
export const fitRecallModel = async (
  reviews: TimedReviews,
  fitted: TimedReviews,
  inForce: MemoryModel,
): Promise<RecallFit> => {
  const rows = interdayRows(reviews);
  const from = Math.floor(rows.length * (1 - HELD_OUT_SHARE));
  const judges = rows.subarray(from);
  const daysOf = Float64Array.from(judges, (row) => reviews.days[row]!);
  if (from < MIN_REVIEWS_TO_FIT || new Set(daysOf).size < 2) return { judgement: null, snapshot: null };
  const overTime = new RecallOverTime(reviews, { fitted, most: MOST_ANSWERS });
  const context = await predictedOr(overTime, judges);
  if (context === null) return { judgement: null, snapshot: null };
  const ratings = inForce.times === undefined ? reviews.ratings : timeGrades(reviews, inForce.times);
  const { retrievability } = foldReviews(inForce, { ...reviews, ratings });
  const judgement = {
    answers: rows.length,
    ...judgeRecall(
      recalledOf(reviews, judges),
      Float64Array.from(judges, (row) => retrievability[row]!),
      context,
      daysOf,
    ),
  };
  if (!judgement.accepted) return { judgement, snapshot: null };
  const model = await overTime.fitToAll();
  const learnt = rows.subarray(Math.max(0, rows.length - MOST_ANSWERS));
  const { names, columns } = recallFeatures(reviews, foldedOverTime(reviews, overTime.memories), learnt);
  const typical = Float64Array.from(columns, (column) => {
    const known = column.filter((value) => !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : median(known);
  });
  return { judgement, snapshot: recallToBytes({ model, memories: overTime.memories, names, typical }) };
};
