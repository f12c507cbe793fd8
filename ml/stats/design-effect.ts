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
  const size = Array.from(sessions.cells).reduce((most, cell) => Math.max(most, cell + 1), 0);
  const [counts, sums, squares] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < sessions.cells.length; row += 1) {
    const cell = sessions.cells[row]!;
    counts[cell]! += sessions.counts[row]!;
    sums[cell]! += sessions.sums[row]!;
    squares[cell]! += sessions.squares[row]!;
  }
  let [between, betweenFreedom, within, withinFreedom] = [0, 0, 0, 0];
  for (let cell = 0; cell < size; cell += 1) {
    if (counts[cell] === 0) continue;
    within += Math.max(squares[cell]! - sums[cell]! ** 2 / counts[cell]!, 0);
    withinFreedom += counts[cell]! - 1;
  }
  for (let row = 0; row < sessions.cells.length; row += 1) {
    const [n, cell] = [sessions.counts[row]!, sessions.cells[row]!];
    between += (sessions.sums[row]! - (n * sums[cell]!) / counts[cell]!) ** 2;
    betweenFreedom += n * (1 - n / counts[cell]!);
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
