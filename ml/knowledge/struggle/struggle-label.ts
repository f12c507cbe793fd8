import { checkBinary, checkProbabilities, checkSameLength } from '../../data/check.ts';
import { atLeast } from './lapse-tail.ts';

/** Fewer judged answers in a window than this say nothing. */
export const MIN_JUDGED_ANSWERS = 15;
const RESIDUAL_BELOW = -0.1;
const RECALL_BELOW = 0.75;
const LAPSE_TAIL = 0.05;
const PRACTICE_TEST_BELOW = 0.6;

/**
 * The judged answers of one objective in one window, in any order: those FSRS had an expectation for, to cards answered
 * on an earlier study day. First sights and steps within a day are practice, not a test of memory (at no elapsed time
 * FSRS expects 1, and every slip would count as a struggle).
 */
export interface JudgedAnswers {
  /** 0 or 1. */
  readonly recalled: ArrayLike<number>;
  /** What FSRS gave just before the answer, 0 to 1. */
  readonly retrievability: ArrayLike<number>;
  /** 1 where the card was in review when shown, so that forgetting it is a lapse. */
  readonly inReview: ArrayLike<number>;
}

export type StruggleOutcome = 'STRUGGLED' | 'FINE' | 'NOT_STUDIED';

export interface StruggleLabel {
  readonly outcome: StruggleOutcome;
  readonly answers: number;
  /** Means over the judged answers; NaN without any. */
  readonly residual: number;
  readonly recall: number;
  readonly lapses: number;
  /** P(as many lapses or more) by what FSRS expected of the same answers; 1 without a lapse. */
  readonly lapseTail: number;
}

/**
 * Whether the owner struggled, judged over a whole window (twin.md §3): from 15 answers on, a pooled residual below −.10,
 * a recall below .75, more lapses than exposure explains (exact upper 5 %), or a practice test below 60 %.
 * @param practiceTests scores on the objective in the window, 0 to 1
 * @throws DataError `length`, `out_of_range`, `not_finite`
 */
export function struggleLabel(answers: JudgedAnswers, practiceTests: readonly number[] = []): StruggleLabel {
  const { recalled, retrievability, inReview } = answers;
  checkSameLength('retrievability', retrievability, 'recalled', recalled);
  checkSameLength('inReview', inReview, 'recalled', recalled);
  checkBinary('recalled', recalled);
  checkProbabilities('retrievability', retrievability);
  checkProbabilities('practiceTests', practiceTests);
  const count = recalled.length;
  let passes = 0;
  let expected = 0;
  let lapses = 0;
  const forgetting: number[] = [];
  for (let row = 0; row < count; row += 1) {
    passes += recalled[row]!;
    expected += retrievability[row]!;
    if (inReview[row] !== 1) continue;
    lapses += 1 - recalled[row]!;
    forgetting.push(1 - retrievability[row]!);
  }
  const residual = (passes - expected) / count;
  const recall = passes / count;
  const lapseTail = atLeast(forgetting, lapses);
  const struggled =
    residual < RESIDUAL_BELOW ||
    recall < RECALL_BELOW ||
    lapseTail <= LAPSE_TAIL ||
    practiceTests.some((score) => score < PRACTICE_TEST_BELOW);
  const outcome = count < MIN_JUDGED_ANSWERS ? 'NOT_STUDIED' : struggled ? 'STRUGGLED' : 'FINE';
  return { outcome, answers: count, residual, recall, lapses, lapseTail };
}

/** How a prediction turned out. */
export type PredictionOutcome =
  | 'CONFIRMED'
  | 'FALSE_POSITIVE'
  | 'MISSED'
  | 'TRUE_NEGATIVE'
  /** Not scored. */
  | 'NOT_STUDIED';

/**
 * @param alerted whether the prediction's band called for help
 * @param verdict what the owner said, which outranks the automatic outcome; null where they said nothing
 */
export function predictionOutcome(
  alerted: boolean,
  outcome: StruggleOutcome,
  verdict: 'STRUGGLED' | 'FINE' | null = null,
): PredictionOutcome {
  const judged = verdict ?? outcome;
  if (judged === 'NOT_STUDIED') return 'NOT_STUDIED';
  if (judged === 'STRUGGLED') return alerted ? 'CONFIRMED' : 'MISSED';
  return alerted ? 'FALSE_POSITIVE' : 'TRUE_NEGATIVE';
}
