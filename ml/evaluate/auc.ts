import { checkBothClasses, checkFinite, checkSameLength } from '../data/check.ts';

/**
 * Area under the ROC curve: the chance that a row with outcome 1 scores above one with outcome 0, equal scores counting
 * half. That is the Mann-Whitney U of mid-ranks over its maximum (Hanley and McNeil 1982; Bamber 1975). Exact in double
 * precision up to 10^8 rows; n log n.
 * @param outcomes 0 or 1, n rows
 * @param scores any finite numbers, higher for a likelier 1; n rows
 * @returns 0 to 1; 0.5 where the scores tell nothing
 * @throws DataError `empty`, `length`, `out_of_range` (an outcome neither 0 nor 1), `not_finite`, `one_class`
 */
export function auc(outcomes: ArrayLike<number>, scores: ArrayLike<number>): number {
  checkSameLength('scores', scores, 'outcomes', outcomes);
  checkBothClasses('outcomes', outcomes);
  checkFinite('scores', scores);

  // Sorted apart and merged: numbers sort several times faster than rows do by a key.
  const positives = scoresOf(1, outcomes, scores);
  const negatives = scoresOf(0, outcomes, scores);
  let below = 0;
  let notAbove = 0;
  let twiceWins = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] ?? 0) < score) below += 1;
    while (notAbove < negatives.length && (negatives[notAbove] ?? 0) <= score) notAbove += 1;
    twiceWins += below + notAbove;
  }
  return twiceWins / 2 / positives.length / negatives.length;
}

function scoresOf(outcome: number, outcomes: ArrayLike<number>, scores: ArrayLike<number>): Float64Array {
  const selected = new Float64Array(outcomes.length);
  let count = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    if (outcomes[row] !== outcome) continue;
    selected[count] = scores[row] ?? 0;
    count += 1;
  }
  return selected.subarray(0, count).sort();
}
