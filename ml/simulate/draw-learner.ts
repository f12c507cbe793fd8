import { FSRS6_DEFAULT_WEIGHTS } from '../memory/fsrs-parameters.ts';
import { clamp } from '../numeric/special.ts';
import { beta, bernoulli, logNormal, normal } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { fittedLearner } from './fitted-learner.ts';
import { FORMATS, type HabitsTruth, type LearnerTruth, type PaceTruth } from './truth.ts';

/**
 * Standard deviations of FSRS-6 weights between learners, as the optimiser regularises with them (fsrs-rs
 * `PARAMS_STDDEV`, from some ten thousand Anki collections). The first four, initial stabilities, are far from normal
 * and drawn log-normally instead.
 */
const WEIGHT_SPREAD = [
  6.43, 9.66, 17.58, 27.85, 0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33, 0.3, 0.09, 0.16, 0.57, 0.25, 1.03, 0.31,
  0.32, 0.14, 0.27,
] as const;

/**
 * Assumption: half of it. Optimised weights of a learner are correlated and carry the error of their estimation;
 * drawn independently at full width they give learners nobody has.
 */
const WEIGHT_SHARE = 0.5;
/** Assumption: log SD of the initial stabilities, shared by the four (a fast or slow learner) and of each alone. */
const SHARED_INITIAL_SPREAD = 0.6;
const INITIAL_SPREAD = 0.3;
/** Assumption: between-learner log SD of speed, as large as usual in models of response times (van der Linden 2006). */
const SPEED_SPREAD = 0.3;

/**
 * A learner of the population around the fitted one: how they forget, when and how long they study, how fast they
 * answer and how they grade. They use the app with its defaults (FSRS-6, steps, 0.9) and, unless told otherwise,
 * nothing but memory moves their recall. Every part draws from a stream of its own.
 * @param overrides parts that are not drawn
 */
export function drawLearner(random: Random, overrides: Partial<LearnerTruth> = {}): LearnerTruth {
  const drawn: LearnerTruth = {
    memory: drawMemory(random.fork()),
    content: drawContentTruth(random.fork()),
    scheduler: drawScheduler(random.fork()),
    habits: drawHabits(random.fork()),
    pace: drawPace(random.fork()),
    grading: drawGrading(random.fork()),
    effects: fittedLearner.effects,
  };
  return { ...drawn, ...overrides };
}

function drawMemory(random: Random): LearnerTruth['memory'] {
  const { memory } = fittedLearner;
  if (memory.forgetting.kind !== 'fsrs6') return memory;
  const shared = normal(random, 0, SHARED_INITIAL_SPREAD);
  const weights = memory.forgetting.weights.map((weight, index) => {
    if (index < 4) return clamp(weight * Math.exp(shared + normal(random, 0, INITIAL_SPREAD)), 0.05, 60);
    return Math.max(0, weight + normal(random, 0, WEIGHT_SHARE * (WEIGHT_SPREAD[index] ?? 0)));
  });
  // Hard never holds less than Again, nor Easy less than Good.
  for (let rating = 1; rating < 4; rating += 1)
    weights[rating] = Math.max(weights[rating] ?? 0, weights[rating - 1] ?? 0);
  // A flatter curve than 0.1 or a steeper one than 0.8 is outside of what the optimiser allows.
  weights[20] = clamp(weights[20] ?? 0.15, 0.1, 0.8);
  return {
    ...memory,
    forgetting: { kind: 'fsrs6', weights },
    // Assumptions: how unlike a learner's cards are, and how much of the material they know beforehand.
    cardSpread: logNormal(random, memory.cardSpread, 0.25),
    knownAtFirst: beta(random, 3, 4),
  };
}

/** Assumption: seven objectives in a hundred are planted struggles; formats as they are in shared decks, flashcards first. */
function drawContentTruth(random: Random): LearnerTruth['content'] {
  return {
    ...fittedLearner.content,
    firstEasier: 0,
    objectiveSpread: logNormal(random, 0.3, 0.2),
    struggleShare: 0.07,
    struggleDepth: -1.8,
    prerequisiteChance: 0.5,
    prerequisiteWeight: 0.5,
    formatMix: FORMATS.map((_, format) => (format === 0 ? 5 : 1) * beta(random, 3, 3)),
  };
}

function drawScheduler(random: Random): LearnerTruth['scheduler'] {
  return {
    weights: FSRS6_DEFAULT_WEIGHTS,
    desiredRetention: 0.9,
    learningSteps: [1, 10],
    relearningSteps: [10],
    maximumIntervalDays: 36_500,
    fuzz: true,
    // Around 60 answers a day for the median learner.
    newPerDay: clamp(logNormal(random, 7, 0.5), 2, 40),
    reviewsPerDay: 200,
    learnAheadMin: 20,
  };
}

/**
 * Assumptions, wide on purpose: four days in five studied, weekends less; starts between late morning and night, as
 * chronotypes are spread (Roenneberg et al. 2003: some two hours either way); a holiday or two and a relapse a year.
 */
function drawHabits(random: Random): HabitsTruth {
  const diligence = beta(random, 8, 2);
  const weekend = beta(random, 6, 2);
  return {
    ...fittedLearner.habits,
    utcOffsetMin: 60 * Math.round(normal(random, 1, 4)),
    studyChance: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? diligence : diligence * weekend)),
    eagerness: 0,
    startHour: clamp(normal(random, 15.5, 3), 7, 22),
    startSpread: logNormal(random, 0.18, 0.5),
    sessionMin: logNormal(random, 35, 0.4),
    sessionSpread: 0.5,
    glanceChance: 0.15 * random.unit(),
    returnChance: 0.9 * random.unit(),
    returnAfterMin: logNormal(random, 120, 0.4),
    holidaysPerYear: 3 * random.unit(),
    holidayDays: 7,
    relapsesPerYear: 1.5 * random.unit(),
    relapseDays: 14,
    distractionChance: beta(random, 2, 40),
    breakAfterMin: bernoulli(random, 0.4) ? 25 + 25 * random.unit() : 0,
    breakMin: 5 + 5 * random.unit(),
  };
}

function drawPace(random: Random): PaceTruth {
  const speed = Math.exp(normal(random, 0, SPEED_SPREAD));
  const { pace } = fittedLearner;
  const of = (kind: PaceTruth['reviewPass']): PaceTruth['reviewPass'] => ({
    medianMs: kind.medianMs * speed * Math.exp(normal(random, 0, 0.1)),
    spread: kind.spread,
  });
  return {
    ...pace,
    firstPass: of(pace.firstPass),
    firstAgain: of(pace.firstAgain),
    learningPass: of(pace.learningPass),
    learningAgain: of(pace.learningAgain),
    reviewPass: of(pace.reviewPass),
    reviewAgain: of(pace.reviewAgain),
    relearningPass: of(pace.relearningPass),
    relearningAgain: of(pace.relearningAgain),
    doubtSlowing: 1.2 * random.unit() + 0.2,
  };
}

/** Assumption: half of all learners grade with two buttons, as the fitted one does; the others use all four. */
function drawGrading(random: Random): LearnerTruth['grading'] {
  const all = bernoulli(random, 0.5);
  const hardShare = beta(random, 2, 20);
  const easyShare = beta(random, 1.5, 12);
  return all ? { hardShare, easyShare } : { hardShare: 0.001, easyShare: 0.001 };
}
