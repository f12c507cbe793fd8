import type { Column } from '../bins/bin-columns.ts';
import type { Forest } from './forest.ts';
import { predictForest } from './predict-forest.ts';

/**
 * The most probable class of each row; of equally probable ones the lowest.
 * @throws DataError of `predictForest`; RangeError for a regression, which has no classes
 */
export function forestClasses(forest: Forest, columns: readonly Column[]): Int32Array {
  if (forest.kind === 'regression') throw new RangeError('a regression has no classes');
  const predictions = predictForest(forest, columns);
  const { outputs } = forest.trees;
  if (outputs === 1) return Int32Array.from(predictions, (probability) => (probability > 0.5 ? 1 : 0));
  const classes = new Int32Array(predictions.length / outputs);
  for (let row = 0; row < classes.length; row += 1) {
    let best = 0;
    for (let label = 1; label < outputs; label += 1)
      if (predictions[row * outputs + label]! > predictions[row * outputs + best]!) best = label;
    classes[row] = best;
  }
  return classes;
}
