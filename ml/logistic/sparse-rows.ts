import { checkFinite, checkNotEmpty } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';

/** A table that is mostly zero: of each row the columns that are not, with their values. */
export type SparseRows = {
  /** Where each row begins, and the end: rows + 1. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** Columns there are. */
  readonly width: number;
};

/** Throws `empty`, `length`, `order`, `out_of_range` or `not_finite` for a table that is none. */
export function checkSparseRows({ starts, columns, values, width }: SparseRows): void {
  checkNotEmpty('starts', starts);
  if (starts[0] !== 0 || starts.at(-1) !== columns.length || columns.length !== values.length)
    throw new DataError('length', 'starts', null, 'does not begin at 0 and end with the values');
  for (let row = 1; row < starts.length; row += 1)
    if (starts[row]! < starts[row - 1]!)
      throw new DataError('order', 'starts', row, 'a row ends before it begins');
  for (let place = 0; place < columns.length; place += 1)
    if (columns[place]! < 0 || columns[place]! >= width)
      throw new DataError(
        'out_of_range',
        'columns',
        place,
        `${columns[place]} is not one of ${width} columns`,
      );
  checkFinite('values', values);
}
