import { applyReview, memoryAfter } from './apply-review.ts';
import type { ReviewFact } from './card-event.ts';
import type { CardState } from './card-state.ts';
import type { MemoryModel } from './memory-model.ts';
import { fuzzFactor, fuzzedInterval } from './fuzz.ts';
import { intervalFor } from '#ml/memory/memory.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { stepDelaySeconds, wholeDaysFromADay } from './step-delay.ts';

const DAY_SECONDS = 86_400;
/** Below half a day FSRS's own interval is a wait within the day (Anki's threshold). */
const SHORT_TERM_DAYS = 0.5;

export interface StudyConfig {
  readonly parameters: MemoryModel;
  /** Above 0, below 1. */
  readonly desiredRetention: number;
  /** Minutes each; empty lets FSRS's interval decide. */
  readonly learningSteps: readonly number[];
  readonly relearningSteps: readonly number[];
  /** At least 1. */
  readonly maximumIntervalDays: number;
  readonly fuzz: boolean;
}

/** When and for which card an answer is given. */
export interface AnswerMoment {
  /** UTC ms. */
  readonly at: number;
  readonly studyDay: number;
  /** Any safe integer that identifies the card on every device, for the fuzz. */
  readonly cardSeed: number;
  /** How long the answer took, once it is given. */
  readonly durationMs?: number;
}

/** The interval an answer gives: minutes from the answer, or study days from its day. */
export interface GivenInterval {
  readonly kind: 'minutes' | 'days';
  readonly value: number;
}

export interface AnswerOutcome {
  readonly state: CardState;
  readonly given: GivenInterval;
  /** The fact to store. `state` is what `applyReview` makes of it. */
  readonly review: ReviewFact;
}

/**
 * What an answer does to a card: steps as in Anki with FSRS on, review intervals from FSRS at the desired retention.
 * The interval is decided here once and becomes a fact; the state is then the fold's. Pure: the same arguments give the
 * same outcome, so a preview is a promise.
 * @throws RangeError when the desired retention is not between 0 and 1
 */
export function answerCard(
  state: CardState,
  answer: AnswerMoment & { readonly rating: Rating },
  config: StudyConfig,
): AnswerOutcome {
  const intervalSeconds = givenSeconds(state, answer, config);
  const review: ReviewFact = {
    type: 'review',
    effAt: answer.at,
    studyDay: answer.studyDay,
    rating: answer.rating,
    phaseBefore: state.phase,
    intervalSeconds,
    ...(answer.durationMs === undefined ? {} : { durationMs: answer.durationMs }),
  };
  return {
    state: applyReview(config.parameters, state, review),
    given: givenInterval(intervalSeconds),
    review,
  };
}

/** The signed seconds of `ReviewFact.intervalSeconds` as a person reads them. */
export function givenInterval(intervalSeconds: number): GivenInterval {
  const seconds = Math.abs(intervalSeconds);
  return seconds < DAY_SECONDS
    ? { kind: 'minutes', value: seconds / 60 }
    : { kind: 'days', value: Math.round(seconds / DAY_SECONDS) };
}

function givenSeconds(
  state: CardState,
  answer: AnswerMoment & { readonly rating: Rating },
  config: StudyConfig,
): number {
  const { rating } = answer;
  const { parameters, desiredRetention, maximumIntervalDays } = config;
  const fuzz = config.fuzz ? fuzzFactor(answer.cardSeed, state.reps) : null;
  const fsrsDays = (of: Rating): number =>
    intervalFor(parameters, memoryAfter(parameters, state, answer.studyDay, of).stability, desiredRetention);

  if (state.phase === 'review' && rating !== 1) {
    return passingDays(rating, state.intervalDays, fsrsDays, fuzz, maximumIntervalDays) * DAY_SECONDS;
  }
  const lapsed = state.phase === 'review' || state.phase === 'relearning';
  const steps = lapsed ? config.relearningSteps : config.learningSteps;
  const delay = stepDelaySeconds(steps, state.step, rating);
  if (delay !== null) return -wholeDaysFromADay(Math.max(1, delay));
  if (rating === 4) return easyDays(fsrsDays, fuzz, maximumIntervalDays) * DAY_SECONDS;

  const days = fsrsDays(rating);
  if (steps.length === 0 && parameters.shortTerm && days < SHORT_TERM_DAYS) {
    return -Math.max(1, Math.floor(days * DAY_SECONDS));
  }
  // A lapse that leads straight back to review is not fuzzed (Anki: fuzz comes when a card leaves relearning).
  const factor = state.phase === 'review' ? null : fuzz;
  return fuzzedInterval(factor, Math.max(1, Math.round(days)), 1, maximumIntervalDays) * DAY_SECONDS;
}

/** Graduation by Easy: at least a day longer than Good would have given. */
function easyDays(fsrsDays: (of: Rating) => number, fuzz: number | null, maximum: number): number {
  const good = fuzzedInterval(fuzz, fsrsDays(3), 1, maximum);
  return fuzzedInterval(fuzz, Math.max(1, Math.round(fsrsDays(4))), good + 1, maximum);
}

/**
 * Days a card in review gets for Hard, Good or Easy: each at least a day longer than the one before, and fuzz never
 * turns an interval that grows into one that does not (Anki's `passing_fsrs_review_intervals`).
 */
function passingDays(
  rating: Rating,
  lastInterval: number,
  fsrsDays: (of: Rating) => number,
  fuzz: number | null,
  maximum: number,
): number {
  let days = 0;
  for (const passed of [2, 3, 4] as const) {
    const interval = fsrsDays(passed);
    const growing = Math.round(interval) > lastInterval ? lastInterval + 1 : 0;
    days = fuzzedInterval(fuzz, interval, Math.max(growing, days + 1), maximum);
    if (passed === rating) break;
  }
  return days;
}
