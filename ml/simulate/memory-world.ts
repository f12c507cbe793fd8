import { clamp, logit, sigmoid } from '../numeric/special.ts';
import { fsrsParameters, type FsrsParameters } from '../memory/fsrs-parameters.ts';
import { retrievability, type Rating } from '../memory/memory.ts';
import { initialDifficulty, initialStability, nextDifficulty, nextStability } from '../memory/next-memory.ts';
import type { MemoryTruth, PowerForgettingTruth } from './truth.ts';

/**
 * The true memories of a learner's cards. A card's factor multiplies its stability wherever recall is computed: it
 * forgets that much slower than its answers say. Days are study days.
 */
export interface MemoryWorld {
  readonly truth: MemoryTruth;
  readonly fsrs: FsrsParameters | null;
  readonly power: PowerForgettingTruth | null;
  /** exp of the log factor of each card. */
  readonly factor: Float64Array;
  readonly logFactor: Float64Array;
  /** FSRS: stability. Power law: the rate ψ. 0 before the first answer. */
  readonly strength: Float64Array;
  readonly difficulty: Float64Array;
  readonly lastDay: Int32Array;
  readonly lastRating: Uint8Array;
}

export function memoryWorld(truth: MemoryTruth, logFactor: Float64Array): MemoryWorld {
  const { forgetting } = truth;
  const cards = logFactor.length;
  return {
    truth,
    fsrs: forgetting.kind === 'fsrs6' ? fsrsParameters(forgetting.weights) : null,
    power: forgetting.kind === 'power' ? forgetting : null,
    factor: logFactor.map((log) => Math.exp(log)),
    logFactor,
    strength: new Float64Array(cards),
    difficulty: new Float64Array(cards),
    lastDay: new Int32Array(cards),
    lastRating: new Uint8Array(cards),
  };
}

/** The true chance to recall a card on a study day, before any effect of hour, fatigue and so on; 0 to 1. */
export function baselineRecall(world: MemoryWorld, card: number, studyDay: number): number {
  const { truth } = world;
  const last = world.lastRating[card]!;
  if (last === 0) return shifted(truth.knownAtFirst, truth.knownSlope * world.logFactor[card]!);
  const elapsed = studyDay - world.lastDay[card]!;
  if (elapsed <= 0)
    return shifted(
      last === 1 ? truth.sameDayAfterAgain : truth.sameDayAfterPass,
      truth.sameDaySlope * world.logFactor[card]!,
    );
  return laterRecall(world, card, elapsed);
}

function shifted(probability: number, logOdds: number): number {
  return sigmoid(logit(probability) + logOdds);
}

function laterRecall(world: MemoryWorld, card: number, elapsedDays: number): number {
  const strength = world.strength[card]!;
  const factor = world.factor[card]!;
  if (world.fsrs !== null) return retrievability(world.fsrs, strength * factor, elapsedDays);
  const power = world.power;
  if (power === null) return 1;
  return power.degree * Math.pow(1 + (power.timeScale * elapsedDays) / factor, -strength);
}

/** Carries an answer into the true memory of its card. */
export function rememberAnswer(world: MemoryWorld, card: number, studyDay: number, rating: Rating): void {
  const first = world.lastRating[card] === 0;
  const elapsed = first ? 0 : Math.max(0, studyDay - world.lastDay[card]!);
  if (world.fsrs !== null) rememberFsrs(world, world.fsrs, card, first, elapsed, rating);
  else if (world.power !== null) rememberPower(world, world.power, card, first, elapsed, rating);
  world.lastDay[card] = studyDay;
  world.lastRating[card] = rating;
}

function rememberFsrs(
  world: MemoryWorld,
  parameters: FsrsParameters,
  card: number,
  first: boolean,
  elapsedDays: number,
  rating: Rating,
): void {
  if (first) {
    world.strength[card] = initialStability(parameters, rating);
    world.difficulty[card] = initialDifficulty(parameters, rating);
    return;
  }
  const stability = world.strength[card]!;
  const difficulty = world.difficulty[card]!;
  world.strength[card] = nextStability(parameters, stability, difficulty, elapsedDays, rating);
  world.difficulty[card] = nextDifficulty(parameters, difficulty, rating);
}

function rememberPower(
  world: MemoryWorld,
  power: PowerForgettingTruth,
  card: number,
  first: boolean,
  elapsedDays: number,
  rating: Rating,
): void {
  const highest = power.rateAfterAgain;
  if (first) {
    world.strength[card] = rating === 1 ? highest : power.rateAfterPass;
    return;
  }
  // Within a day nothing is forgotten yet, so nothing is gained either.
  if (elapsedDays === 0 && rating !== 1) return;
  const rate = world.strength[card]!;
  const doubt = 1 - laterRecall(world, card, elapsedDays);
  const next = rating === 1 ? rate * power.loss : rate / (1 + power.gain * doubt * 10);
  world.strength[card] = clamp(next, 0.001, highest);
}
