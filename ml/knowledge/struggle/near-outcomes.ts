import { betaQuantile } from '../../numeric/special.ts';

/** Predictions that were judged, each made before its window began. */
export interface JudgedPredictions {
  readonly probabilities: ArrayLike<number>;
  /** 1 for a struggle, 0 for none. */
  readonly outcomes: ArrayLike<number>;
}

/** Fewer say too little; of more, the nearest so many are taken, and whatever is as near as the last of them. */
const LEAST = 30;
const NEAREST = 60;

/**
 * How sure a probability is, by what became of the judged predictions nearest to it: the 90 % interval of the share of
 * struggles among them (Jeffreys), widened to hold the probability itself. Null below 30 of them.
 */
export function nearOutcomes(
  { probabilities, outcomes }: JudgedPredictions,
  probability: number,
): { readonly low: number; readonly high: number; readonly n: number } | null {
  const count = probabilities.length;
  if (count < LEAST) return null;
  const rows = Array.from({ length: count }, (_, row) => row).sort(
    (a, b) => Math.abs(probabilities[a]! - probability) - Math.abs(probabilities[b]! - probability),
  );
  const distance = (row: number): number => Math.abs(probabilities[row]! - probability);
  // A base rate says the same of every window: the first sixty of those would be of a beginner.
  const farthest = distance(rows[Math.min(NEAREST, count) - 1]!);
  const near = rows.filter((row, place) => place < NEAREST || distance(row) === farthest);
  const struggled = near.reduce((sum, row) => sum + outcomes[row]!, 0);
  const [a, b] = [struggled + 0.5, near.length - struggled + 0.5];
  return {
    low: Math.min(probability, betaQuantile(0.05, a, b)),
    high: Math.max(probability, betaQuantile(0.95, a, b)),
    n: near.length,
  };
}
