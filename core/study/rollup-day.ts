/**
 * No answer counts as more study time than the largest cap a preset can set. What its preset's cap left of an answer is
 * what was recorded, here as in Anki: who takes minutes has left the desk.
 */
export const answerCapMs = 7_200_000;

const reviewCode = 2;

/** Counts of one study day, as a row of daily_rollups or as what is to be added to one. */
export type RollupDay = {
  study_day: number;
  answers: number;
  introduced: number;
  review_answers: number;
  review_recalled: number;
  learn_ms: number;
  review_ms: number;
};

export const emptyDay = (studyDay: number): RollupDay => ({
  study_day: studyDay,
  answers: 0,
  introduced: 0,
  review_answers: 0,
  review_recalled: 0,
  learn_ms: 0,
  review_ms: 0,
});

/**
 * What one answer adds to its day, or takes away with sign −1. `phase` is the stored code (2: in review); `first` says
 * that it is the card's first live answer that scheduled it: a card is introduced by it where it was an answer in learning.
 */
export const dayOf = (
  review: { studyDay: number; phase: number; rating: number; durationMs: number },
  first: boolean,
  sign: 1 | -1,
): RollupDay => {
  const ms = Math.min(review.durationMs, answerCapMs) * sign;
  const inReview = review.phase === reviewCode;
  return {
    study_day: review.studyDay,
    answers: sign,
    introduced: first && review.phase <= 1 ? sign : 0,
    review_answers: inReview ? sign : 0,
    review_recalled: inReview && review.rating > 1 ? sign : 0,
    learn_ms: inReview ? 0 : ms,
    review_ms: inReview ? ms : 0,
  };
};

export const addToDay = (day: RollupDay, added: RollupDay): void => {
  day.answers += added.answers;
  day.introduced += added.introduced;
  day.review_answers += added.review_answers;
  day.review_recalled += added.review_recalled;
  day.learn_ms += added.learn_ms;
  day.review_ms += added.review_ms;
};
