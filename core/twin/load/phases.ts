/** Phases of a card as the log of reviews stores them: 0 new, 1 learning, 3 relearning. */
export const REVIEW_PHASE = 2;
export const FILTERED_PHASE = 4;
