import type { TimedReviews } from '../memory/interday-rows.ts';
import { sigmoid } from '../numeric/special.ts';
import { predictRecall } from './fit-recall.ts';
import { recallFeatures, type RecallFeatures } from './recall-features.ts';
import { foldedOverTime } from './recall-over-time.ts';
import type { RecallPredictor } from './recall-snapshot.ts';

/**
 * Features that are told of together, and taken away together where it is asked what they do. What a card's answers say of
 * stability and difficulty is FSRS's own and moves nothing here.
 */
export const RECALL_REASONS = {
  cardSurprise: ['cardSurprise', 'lastSurprise', 'surprise1', 'surprise2', 'surprise3', 'lapses', 'streak'],
  cardPace: ['cardSlowness', 'lastSlowness', 'slowness1', 'slowness2', 'slowness3'],
  alike: ['cohortSurprise', 'neighbourSurprise'],
  today: ['sessionSurprise', 'todaySurprise', 'todaySlowness', 'todayAnswers', 'againShare'],
  lately: ['surprise20', 'surprise100', 'recentDays', 'slowness20'],
  beginning: ['firstRating', 'firstDayAnswers', 'firstDayAgain'],
  spacing: ['stretch', 'gap1', 'gap2', 'gap3', 'logAge', 'logElapsed', 'sameDayAnswers'],
} as const;
export type RecallReason = keyof typeof RECALL_REASONS;

/** What is asked of some histories at one moment. */
export type RecallNow = {
  /** Places of the histories; those answered on the study day itself have no number and are left out. */
  readonly histories: Int32Array;
  readonly probabilities: Float64Array;
  readonly features: RecallFeatures;
};

/** Names of the features there are. */
export const recallFeatureNames = (): readonly string[] => {
  const nothing: TimedReviews = {
    starts: Int32Array.of(0),
    days: new Int32Array(),
    ratings: new Uint8Array(),
    at: new Float64Array(),
    durationMs: new Float64Array(),
  };
  const none = {
    retrievability: new Float64Array(),
    stability: new Float64Array(),
    difficulty: new Float64Array(),
  };
  return recallFeatures(nothing, none, new Int32Array()).names;
};

/** Each history with one more row: as if its card were shown now. Its rating is never looked at. */
function shownNow(
  { starts, days, ratings, at, durationMs }: TimedReviews,
  isAsked: (history: number) => boolean,
  now: number,
  today: number,
): { reviews: TimedReviews; rows: Int32Array; histories: Int32Array } {
  const histories: number[] = [];
  for (let history = 0; history + 1 < starts.length; history += 1) {
    const end = starts[history + 1]!;
    if (end > starts[history]! && days[end - 1]! < today && isAsked(history)) histories.push(history);
  }
  const size = days.length + histories.length;
  const reviews = {
    starts: new Int32Array(starts.length),
    days: new Int32Array(size),
    ratings: new Uint8Array(size),
    at: new Float64Array(size),
    durationMs: new Float64Array(size),
  };
  const rows = new Int32Array(histories.length);
  let [next, row] = [0, 0];
  for (let history = 0; history + 1 < starts.length; history += 1) {
    const [from, end] = [starts[history]!, starts[history + 1]!];
    reviews.starts[history] = row;
    reviews.days.set(days.subarray(from, end), row);
    reviews.ratings.set(ratings.subarray(from, end), row);
    reviews.at.set(at.subarray(from, end), row);
    reviews.durationMs.set(durationMs.subarray(from, end), row);
    row += end - from;
    if (histories[next] !== history) continue;
    reviews.days[row] = today;
    reviews.ratings[row] = 3;
    reviews.at[row] = now;
    rows[next] = row;
    next += 1;
    row += 1;
  }
  reviews.starts[starts.length - 1] = row;
  return { reviews, rows, histories: Int32Array.from(histories) };
}

/**
 * Recall of cards if they were shown now, by the path on which the model was trained: an answer is described by those
 * before it. A clock that stands before the last answers leaves those out.
 */
export function recallNow(
  reviews: TimedReviews,
  predictor: RecallPredictor,
  moment: { now: number; today: number },
  isAsked: (history: number) => boolean = () => true,
): RecallNow {
  const shown = shownNow(reviews, isAsked, moment.now, moment.today);
  const features = recallFeatures(
    shown.reviews,
    foldedOverTime(shown.reviews, predictor.memories),
    shown.rows,
  );
  return { histories: shown.histories, probabilities: predictRecall(predictor.model, features), features };
}

/** By how much recall of one row would differ if a group of features were as they mostly are: signed, largest first. */
export function recallReasons(
  predictor: RecallPredictor,
  { features, probabilities }: RecallNow,
  place: number,
): { byAnswerTimes: number; reasons: { reason: RecallReason; effect: number }[] } {
  const values = features.columns.map((column) => column[place]!);
  const offsets = Float64Array.of(features.offsets[place]!);
  const reasons = (Object.keys(RECALL_REASONS) as RecallReason[]).map((reason) => {
    const group: readonly string[] = RECALL_REASONS[reason];
    const columns = values.map((value, column) =>
      Float64Array.of(group.includes(predictor.names[column]!) ? predictor.typical[column]! : value),
    );
    const without = predictRecall(predictor.model, { columns, offsets })[0]!;
    return { reason, effect: probabilities[place]! - without };
  });
  return {
    byAnswerTimes: sigmoid(offsets[0]!),
    reasons: reasons.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)),
  };
}
