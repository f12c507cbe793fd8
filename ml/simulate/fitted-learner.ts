import { NO_EFFECTS, type LearnerTruth } from './truth.ts';

/**
 * A learner whose simulated log has the quantiles of one real log: 40,930 answers to 4,280 Anki cards in 181 days
 * (`bench simulate` prints both side by side).
 *
 * How the constants were found. Memory: FSRS-6 weights optimised on that log with the open-spaced-repetition optimiser
 * as the start; then a random search over the weights that matter here (initial stabilities, w6, w8 to w11, w13, w17,
 * w20), the spreads between cards and lectures, how much easier the first cards were, and the new cards a day, against
 * retention by day and by month, by number of passes before and after a first lapse, lapses and answers per card, gaps
 * and answers per day. Together with the spread between cards these are not the optimiser's weights: it has no such
 * spread and puts it into difficulty. Scheduler: the log was made with SM-2 (passes give about 2.45 times the interval,
 * lapses 45 % of it); the FSRS-6 weights below say the same, with difficulty held still. Pace and habits: set by hand
 * to the quantiles of answer times by phase and outcome, of time away between answers, of session lengths and of the
 * hour of the first session. One log says nothing of days off, holidays and relapses (it has none), formats or grading
 * with four buttons; where learners differ in these is in `draw-learner.ts`.
 */
export const fittedLearner: LearnerTruth = {
  memory: {
    forgetting: {
      kind: 'fsrs6',
      weights: [
        0.435, 1.77, 1.845, 9.2, 6.536, 0.943, 3.978, 0.001, 1.489, 0.0399, 0.913, 1.767, 0.0332, 0.432,
        1.931, 0.605, 1.873, 0.1129, 0.0473, 0.152, 0.352,
      ],
    },
    cardSpread: 0.665,
    knownAtFirst: 0.48,
    sameDayAfterAgain: 0.915,
    sameDayAfterPass: 0.96,
    knownSlope: 1,
    sameDaySlope: 0.37,
  },
  content: {
    lectureSpread: 0.16,
    objectiveSpread: 0.3,
    firstEasier: 2.35,
    firstEasierCards: 450,
    struggleShare: 0,
    struggleDepth: -2,
    prerequisiteChance: 0.5,
    prerequisiteWeight: 0,
    formatMix: [1, 0, 0, 0],
  },
  scheduler: {
    weights: [
      1.05, 1.05, 1.05, 1.05, 5, 0.001, 0.001, 0.001, 2.093, 0.012, 0.3, 0.468, 0.001, 0.9, 0, 1, 1, 0, 0,
      0.01, 0.5,
    ],
    desiredRetention: 0.9,
    learningSteps: [1, 10],
    relearningSteps: [2, 12],
    maximumIntervalDays: 36_500,
    fuzz: true,
    newPerDay: 23,
    reviewsPerDay: 9999,
    learnAheadMin: 20,
  },
  habits: {
    utcOffsetMin: 0,
    studyChance: [1, 1, 1, 1, 1, 1, 1],
    startHour: 13.2,
    startSpread: 0.4,
    sessionMin: 65,
    sessionSpread: 0.9,
    glanceChance: 0.2,
    glanceMin: 0.4,
    returnChance: 0.98,
    returnAfterMin: 120,
    returnSpread: 0.9,
    finishStepsChance: 0.6,
    bedtimeHour: 26,
    newCardsSpread: 0.33,
    eagerness: 2.5,
    eagerDays: 5,
    noNewChance: 0.03,
    reviewOnlyPerYear: 2.3,
    reviewOnlyDays: 7,
    holidaysPerYear: 0,
    holidayDays: 0,
    relapsesPerYear: 0,
    relapseDays: 0,
    distractionChance: 0.044,
    distractionSec: 33,
    distractionSpread: 1.1,
    restlessness: 1.42,
    breakAfterMin: 0,
    breakMin: 0,
  },
  pace: {
    firstPass: { medianMs: 19_800, spread: 0.52 },
    firstAgain: { medianMs: 29_500, spread: 0.62 },
    learningPass: { medianMs: 3150, spread: 0.75 },
    learningAgain: { medianMs: 7000, spread: 0.68 },
    reviewPass: { medianMs: 3750, spread: 0.73 },
    reviewAgain: { medianMs: 8200, spread: 0.51 },
    relearningPass: { medianMs: 2950, spread: 0.74 },
    relearningAgain: { medianMs: 6900, spread: 0.68 },
    sessionSpread: 0.28,
    glimpseShare: 0.18,
    glimpseFactor: 0.17,
    tailShare: 0.006,
    tailFactor: 30,
    floorMs: 700,
    capMs: 60_000,
    doubtSlowing: 0.8,
    formatFactor: [1, 1.1, 1.3, 1.6],
  },
  grading: { hardShare: 0.001, easyShare: 0 },
  effects: NO_EFFECTS,
};
