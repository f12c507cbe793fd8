import type { Column } from '../bins/bin-columns.ts';
import { checkCount } from '../data/check.ts';
import { shuffle } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import type { Forest } from './forest.ts';
import { predictForest } from './predict-forest.ts';

/**
 * How much of the impurity a forest took away with the splits of each column (Breiman et al. 1984, "mean decrease of
 * impurity"), as shares of 1. Known from training alone, and too kind to columns of many values (Strobl et al. 2007):
 * for a judgement take `permutationImportance`.
 */
export function splitImportance({ trees }: Forest): Float64Array {
  const { feature, left, cover, values, outputs, columns } = trees;
  const gains = new Float64Array(columns);
  const score = (node: number): number => {
    let sum = 0;
    for (let output = 0; output < outputs; output += 1) sum += values[node * outputs + output]! ** 2;
    return sum * cover[node]!;
  };
  for (let node = 0; node < feature.length; node += 1) {
    const column = feature[node]!;
    if (column < 0) continue;
    const child = left[node]!;
    gains[column] = gains[column]! + Math.max(0, score(child) + score(child + 1) - score(node));
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}

/**
 * How much worse a forest becomes when a column is shuffled among rows it was not trained on (Breiman 2001).
 * @param scoreOf higher is better, of predictions as `predictForest` gives them
 * @param repeats shuffles of each column; the mean over them is taken
 * @returns score − score with the column shuffled, one number a column
 */
export function permutationImportance(
  forest: Forest,
  columns: readonly Column[],
  scoreOf: (predictions: Float64Array) => number,
  random: Random,
  repeats = 5,
): Float64Array {
  checkCount('repeats', repeats, 1, 1000);
  const whole = scoreOf(predictForest(forest, columns));
  return Float64Array.from(columns, (column, number) => {
    let sum = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const shuffled = shuffle(random, Float64Array.from(column));
      sum += whole - scoreOf(predictForest(forest, columns.with(number, shuffled)));
    }
    return sum / repeats;
  });
}
