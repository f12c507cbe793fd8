import {
  checkBinary,
  checkCount,
  checkFinite,
  checkNotEmpty,
  checkNumber,
  checkSameLength,
} from '../data/check.ts';
import { sorted } from '../numeric/sample.ts';

/** How many rows may be alerted: a number of them, or a share of all. */
export type Budget = { count: number } | { share: number };

/** What the alerts of a budget find. */
export interface BudgetResult {
  /** Rows alerted. */
  alerts: number;
  /** Rows with outcome 1 among them: a whole number unless the lowest alerted score is tied. */
  found: number;
  /** found / alerts; NaN without alerts. */
  precision: number;
  /** found / rows with outcome 1; NaN where there are none. */
  recall: number;
}

/**
 * Precision and recall when only the highest scores may be alerted. Where the last alerts fall among equal scores, found
 * is the mean over all orders of those rows: alerts left for them × their share of 1 (McSherry and Najork 2008).
 * @param outcomes 0 or 1, n rows
 * @param scores any finite numbers, higher for a likelier 1; n rows
 * @param budget a count from 0 to n, or a share from 0 to 1 of the rows, rounded to the nearest whole number of them
 * @throws DataError `empty`, `length`, `out_of_range`, `not_finite`
 */
export function precisionAtBudget(
  outcomes: ArrayLike<number>,
  scores: ArrayLike<number>,
  budget: Budget,
): BudgetResult {
  checkNotEmpty('outcomes', outcomes);
  checkSameLength('scores', scores, 'outcomes', outcomes);
  checkBinary('outcomes', outcomes);
  checkFinite('scores', scores);
  const alerts = alertsOf(budget, outcomes.length);

  const lowest = alerts === 0 ? Infinity : (sorted(scores)[outcomes.length - alerts] ?? Infinity);
  let positives = 0;
  let above = 0;
  let positivesAbove = 0;
  let tied = 0;
  let positivesTied = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const score = scores[row] ?? 0;
    const outcome = outcomes[row] ?? 0;
    positives += outcome;
    if (score > lowest) {
      above += 1;
      positivesAbove += outcome;
    } else if (score === lowest) {
      tied += 1;
      positivesTied += outcome;
    }
  }
  const found = positivesAbove + (tied === 0 ? 0 : ((alerts - above) * positivesTied) / tied);
  return { alerts, found, precision: found / alerts, recall: found / positives };
}

function alertsOf(budget: Budget, rows: number): number {
  if ('count' in budget) {
    checkCount('budget.count', budget.count, 0, rows);
    return budget.count;
  }
  checkNumber('budget.share', budget.share, 0, 1);
  return Math.round(budget.share * rows);
}
