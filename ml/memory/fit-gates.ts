/*
 * How much a fit needs. Apart from the fit itself, because whoever asks when the next one comes has no use for its native
 * optimiser.
 */

/** Below this many interday answers the optimiser has nothing to go by (twin.md §2). */
export const MIN_REVIEWS_TO_FIT = 400;

/** At most the last share of the interday answers judges what was fitted on those before them. */
export const HELD_OUT_SHARE = 0.2;

/** Interday answers below which there is no fit: those to fit on, and the fifth that judges. */
export const MIN_ANSWERS_TO_FIT = MIN_REVIEWS_TO_FIT / (1 - HELD_OUT_SHARE);

/** Answers below which nothing is judged: a fifth of the smallest log that is fitted. */
export const MIN_ANSWERS_TO_JUDGE = MIN_ANSWERS_TO_FIT - MIN_REVIEWS_TO_FIT;
