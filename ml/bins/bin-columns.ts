import { DataError } from '../data/data-error.ts';
import { seededRandom } from '../random/random.ts';

/** Values of one feature, one for each row; NaN is a value that is not known. */
export type Column = ArrayLike<number>;

/**
 * A table whose values were replaced by the number of the bin they fall into: 0 where a value is missing, 1 for the
 * lowest, at most 255. Trees look at bins only, and a split between two bins is a threshold on the values.
 */
export type Bins = {
  readonly rows: number;
  readonly columns: number;
  /** Of each column, the thresholds between its bins, ascending: bin b + 1 holds values above edges[b − 1], up to edges[b]. */
  readonly edges: readonly Float64Array[];
  /** Column after column, rows × columns; shared memory where threads are to read it. */
  readonly codes: Uint8Array;
};

/** Bins beside that of missing values. */
export const MOST_BINS = 254;
/** Trees number columns in 16 bits. */
export const MOST_COLUMNS = 4096;
/** Quantiles of more rows than these do not move a bin by more than its own width. */
const QUANTILE_ROWS = 1 << 16;
/** Which rows of a long column are looked at: the same ones every time. */
const SAMPLE_SEED = 1;

/**
 * Throws `empty` without columns or rows, `out_of_range` for too many columns, `length` for columns that differ and
 * `not_finite` for an infinity: missing is NaN, and nothing else.
 * @returns number of rows
 */
export function checkColumns(columns: readonly Column[]): number {
  const [first] = columns;
  if (first === undefined || first.length === 0)
    throw new DataError('empty', 'columns', null, 'needs at least one column and one row');
  if (columns.length > MOST_COLUMNS)
    throw new DataError(
      'out_of_range',
      'columns',
      null,
      `at most ${MOST_COLUMNS} columns, has ${columns.length}`,
    );
  for (const [number, column] of columns.entries()) {
    const name = `columns[${number}]`;
    if (column.length !== first.length)
      throw new DataError('length', name, null, `has ${column.length} rows, columns[0] has ${first.length}`);
    for (let row = 0; row < column.length; row += 1) {
      const value = column[row]!;
      if (!Number.isFinite(value) && !Number.isNaN(value))
        throw new DataError('not_finite', name, row, `${value} is neither a finite number nor missing (NaN)`);
    }
  }
  return first.length;
}

/** Values that are remembered while those of a column are gathered; a power of two. */
const MET = 1024;

/** The values a column has, ascending, where they are no more than `most`. */
function fewValues(column: Column, most: number): Float64Array | undefined {
  const values = new Set<number>();
  // What was met lately need not be looked up again: most rows of such a column repeat a value.
  const met = new Float64Array(MET).fill(Number.NaN);
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row]!;
    const place = (value * 8191) & (MET - 1);
    if (met[place] === value || Number.isNaN(value)) continue;
    met[place] = value;
    if (values.add(value).size > most) return undefined;
  }
  return Float64Array.from(values).sort();
}

/**
 * Known values of a column in ascending order. Of a long column one row of every k, drawn by chance: rows that take
 * turns (a card and its reverse, two learners) would hide from every k-th one. Where there are no more than `most`
 * values, each of them: also one that few rows have is a place to split at.
 */
function sortedValues(column: Column, most: number): Float64Array {
  const step = Math.max(1, Math.floor(column.length / QUANTILE_ROWS));
  if (step > 1) {
    const few = fewValues(column, most);
    if (few !== undefined) return few;
  }
  const random = seededRandom(SAMPLE_SEED);
  const values = new Float64Array(Math.ceil(column.length / step));
  let known = 0;
  for (let from = 0; from < column.length; from += step) {
    const width = Math.min(step, column.length - from);
    const value = column[step === 1 ? from : from + Math.floor(random.unit() * width)]!;
    if (!Number.isNaN(value)) values[known++] = value;
  }
  return values.subarray(0, known).sort();
}

/** Halfway between two values, and never the upper one, also where no double lies between them. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= high || middle < low ? low : middle;
}

/** Thresholds between the bins of a column: each value has its own where there are few, else each holds as many rows. */
function edgesOf(column: Column, most: number): Float64Array {
  const values = sortedValues(column, most);
  const edges: number[] = [];
  let distinct = values.length === 0 ? 0 : 1;
  for (let place = 1; place < values.length; place += 1)
    if (values[place] !== values[place - 1]) distinct += 1;
  let left = distinct <= most ? distinct - 1 : most - 1;
  let from = 0;
  for (let place = 1; place < values.length && left > 0; place += 1) {
    const low = values[place - 1]!;
    const high = values[place]!;
    if (low === high) continue;
    // A value that fills more than a bin takes one bin, and the rest is shared among those that are left.
    if (distinct > most && place - from < (values.length - from) / (left + 1)) continue;
    edges.push(between(low, high));
    left -= 1;
    from = place;
  }
  return Float64Array.from(edges);
}

/** Number of the bin of a value that is not missing: 1 + edges below it. */
export function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

/**
 * Bins columns by given edges (those of the training rows).
 * @param shared whether the codes are to lie in memory that threads share
 * @throws DataError of `checkColumns`; `length` where there are not as many columns as edges
 */
export function codesOf(columns: readonly Column[], edges: readonly Float64Array[], shared = false): Bins {
  const rows = checkColumns(columns);
  if (columns.length !== edges.length)
    throw new DataError(
      'length',
      'columns',
      null,
      `has ${columns.length} columns, the bins have ${edges.length}`,
    );
  const size = rows * columns.length;
  const codes = shared ? new Uint8Array(new SharedArrayBuffer(size)) : new Uint8Array(size);
  for (const [number, column] of columns.entries()) {
    const start = number * rows;
    const cuts = edges[number]!;
    for (let row = 0; row < rows; row += 1) {
      const value = column[row]!;
      codes[start + row] = Number.isNaN(value) ? 0 : binOf(cuts, value);
    }
  }
  return { rows, columns: columns.length, edges, codes };
}

/**
 * Bins columns once, for any number of trees: by quantiles of their known values.
 * @param columns features, each with one value for every row; NaN is missing
 * @param most bins of a column beside that of missing values, 2 to 254
 * @throws DataError of `checkColumns`; `out_of_range` for `most`
 */
export function binColumns(columns: readonly Column[], most: number = MOST_BINS, shared = false): Bins {
  if (!Number.isInteger(most) || most < 2 || most > MOST_BINS)
    throw new DataError('out_of_range', 'most', null, `${most} is not a whole number from 2 to ${MOST_BINS}`);
  checkColumns(columns);
  return codesOf(
    columns,
    columns.map((column) => edgesOf(column, most)),
    shared,
  );
}
