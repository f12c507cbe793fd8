import { clamp } from '../numeric/special.ts';
import type { FsrsParameters } from './fsrs-parameters.ts';
import {
  MAX_STABILITY,
  MIN_STABILITY,
  initialDifficulty,
  initialStability,
  nextDifficulty,
  nextStability,
} from './next-memory.ts';

/** 1 again, 2 hard, 3 good, 4 easy. */
export type Rating = 1 | 2 | 3 | 4;

/** What FSRS knows about one memory. */
export interface Memory {
  /** Days after which retrievability has fallen to 0.9; 0.001 to 36500. */
  readonly stability: number;
  /** 1 (easiest) to 10. */
  readonly difficulty: number;
}

/**
 * The memory after a review (FSRS-6; stability and difficulty are rounded to 8 decimals).
 * @param memory null before the first review
 * @param elapsedDays study days since the last review; 0 is a same-day review and uses the short-term formula
 */
export function nextMemory(
  parameters: FsrsParameters,
  memory: Memory | null,
  elapsedDays: number,
  rating: Rating,
): Memory {
  if (memory === null) {
    return {
      stability: initialStability(parameters, rating),
      difficulty: initialDifficulty(parameters, rating),
    };
  }
  const { stability, difficulty } = memory;
  return {
    stability: nextStability(parameters, stability, difficulty, elapsedDays, rating),
    difficulty: nextDifficulty(parameters, difficulty, rating),
  };
}

/**
 * Probability of recall after some days, in (0, 1]: R = (1 + factor · t / S) ^ decay (FSRS-6 forgetting curve).
 * Unrounded, so that it orders cards that ts-fsrs's 8 decimals would tie.
 */
export function retrievability(parameters: FsrsParameters, stability: number, elapsedDays: number): number {
  return Math.pow(1 + (parameters.factor * Math.max(0, elapsedDays)) / stability, parameters.decay);
}

/**
 * Days after which retrievability falls to the desired retention: the inverse of `retrievability`, unrounded.
 * @param desiredRetention above 0, below 1
 * @throws RangeError for a retention outside that range
 */
export function intervalFor(parameters: FsrsParameters, stability: number, desiredRetention: number): number {
  if (!(desiredRetention > 0 && desiredRetention < 1)) {
    throw new RangeError(`Desired retention must lie between 0 and 1, not ${desiredRetention}`);
  }
  return (stability * (Math.pow(desiredRetention, 1 / parameters.decay) - 1)) / parameters.factor;
}

/** A memory brought into FSRS's range, for numbers that come from outside. */
export function clampMemory(stability: number, difficulty: number): Memory {
  return {
    stability: clamp(stability, MIN_STABILITY, MAX_STABILITY),
    difficulty: clamp(difficulty, 1, 10),
  };
}

/**
 * The memory that explains an interval given by SM-2: the interval is taken as the time to 90 % retrievability, and
 * the difficulty is the one at which a Good review on that day would have multiplied the stability by the ease.
 *
 * Source: fsrs-rs `memory_state_from_sm2` (as Anki calls it, historical retention 0.9), solving FSRS-6's recall
 * formula for difficulty: D = 11 − (ease − 1) / (e^w8 · S^−w9 · (e^(0.1 · w10) − 1)).
 * @param intervalDays the interval in days, at least 1
 * @param easePermille SM-2 ease, 2500 = 250 %
 */
export function memoryFromInterval(
  parameters: FsrsParameters,
  intervalDays: number,
  easePermille: number,
): Memory {
  const [, , , , , , , , w8 = 0, w9 = 0, w10 = 0] = parameters.weights;
  const stability = clamp(intervalDays, MIN_STABILITY, MAX_STABILITY);
  const growthPerDifficulty = Math.exp(w8) * Math.pow(stability, -w9) * Math.expm1(0.1 * w10);
  return clampMemory(stability, 11 - (easePermille / 1000 - 1) / growthPerDifficulty);
}
