import type { CellLayout } from '../stats/cell-layout.ts';
import type { CellPosterior } from '../stats/cell-posterior.ts';
import { contrastPosterior } from '../stats/contrast-posterior.ts';
import { clusterEffect, SMALLEST_RECALL_EFFECT, type TableAnswers } from './effect-table.ts';

const MINIMUM_COUNT = 20;
/** An answer that was as good as certain weighs no more than one of this variance. */
const LEAST_VARIANCE = 0.03;

/**
 * What is believed of the cells by answers of the same cards: every card is compared with itself. Cards that come in one
 * cell alone say nothing, so that easy cards in the morning make no morning, however little the memory model knows of them.
 * @returns null where there are not two cells of enough answers
 */
export function withinCardsPosterior(
  answers: TableAnswers,
  cellOf: Int32Array,
  cells: number,
  layout: CellLayout,
): CellPosterior | null {
  const { counts, used, place } = cellsInUse(cellOf, cells);
  if (used.length < 2) return null;
  const excess = clusterEffect(answers, cellOf, answers.session);
  const { precision, score } = contrastsWithinCards(answers, placed(cellOf, place), used.length);
  return contrastPosterior(
    {
      size: cells,
      cells: used,
      counts: Float64Array.from(used, (cell) => counts[cell]!),
      precision: precision.map((value) => value / excess),
      score: score.map((value) => value / excess),
    },
    { layout, smallestEffect: SMALLEST_RECALL_EFFECT },
  );
}

interface CellsInUse {
  readonly counts: Float64Array;
  readonly used: Int32Array;
  /** Of each cell among those in use; −1. */
  readonly place: Int32Array;
}

function cellsInUse(cellOf: Int32Array, cells: number): CellsInUse {
  const counts = new Float64Array(cells);
  for (const cell of cellOf) if (cell >= 0) counts[cell]! += 1;
  const used = Int32Array.from(counts.keys()).filter((cell) => counts[cell]! >= MINIMUM_COUNT);
  const place = new Int32Array(cells).fill(-1);
  for (const [index, cell] of used.entries()) place[cell] = index;
  return { counts, used, place };
}

function placed(cellOf: Int32Array, place: Int32Array): Int32Array {
  return cellOf.map((cell) => (cell < 0 ? -1 : place[cell]!));
}

/**
 * How well the cards are mixed over the hours: of what all answers know of a daily rhythm at its worst phase, the share that
 * answers of the same cards know, over the share they would know had cards come at random. 1 where hours and cards have
 * nothing to do with each other, 0 where each card has its hour. Looks at no outcome, so that it may choose how to measure.
 * @returns 1 where there are not two cells of enough answers
 */
export function cardMixing(answers: TableAnswers, hourOf: Int32Array): number {
  const { used, place } = cellsInUse(hourOf, 24);
  if (used.length < 2) return 1;
  const cellOf = placed(hourOf, place);
  const size = used.length;
  const { precision, plain, random } = contrastsWithinCards(answers, cellOf, size);
  const directions = [Math.cos, Math.sin].map((of) =>
    Float64Array.from(used, (hour) => of((2 * Math.PI * hour) / 24)),
  );
  const form = (matrix: Float64Array): [number, number, number] => {
    const product = (a: Float64Array, b: Float64Array): number =>
      a.reduce(
        (sum, left, row) =>
          sum + left * b.reduce((s, right, column) => s + right * matrix[row * size + column]!, 0),
        0,
      );
    return [
      product(directions[0]!, directions[0]!),
      product(directions[0]!, directions[1]!),
      product(directions[1]!, directions[1]!),
    ];
  };
  const [within, all] = [form(precision), form(plain)];
  if (!(random > 0)) return 1;
  const determinant = all[0] * all[2] - all[1] ** 2;
  // Two hours, or two clusters of them, differ in one way only.
  if (determinant <= 1e-6 * (all[0] + all[2]) ** 2)
    return (within[0] + within[2]) / (all[0] + all[2]) / random;
  // Eigenvalues of all⁻¹ within.
  const trace = (within[0] * all[2] + within[2] * all[0] - 2 * within[1] * all[1]) / determinant;
  const product = (within[0] * within[2] - within[1] ** 2) / determinant;
  const smallest = trace / 2 - Math.sqrt(Math.max(0, trace ** 2 / 4 - product));
  return smallest / random;
}

interface Contrasts {
  readonly precision: Float64Array;
  readonly score: Float64Array;
  /** The precision if every answer stood for itself. */
  readonly plain: Float64Array;
  /** Share of it that is left within cards that come at random. */
  readonly random: number;
}

/** Least squares of the residuals on cells and cards, the cards worked out of it (Frisch and Waugh 1933). */
function contrastsWithinCards(
  { recalled, expected, card }: TableAnswers,
  cellOf: Int32Array,
  cells: number,
): Contrasts {
  const precision = new Float64Array(cells * cells);
  const score = new Float64Array(cells);
  const inCell = new Float64Array(cells);
  let [all, lost] = [0, 0];
  for (const rows of rowsByCard(card, cellOf)) {
    const [weights, sums] = [new Map<number, number>(), new Map<number, number>()];
    let [weight, residuals] = [0, 0];
    for (const row of rows) {
      const [p, cell] = [expected[row]!, cellOf[row]!];
      const w = 1 / Math.max(LEAST_VARIANCE, p * (1 - p));
      const r = w * (recalled[row]! - p);
      weights.set(cell, (weights.get(cell) ?? 0) + w);
      sums.set(cell, (sums.get(cell) ?? 0) + r);
      weight += w;
      residuals += r;
    }
    for (const [cell, w] of weights) inCell[cell]! += w;
    all += weight;
    // Of a card with one answer nothing is left to compare, of one with four three quarters.
    lost += weight / rows.length;
    if (weights.size < 2) continue;
    for (const [cell, w] of weights) {
      score[cell]! += sums.get(cell)! - (w * residuals) / weight;
      precision[cell * cells + cell]! += w;
      for (const [other, v] of weights) precision[cell * cells + other]! -= (w * v) / weight;
    }
  }
  const plain = new Float64Array(cells * cells);
  for (let row = 0; row < cells; row += 1)
    for (let column = 0; column < cells; column += 1)
      plain[row * cells + column] =
        (row === column ? inCell[row]! : 0) - (inCell[row]! * inCell[column]!) / all;
  return { precision, score, plain, random: 1 - lost / all };
}

function rowsByCard(card: ArrayLike<number>, cellOf: Int32Array): Iterable<number[]> {
  const groups = new Map<number, number[]>();
  for (let row = 0; row < cellOf.length; row += 1) {
    if (cellOf[row]! < 0) continue;
    const rows = groups.get(card[row]!);
    if (rows === undefined) groups.set(card[row]!, [row]);
    else rows.push(row);
  }
  return groups.values();
}
