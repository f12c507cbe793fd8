import { checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { Column } from '../bins/bin-columns.ts';

/**
 * How features become columns of a regression: each brought to mean 0 and deviation 1 over its known values, missing
 * ones at the mean with a column of their own that says so. A feature without spread becomes 0.
 */
export type Design = {
  readonly means: Float64Array;
  /** 1 / deviation; 0 for a feature without spread. */
  readonly scales: Float64Array;
  /** Whether values of a feature were missing: then it has a second column. */
  readonly hasMissing: readonly boolean[];
};

/** Values this many deviations from the mean count as if they were there. */
const FARTHEST = 6;

/** Learns the design from training rows. */
export function fitDesign(columns: readonly Column[]): Design {
  const means = new Float64Array(columns.length);
  const scales = new Float64Array(columns.length);
  const hasMissing = columns.map((column, place) => {
    let [sum, squares, known] = [0, 0, 0];
    for (let row = 0; row < column.length; row += 1) {
      if (Number.isNaN(column[row]!)) continue;
      sum += column[row]!;
      known += 1;
    }
    const mean = known > 0 ? sum / known : 0;
    for (let row = 0; row < column.length; row += 1)
      if (!Number.isNaN(column[row]!)) squares += (column[row]! - mean) ** 2;
    const deviation = known > 1 ? Math.sqrt(squares / (known - 1)) : 0;
    means[place] = mean;
    scales[place] = deviation > 1e-12 * (1 + Math.abs(mean)) ? 1 / deviation : 0;
    return known < column.length;
  });
  return { means, scales, hasMissing };
}

/** Columns the design makes. */
export const designWidth = ({ means, hasMissing }: Design): number =>
  means.length + hasMissing.reduce((sum, has) => sum + (has ? 1 : 0), 0);

/**
 * Applies a design to rows, of all or of some columns' rows.
 * @param rows which rows; all where it is not given
 * @throws DataError `length`
 */
export function applyDesign(
  design: Design,
  columns: readonly Column[],
  rows?: ArrayLike<number>,
): Float64Array[] {
  const { means, scales, hasMissing } = design;
  if (columns.length !== means.length)
    throw new DataError(
      'length',
      'columns',
      null,
      `has ${columns.length} columns, the design ${means.length}`,
    );
  const table: Float64Array[] = [];
  const masks: Float64Array[] = [];
  for (const [place, column] of columns.entries()) {
    if (rows === undefined) checkSameLength(`columns[${place}]`, column, 'columns[0]', columns[0]!);
    const count = rows?.length ?? column.length;
    const values = new Float64Array(count);
    const mask = hasMissing[place] === true ? new Float64Array(count) : undefined;
    for (let row = 0; row < count; row += 1) {
      const value = column[rows === undefined ? row : rows[row]!]!;
      if (Number.isNaN(value)) {
        if (mask !== undefined) mask[row] = 1;
      } else values[row] = Math.min(FARTHEST, Math.max(-FARTHEST, (value - means[place]!) * scales[place]!));
    }
    table.push(values);
    if (mask !== undefined) masks.push(mask);
  }
  return [...table, ...masks];
}
