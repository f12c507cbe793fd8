import { clamp } from '../numeric/special.ts';

/** The 21 default weights of FSRS-6. */
export const FSRS6_DEFAULT_WEIGHTS: readonly number[] = Object.freeze([
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
  1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
]);

/** The decay that FSRS-4.5 and FSRS-5 had as a constant. */
const FSRS5_DECAY = 0.5;

/** A checked set of FSRS-6 weights with what is computed from them once. Made by `fsrsParameters` only. */
export interface FsrsParameters {
  /** 21 weights, migrated and clipped; what to store or to send to a worker. */
  readonly weights: readonly number[];
  /** Exponent of the forgetting curve, −w20. */
  readonly decay: number;
  /** Scale of the forgetting curve, chosen so that retrievability is 0.9 when the elapsed days equal the stability. */
  readonly factor: number;
  /** Whether the weights model reviews within a day (w17 and w18 above zero), so that FSRS may give intervals below a day. */
  readonly shortTerm: boolean;
  /** What the steps of memory need again and again, by rating where it depends on it. For `next-memory.ts` only. */
  readonly steps: FsrsSteps;
}

/** Parts of the FSRS-6 formulas that depend on the weights alone. Ratings 1 to 4 are indexes 0 to 3. */
interface FsrsSteps {
  /** `factor` with 8 decimals, as it enters the update of stability. */
  readonly factor: number;
  readonly initialStability: readonly number[];
  readonly initialDifficulty: readonly number[];
  /** −w6 · (rating − 3) / 9. */
  readonly difficultyDelta: readonly number[];
  /** w7 · D0(easy), the share of the target that difficulty reverts to. */
  readonly difficultyTarget: number;
  /** e^w8, with the penalty of Hard and the bonus of Easy. */
  readonly growth: readonly number[];
  /** e^(w17 · (rating − 3 + w18)). */
  readonly sameDay: readonly number[];
  /** e^(w17 · w18): a lapse leaves at most the stability divided by it. */
  readonly lapseCeiling: number;
}

/** Lowest and highest value of each weight (ts-fsrs and fsrs-rs use the same table). */
const BOUNDS: readonly (readonly [low: number, high: number])[] = [
  [0.001, 100],
  [0.001, 100],
  [0.001, 100],
  [0.001, 100],
  [1, 10],
  [0.001, 4],
  [0.001, 4],
  [0.001, 0.75],
  [0, 4.5],
  [0, 0.8],
  [0.001, 3.5],
  [0.001, 5],
  [0.001, 0.25],
  [0.001, 0.9],
  [0, 4],
  [0, 1],
  [1, 6],
  // The optimiser bounds these two by the number of relearning steps. A memory must not change because the owner edits
  // their steps, so here it is their bound for one step.
  [0, 2],
  [0, 2],
  [0.01, 0.8],
  [0.1, 0.8],
];

/**
 * Checks, migrates and clips weights. 17 weights are FSRS-4.5, 19 are FSRS-5, 21 are FSRS-6; older sets are filled to
 * 21 so that they predict what they predicted before, with the same numbers as ts-fsrs's `migrateParameters`.
 * @throws RangeError for another count or a weight that is not a finite number
 */
export function fsrsParameters(weights: readonly number[] = FSRS6_DEFAULT_WEIGHTS): FsrsParameters {
  const w = Object.freeze(clip(migrate(checked(weights))));
  const decay = -weightAt(w, 20);
  return Object.freeze({
    weights: w,
    decay,
    factor: Math.pow(0.9, 1 / decay) - 1,
    shortTerm: weightAt(w, 17) > 0 && weightAt(w, 18) > 0,
    steps: stepsOf(w, decay),
  });
}

function stepsOf(w: readonly number[], decay: number): FsrsSteps {
  const at = (index: number): number => weightAt(w, index);
  const byRating = (of: (rating: number) => number): readonly number[] => Object.freeze([1, 2, 3, 4].map(of));
  const initialDifficulty = (rating: number): number =>
    to8Decimals(at(4) - Math.exp((rating - 1) * at(5)) + 1);
  const multiplier = (rating: number): number => (rating === 2 ? at(15) : rating === 4 ? at(16) : 1);
  return Object.freeze({
    factor: to8Decimals(Math.exp(Math.pow(decay, -1) * Math.log(0.9)) - 1),
    initialStability: byRating((rating) => Math.max(at(rating - 1), 0.1)),
    initialDifficulty: byRating((rating) => clamp(initialDifficulty(rating), 1, 10)),
    difficultyDelta: byRating((rating) => -at(6) * (rating - 3)),
    difficultyTarget: at(7) * initialDifficulty(4),
    growth: byRating((rating) => Math.exp(at(8)) * multiplier(rating)),
    sameDay: byRating((rating) => Math.exp(at(17) * (rating - 3 + at(18)))),
    lapseCeiling: Math.exp(at(17) * at(18)),
  });
}

function checked(weights: readonly number[]): readonly number[] {
  if (weights.length !== 17 && weights.length !== 19 && weights.length !== 21) {
    throw new RangeError(`FSRS takes 17, 19 or 21 weights, not ${weights.length}`);
  }
  const bad = weights.findIndex((weight) => !Number.isFinite(weight));
  if (bad >= 0) throw new RangeError(`FSRS weight ${bad} is not a finite number`);
  return weights;
}

function migrate(weights: readonly number[]): readonly number[] {
  if (weights.length === 21) return weights;
  const w = clip(weights);
  if (weights.length === 19) return [...w, 0, FSRS5_DECAY];
  // FSRS-4.5 counted difficulty linearly around Good; FSRS-5 counts it exponentially from Again.
  const w5 = weightAt(w, 5);
  w[4] = to8Decimals(w5 * 2 + weightAt(w, 4));
  w[5] = to8Decimals(Math.log(w5 * 3 + 1) / 3);
  w[6] = to8Decimals(weightAt(w, 6) + 0.5);
  return [...w, 0, 0, 0, FSRS5_DECAY];
}

function clip(weights: readonly number[]): number[] {
  return weights.map((weight, index) => {
    const [low, high] = BOUNDS[index] ?? [0, 0];
    return clamp(weight, low, high);
  });
}

function weightAt(weights: readonly number[], index: number): number {
  const weight = weights[index];
  if (weight === undefined) throw new RangeError(`FSRS weight ${index} is missing`);
  return weight;
}

/** The rounding of ts-fsrs. */
export function to8Decimals(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}
