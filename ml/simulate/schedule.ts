import { clamp } from '../numeric/special.ts';
import { fsrsParameters, type FsrsParameters } from '../memory/fsrs-parameters.ts';
import { intervalFor, type Rating } from '../memory/memory.ts';
import { initialDifficulty, initialStability, nextDifficulty, nextStability } from '../memory/next-memory.ts';
import type { SchedulerTruth } from './truth.ts';

/** Phases as the app's reviews store them. */
export const NEW = 0;
export const LEARNING = 1;
export const REVIEW = 2;
export const RELEARNING = 3;

const DAY_SECONDS = 86_400;

/**
 * The scheduler's side of all cards, column by column: the rules of the app (steps as in Anki, FSRS-6 intervals with
 * fuzz, each grade at least a day longer than the one before) in a lean form. A test holds it against the app's own.
 */
export interface Schedule {
  readonly settings: SchedulerTruth;
  readonly parameters: FsrsParameters;
  readonly phase: Uint8Array;
  readonly step: Uint8Array;
  readonly stability: Float64Array;
  readonly difficulty: Float64Array;
  readonly intervalDays: Int32Array;
  readonly lastDay: Int32Array;
  /** UTC ms a step ends at; 0 outside of steps within a day. */
  readonly dueAt: Float64Array;
  /** Study day from which the card is due; meaningless while `dueAt` is set or the card is new. */
  readonly dueDay: Int32Array;
  /** What the last answer gave; 0 before the first. */
  readonly lastInterval: Float64Array;
}

export function newSchedule(settings: SchedulerTruth, cards: number): Schedule {
  return {
    settings,
    parameters: fsrsParameters(settings.weights),
    phase: new Uint8Array(cards),
    step: new Uint8Array(cards),
    stability: new Float64Array(cards),
    difficulty: new Float64Array(cards),
    intervalDays: new Int32Array(cards),
    lastDay: new Int32Array(cards),
    dueAt: new Float64Array(cards),
    dueDay: new Int32Array(cards),
    lastInterval: new Float64Array(cards),
  };
}

/**
 * Gives an answered card its next interval and moves it on.
 * @param at UTC ms of the answer
 * @param fuzz in [0, 1), drawn for this answer; not used where the settings have no fuzz
 * @returns the interval in seconds: days × 86400, or minus the seconds of a step
 */
export function scheduleAnswer(
  schedule: Schedule,
  card: number,
  at: number,
  studyDay: number,
  rating: Rating,
  fuzz: number,
): number {
  const interval = givenSeconds(schedule, card, studyDay, rating, schedule.settings.fuzz ? fuzz : null);
  const phase = schedule.phase[card]!;
  const stability = stabilityAfter(schedule, card, studyDay, rating);
  const difficulty = schedule.difficulty[card]!;
  schedule.difficulty[card] =
    schedule.stability[card] === 0
      ? initialDifficulty(schedule.parameters, rating)
      : nextDifficulty(schedule.parameters, difficulty, rating);
  schedule.stability[card] = stability;

  const inStep = interval < 0;
  const days = Math.round(Math.abs(interval) / DAY_SECONDS);
  const withinDay = inStep && -interval < DAY_SECONDS;
  const step = phase === NEW || phase === REVIEW ? 0 : schedule.step[card]!;
  schedule.phase[card] = inStep ? (phase <= LEARNING ? LEARNING : RELEARNING) : REVIEW;
  schedule.step[card] = inStep && rating !== 1 ? (rating === 2 ? step : step + 1) : 0;
  schedule.dueAt[card] = withinDay ? at - interval * 1000 : 0;
  schedule.dueDay[card] = studyDay + days;
  schedule.intervalDays[card] = inStep ? 0 : days;
  schedule.lastDay[card] = studyDay;
  schedule.lastInterval[card] = interval;
  return interval;
}

function stabilityAfter(schedule: Schedule, card: number, studyDay: number, rating: Rating): number {
  const { parameters } = schedule;
  const stability = schedule.stability[card]!;
  if (stability === 0) return initialStability(parameters, rating);
  const elapsed = Math.max(0, studyDay - schedule.lastDay[card]!);
  return nextStability(parameters, stability, schedule.difficulty[card]!, elapsed, rating);
}

function givenSeconds(
  schedule: Schedule,
  card: number,
  studyDay: number,
  rating: Rating,
  fuzz: number | null,
): number {
  const { settings, parameters } = schedule;
  const phase = schedule.phase[card]!;
  const maximum = settings.maximumIntervalDays;
  const fsrsDays = (of: Rating): number =>
    intervalFor(parameters, stabilityAfter(schedule, card, studyDay, of), settings.desiredRetention);
  if (phase === REVIEW && rating !== 1)
    return passingDays(rating, schedule.intervalDays[card]!, fsrsDays, fuzz, maximum) * DAY_SECONDS;

  const steps = phase >= REVIEW ? settings.relearningSteps : settings.learningSteps;
  const delay = stepSeconds(steps, schedule.step[card]!, rating);
  if (delay !== null)
    return -(delay < DAY_SECONDS ? Math.max(1, delay) : Math.round(delay / DAY_SECONDS) * DAY_SECONDS);
  if (rating === 4) {
    const good = fuzzed(fuzz, fsrsDays(3), 1, maximum);
    return fuzzed(fuzz, Math.max(1, Math.round(fsrsDays(4))), good + 1, maximum) * DAY_SECONDS;
  }
  const days = fsrsDays(rating);
  if (steps.length === 0 && parameters.shortTerm && days < 0.5)
    return -Math.max(1, Math.floor(days * DAY_SECONDS));
  return fuzzed(phase === REVIEW ? null : fuzz, Math.max(1, Math.round(days)), 1, maximum) * DAY_SECONDS;
}

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
    days = fuzzed(fuzz, interval, Math.max(growing, days + 1), maximum);
    if (passed === rating) break;
  }
  return days;
}

/** Seconds of the next step, or null when the answer leads out of the steps (Anki's rules). */
function stepSeconds(steps: readonly number[], step: number, rating: Rating): number | null {
  const secondsAt = (index: number): number | null => {
    const minutes = steps[index];
    return minutes === undefined ? null : Math.floor(minutes * 60);
  };
  const current = Math.min(step, steps.length - 1);
  const first = secondsAt(0);
  if (rating === 1) return first;
  if (rating === 3) return secondsAt(current + 1);
  if (rating === 4) return null;
  if (current > 0) return secondsAt(current);
  const second = secondsAt(1);
  if (first === null) return null;
  return second === null
    ? Math.min(Math.floor(first * 1.5), first + DAY_SECONDS)
    : Math.floor((first + second) / 2);
}

/** A whole number of days near the interval (Anki's fuzz). */
function fuzzed(factor: number | null, interval: number, minimum: number, maximum: number): number {
  const low = Math.min(minimum, maximum);
  const centre = clamp(interval, low, maximum);
  if (factor === null) return clamp(Math.round(interval), low, maximum);
  const part = (start: number, end: number): number => Math.max(0, Math.min(centre, end) - start);
  const delta =
    centre < 2.5
      ? 0
      : 1 + 0.15 * part(2.5, 7) + 0.1 * part(7, 20) + 0.05 * part(20, Number.POSITIVE_INFINITY);
  const lower = clamp(Math.round(centre - delta), low, maximum);
  const upper = clamp(Math.round(centre + delta), low, maximum);
  return Math.floor(lower + factor * (upper - lower + 1));
}
