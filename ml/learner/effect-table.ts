import { DataError } from '../data/data-error.ts';
import type { CellLayout } from '../stats/cell-layout.ts';
import { cellPosterior, type CellPosterior } from '../stats/cell-posterior.ts';
import { clusterGroups } from '../stats/cluster-groups.ts';
import { designEffect } from '../stats/design-effect.ts';

/** Two points of recall: less is not worth telling anybody. */
export const SMALLEST_RECALL_EFFECT = 0.02;

/** Answers by cells, for `cellPosterior`. */
export interface EffectTable {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  /** Mean of p (1 − p) in each cell: what one answer varies by. */
  readonly variances: Float64Array;
  readonly designEffect: number;
}

/** What a table is made of; n rows each. */
export interface TableAnswers {
  readonly recalled: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  readonly session: ArrayLike<number>;
  readonly card: ArrayLike<number>;
}

/**
 * @param cellOf the cell of each row, −1 for none
 * @param cells how many there are
 */
export function effectTable(answers: TableAnswers, cellOf: Int32Array, cells: number): EffectTable {
  const counts = new Float64Array(cells);
  const sums = new Float64Array(cells);
  const squares = new Float64Array(cells);
  const variances = new Float64Array(cells);
  for (let row = 0; row < cellOf.length; row += 1) {
    const cell = cellOf[row]!;
    if (cell < 0) continue;
    const p = answers.expected[row]!;
    const residual = answers.recalled[row]! - p;
    counts[cell]! += 1;
    sums[cell]! += residual;
    squares[cell]! += residual * residual;
    variances[cell]! += p * (1 - p);
  }
  for (let cell = 0; cell < cells; cell += 1)
    variances[cell] = counts[cell] === 0 ? 1 : Math.max(variances[cell]! / counts[cell]!, 1e-6);
  // Answers of a session share its mood, and those of a card what nobody knows of it: each widens the noise by its excess.
  const excess = (clusters: ArrayLike<number>): number => clusterEffect(answers, cellOf, clusters) - 1;
  return {
    counts,
    sums,
    squares,
    variances,
    designEffect: 1 + excess(answers.session) + excess(answers.card),
  };
}

/** 1 where nothing can be said of it. */
export function clusterEffect(
  answers: TableAnswers,
  cellOf: Int32Array,
  clusters: ArrayLike<number>,
): number {
  const groups = clusterGroups(cellOf, clusters);
  const size = groups.cellOf.length;
  const [counts, sums, squares] = [new Int32Array(size), new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < cellOf.length; row += 1) {
    const group = groups.groupOf[row]!;
    if (group < 0) continue;
    const residual = answers.recalled[row]! - answers.expected[row]!;
    counts[group]! += 1;
    sums[group]! += residual;
    squares[group]! += residual * residual;
  }
  try {
    return designEffect({ cells: groups.cellOf, counts, sums, squares });
  } catch (error) {
    if (error instanceof DataError) return 1;
    throw error;
  }
}

/** What is believed of the cells; null where there are not two cells of enough answers, or all answers are as expected. */
export function tablePosterior(table: EffectTable, layout: CellLayout): CellPosterior | null {
  try {
    return cellPosterior(table, {
      layout,
      smallestEffect: SMALLEST_RECALL_EFFECT,
      designEffect: table.designEffect,
      variances: table.variances,
    });
  } catch (error) {
    if (error instanceof DataError && (error.problem === 'too_few' || error.problem === 'constant'))
      return null;
    throw error;
  }
}
