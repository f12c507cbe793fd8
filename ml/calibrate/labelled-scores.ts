import { checkBinary, checkBothClasses, checkNotEmpty, checkRange, checkSameLength } from '../data/check.ts';
import { weightsOf } from '../data/weights.ts';

/** What a calibration is fitted to: rows of some weight. */
export interface LabelledScores {
  readonly scores: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Checks the rows that every calibration is fitted to, and leaves out those of no weight.
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range` (a score beyond ±1e100, a label neither 0
 *   nor 1, a weight), `one_class`
 */
export function labelledScores(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): LabelledScores {
  checkNotEmpty('scores', scores);
  // Beyond, squares overflow.
  checkRange('scores', scores, -1e100, 1e100);
  checkSameLength('labels', labels, 'scores', scores);
  checkBinary('labels', labels);
  const all = weightsOf(weights, 'scores', scores);
  const hasWeight = (_: number, row: number): boolean => all[row]! > 0;
  const weighed = {
    scores: Float64Array.from(scores).filter(hasWeight),
    labels: Float64Array.from(labels).filter(hasWeight),
    weights: all.filter((weight) => weight > 0),
  };
  checkBothClasses('labels', weighed.labels);
  return weighed;
}
