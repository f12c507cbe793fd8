import { clamp } from '../numeric/special.ts';
import { logNormal } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { LEARNING, NEW, REVIEW } from './schedule.ts';
import { REFERENCE_RECALL, type PaceKind, type PaceTruth } from './truth.ts';

/** How long an answer took: what the app records, and how long the learner was gone beyond that. */
export interface AnswerTime {
  readonly durationMs: number;
  readonly beyondMs: number;
}

/**
 * Shifted log-normal answer times per phase and outcome, slower in doubt, with a heavy tail: the shape answer times have
 * (van der Linden 2006; Heathcote 2004 for the shift). What lies beyond the cap is time away that no fact shows.
 * @param recall the probability of recall at this answer
 * @param slowing log of a factor of what lies beyond the floor (fatigue, overload, format, a slow session)
 */
export function answerTime(
  random: Random,
  pace: PaceTruth,
  phase: number,
  recalled: boolean,
  recall: number,
  slowing: number,
): AnswerTime {
  const { medianMs, spread } = paceKind(pace, phase, recalled);
  const doubt = phase === NEW ? 0 : pace.doubtSlowing * (REFERENCE_RECALL - recall);
  // Both draws are always made, so that one answer more or less in the tail moves no other.
  const beyondFloor = Math.max(0, medianMs - pace.floorMs);
  const usual = logNormal(random, beyondFloor * Math.exp(doubt + slowing), spread);
  const tail = random.unit();
  const glimpsed = phase === NEW && tail >= 1 - pace.glimpseShare;
  const ms = tail < pace.tailShare ? usual * pace.tailFactor : glimpsed ? usual * pace.glimpseFactor : usual;
  const whole = Math.round(pace.floorMs + ms);
  const durationMs = clamp(whole, 1, pace.capMs);
  return { durationMs, beyondMs: Math.min(whole - durationMs, 15 * 60_000) };
}

function paceKind(pace: PaceTruth, phase: number, recalled: boolean): PaceKind {
  if (phase === NEW) return recalled ? pace.firstPass : pace.firstAgain;
  if (phase === LEARNING) return recalled ? pace.learningPass : pace.learningAgain;
  if (phase === REVIEW) return recalled ? pace.reviewPass : pace.reviewAgain;
  return recalled ? pace.relearningPass : pace.relearningAgain;
}
