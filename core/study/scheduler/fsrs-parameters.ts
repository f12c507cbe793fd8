import { FSRS5_DEFAULT_DECAY, FSRSAlgorithm, clipParameters, default_w } from 'ts-fsrs';

/** The 21 default weights of FSRS-6. */
export const FSRS6_DEFAULT_WEIGHTS: readonly number[] = default_w;

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
  /** The ts-fsrs algorithm with these weights; only `nextMemory` calls it. */
  readonly algorithm: FSRSAlgorithm;
}

// The ceiling ts-fsrs puts on w17 and w18 depends on the number of relearning steps. A memory must not change because
// the owner edits their steps, so the count is fixed to ts-fsrs's own default.
const RELEARNING_STEPS = 1;

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
    algorithm: new FSRSAlgorithm({ w: [...w] }),
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
  if (weights.length === 19) return [...w, 0, FSRS5_DEFAULT_DECAY];
  // FSRS-4.5 counted difficulty linearly around Good; FSRS-5 counts it exponentially from Again.
  const w5 = weightAt(w, 5);
  w[4] = to8Decimals(w5 * 2 + weightAt(w, 4));
  w[5] = to8Decimals(Math.log(w5 * 3 + 1) / 3);
  w[6] = to8Decimals(weightAt(w, 6) + 0.5);
  return [...w, 0, 0, 0, FSRS5_DEFAULT_DECAY];
}

function clip(weights: readonly number[]): number[] {
  return clipParameters([...weights], RELEARNING_STEPS);
}

function weightAt(weights: readonly number[], index: number): number {
  const weight = weights[index];
  if (weight === undefined) throw new RangeError(`FSRS weight ${index} is missing`);
  return weight;
}

function to8Decimals(value: number): number {
  return Number(value.toFixed(8));
}
