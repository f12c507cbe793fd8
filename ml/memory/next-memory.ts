import type { FsrsParameters } from './fsrs-parameters.ts';
import { to8Decimals } from './fsrs-parameters.ts';
import type { Rating } from './memory.ts';

export const MIN_STABILITY = 0.001;
export const MAX_STABILITY = 36_500;

/**
 * FSRS-6, one answer at a time and without objects, so that a million of them fold in a fraction of a second. The
 * order of operations and the rounding to 8 decimals are those of ts-fsrs 5 (`FSRSAlgorithm.next_state`), so that both
 * give the same bits; a property test and `npm run bench -- fold` hold them against each other.
 *
 * Formulas: open-spaced-repetition, "The Algorithm", section FSRS-6.
 */

/** Stability after the first answer, in days. */
export function initialStability(parameters: FsrsParameters, rating: Rating): number {
  return parameters.steps.initialStability[rating - 1]!;
}

/** Difficulty after the first answer, 1 to 10. */
export function initialDifficulty(parameters: FsrsParameters, rating: Rating): number {
  return parameters.steps.initialDifficulty[rating - 1]!;
}

/**
 * Stability after another answer, in days.
 * @param stability before it, 0.001 to 36500
 * @param difficulty before it, 1 to 10
 * @param elapsedDays study days since the answer before; 0 is a same-day review and uses the short-term formula
 */
export function nextStability(
  parameters: FsrsParameters,
  stability: number,
  difficulty: number,
  elapsedDays: number,
  rating: Rating,
): number {
  const { weights: w, steps } = parameters;
  if (elapsedDays === 0) {
    const change = Math.pow(stability, -w[19]!) * steps.sameDay[rating - 1]!;
    // One choice differs between implementations; here, as in the optimiser, a pass never lowers stability.
    return bounded(stability * (rating >= 2 ? Math.max(change, 1) : change));
  }
  const r = to8Decimals(Math.pow(1 + (steps.factor * elapsedDays) / stability, parameters.decay));
  if (rating === 1) {
    const forgotten =
      w[11]! *
      Math.pow(difficulty, -w[12]!) *
      (Math.pow(stability + 1, w[13]!) - 1) *
      Math.exp((1 - r) * w[14]!);
    return Math.min(Math.max(to8Decimals(stability / steps.lapseCeiling), MIN_STABILITY), bounded(forgotten));
  }
  const growth = Math.exp((1 - r) * w[10]!) - 1;
  return bounded(
    stability * (1 + steps.growth[rating - 1]! * (11 - difficulty) * Math.pow(stability, -w[9]!) * growth),
  );
}

/** Difficulty after another answer: damped towards 10, drawn back a little towards that of Easy. */
export function nextDifficulty(parameters: FsrsParameters, difficulty: number, rating: Rating): number {
  const { steps } = parameters;
  const moved = difficulty + to8Decimals((steps.difficultyDelta[rating - 1]! * (10 - difficulty)) / 9);
  const next = to8Decimals(steps.difficultyTarget + (1 - parameters.weights[7]!) * moved);
  return Math.min(Math.max(next, 1), 10);
}

function bounded(stability: number): number {
  return to8Decimals(Math.min(Math.max(stability, MIN_STABILITY), MAX_STABILITY));
}
