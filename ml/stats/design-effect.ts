import { checkCounts, checkFinite, checkNotEmpty, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';

/** The answers of one session within one cell. */
export interface SessionSums {
  /** Which cell, from 0. */
  cells: ArrayLike<number>;
  counts: ArrayLike<number>;
  sums: ArrayLike<number>;
  squares: ArrayLike<number>;
}

/**
 * How much more the mean of a cell varies than that of as many independent answers, because the answers of a session share
 * its mood: the spread of session sums about their cell's mean over what independent answers would give (Kish 1965; the
 * cluster-robust variance of Liang and Zeger 1986, pooled over cells). Without it, sessions of 20 answers that differ by
 * five points would pass for effects of the hour. Never below 1; 1 where no cell has two sessions.
 * @param sessions one row for each session in each cell, at least one answer in every row
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range`, `constant` (no residual differs from its cell's mean)
 */
export function designEffect(sessions: SessionSums): number {
  checkSessions(sessions);
  const cells = new Map<number, { count: number; sum: number; squares: number; rows: number[] }>();
  for (let row = 0; row < sessions.cells.length; row += 1) {
    const cell = sessions.cells[row]!;
    const entry = cells.get(cell) ?? { count: 0, sum: 0, squares: 0, rows: [] };
    entry.count += sessions.counts[row]!;
    entry.sum += sessions.sums[row]!;
    entry.squares += sessions.squares[row]!;
    entry.rows.push(row);
    cells.set(cell, entry);
  }
  let [between, betweenFreedom, within, withinFreedom] = [0, 0, 0, 0];
  for (const { count, sum, squares, rows } of cells.values()) {
    within += Math.max(squares - sum ** 2 / count, 0);
    withinFreedom += count - 1;
    for (const row of rows) {
      const n = sessions.counts[row]!;
      between += (sessions.sums[row]! - (n * sum) / count) ** 2;
      betweenFreedom += n * (1 - n / count);
    }
  }
  if (!(within > 0))
    throw new DataError('constant', 'squares', null, 'no residual differs from the mean of its cell');
  return betweenFreedom > 0 ? Math.max(between / betweenFreedom / (within / withinFreedom), 1) : 1;
}

function checkSessions({ cells, counts, sums, squares }: SessionSums): void {
  checkNotEmpty('cells', cells);
  checkSameLength('counts', counts, 'cells', cells);
  checkSameLength('sums', sums, 'cells', cells);
  checkSameLength('squares', squares, 'cells', cells);
  checkCounts('cells', cells);
  checkCounts('counts', counts, 1);
  checkFinite('sums', sums);
  checkFinite('squares', squares);
}
