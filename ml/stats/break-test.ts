import { checkCount } from '../data/check.ts';
import { shuffle } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { breakColumn, hingeOf, type Hinge, type HingeOptions } from './hinge.ts';
import { monteCarloPValue, type MonteCarloPValue } from './monte-carlo-p-value.ts';

export interface BreakTestOptions extends HingeOptions {
  /** Permutations at most; default 999. */
  permutations?: number;
  /** The permutations end when so many were as extreme; default 20. */
  stopAfter?: number;
  /** The x at which a break is sought, spread evenly over the rows; default 100 at most. */
  breaks?: number;
}

/**
 * Is there a break at all? The hypothesis is one straight line; with `isFlatBefore`, one level line, so that a line that falls
 * from the start is refused as well. Under it the breakpoint does not exist, and the F of the best break is not F distributed
 * but larger (Davies 1987). The largest F over the breaks is therefore compared with that of the line's residuals in random
 * order (Freedman and Lane 1983), each standardised by its weight. Rows must be exchangeable but for the line: answers of one
 * session are alike, and give breaks that are none; take one row for a session and a stretch of minutes, weighted.
 * @param x n rows as for `piecewiseRegression`
 * @param random moved by one fork
 * @returns p and the permutations made; 1 and none where the rows lie on a line
 * @throws DataError `length`, `not_finite`, `constant` (y), `too_few`, `out_of_range` (weights, options)
 */
export function breakTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  random: Random,
  options: BreakTestOptions = {},
): MonteCarloPValue {
  const { permutations = 999, stopAfter = 20, breaks = 100 } = options;
  checkCount('permutations', permutations, 1);
  checkCount('stopAfter', stopAfter, 1);
  checkCount('breaks', breaks, 1);
  const hinge = hingeOf(x, y, options);
  // Of an exact line nothing is left but rounding, whose order says nothing.
  if (hinge.squaresOfLine <= 1e-13 * hinge.squares) return { pValue: 1, draws: 0 };
  const rows = sortedRows(hinge, x);
  const columns = columnsOf(hinge, breaks);
  const standardised = residualsOfLine(hinge, rows, y);
  const observed = largestGain(hinge, rows, columns, standardised);
  const draws = random.fork();
  return monteCarloPValue(
    () => largestGain(hinge, rows, columns, shuffle(draws, standardised)) >= observed - 1e-12,
    permutations,
    stopAfter,
  );
}

/** Rows in the order of x. */
interface SortedRows {
  readonly places: Float64Array;
  readonly roots: Float64Array;
}

function sortedRows({ order, weights, meanX, scaleX }: Hinge, x: ArrayLike<number>): SortedRows {
  const places = new Float64Array(order.length);
  const roots = new Float64Array(order.length);
  for (let rank = 0; rank < order.length; rank += 1) {
    places[rank] = (x[order[rank]!]! - meanX) / scaleX;
    roots[rank] = Math.sqrt(weights[order[rank]!]!);
  }
  return { places, roots };
}

interface Column {
  readonly c: number;
  /** The first row above c. */
  readonly from: number;
  readonly sum: number;
  readonly sumX: number;
  readonly squares: number;
}

/** One column a break sought, the last break first. */
function columnsOf(hinge: Hinge, breaks: number): Column[] {
  const { places, rowsBelow, first, last } = hinge;
  const count = Math.min(breaks, last - first + 1);
  const indexes = new Set<number>();
  for (let nth = 0; nth < count; nth += 1) {
    const row = rowsBelow[first]! + ((nth + 0.5) / count) * (rowsBelow[last + 1]! - rowsBelow[first]!);
    let index = first;
    while (index < last && rowsBelow[index + 1]! <= row) index += 1;
    indexes.add(index);
  }
  return Array.from(indexes, (index) => {
    const c = places[index]!;
    return { c, from: rowsBelow[index + 1]!, ...breakColumn(hinge, index + 1, c) };
  })
    .filter(({ squares }) => squares > 0)
    .reverse();
}

/** √w · residual of the line without a break, in the order of x. */
function residualsOfLine(hinge: Hinge, { places, roots }: SortedRows, y: ArrayLike<number>): Float64Array {
  const { order, wxx, wxy, meanY, isFlat } = hinge;
  const all = wxx.length - 1;
  const slope = isFlat ? 0 : wxy[all]! / wxx[all]!;
  return places.map((place, rank) => roots[rank]! * (y[order[rank]!]! - meanY - slope * place));
}

/** The largest share of a line's squares that a break takes away; rises with its F. */
function largestGain(
  { w, wxx, isFlat }: Hinge,
  { places, roots }: SortedRows,
  columns: readonly Column[],
  standardised: Float64Array,
): number {
  const weight = w[w.length - 1]!;
  const spread = wxx[wxx.length - 1]!;
  let [sumY, sumXy, squares] = [0, 0, 0];
  const above = new Float64Array(columns.length);
  let row = places.length;
  const addDownTo = (end: number): void => {
    while (row > end) {
      row -= 1;
      const residual = standardised[row]!;
      sumY += roots[row]! * residual;
      sumXy += roots[row]! * places[row]! * residual;
      squares += residual * residual;
    }
  };
  for (let index = 0; index < columns.length; index += 1) {
    const { c, from } = columns[index]!;
    addDownTo(from);
    above[index] = sumXy - c * sumY;
  }
  addDownTo(0);
  const left = squares - sumY ** 2 / weight - (isFlat ? 0 : sumXy ** 2 / spread);
  let largest = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const { sum, sumX, squares: columnSquares } = columns[index]!;
    const product = above[index]! - (sum * sumY) / weight - (isFlat ? 0 : (sumX * sumXy) / spread);
    largest = Math.max(largest, product ** 2 / columnSquares);
  }
  return left > 0 ? largest / left : 0;
}
