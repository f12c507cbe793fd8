import { checkBinary, checkFinite, checkSameLength } from '../../data/check.ts';
import { DataError } from '../../data/data-error.ts';
import { FEATURE_COUNT } from './schema.ts';

/** Judged predictions to learn from, in the order their windows began; n rows. */
export interface StruggleTable {
  /** n × FEATURE_COUNT, NaN where missing. */
  readonly features: Float64Array;
  /** 1 for a struggle, 0 for none; windows not studied are left out. */
  readonly labels: Uint8Array;
  /** Study days on which the window began and on which it was over (the first one after it). */
  readonly fromDay: Int32Array;
  readonly endDay: Int32Array;
}

/** @throws DataError `length`, `out_of_range`, `order` (a window that begins before the row before it) */
export function checkTable({ features, labels, fromDay, endDay }: StruggleTable): void {
  checkBinary('labels', labels);
  checkSameLength('fromDay', fromDay, 'labels', labels);
  checkSameLength('endDay', endDay, 'labels', labels);
  checkFeatures(features, labels.length);
  const falls = fromDay.findIndex((day, row) => row > 0 && day < fromDay[row - 1]!);
  if (falls >= 0) throw new DataError('order', 'fromDay', falls, 'begins before the row before it');
}

/** @throws DataError `length`, `not_finite` (an infinity; NaN is missing) */
export function checkFeatures(features: Float64Array, rows: number): void {
  checkSameLength('features', features, `${rows} × ${FEATURE_COUNT}`, { length: rows * FEATURE_COUNT });
  const known = features.map((value) => (Number.isNaN(value) ? 0 : value));
  checkFinite('features', known);
}

/** The rows as columns, as trees take them. */
export function featureColumns(features: Float64Array): Float64Array[] {
  const rows = features.length / FEATURE_COUNT;
  return Array.from({ length: FEATURE_COUNT }, (_, column) => {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) values[row] = features[row * FEATURE_COUNT + column]!;
    return values;
  });
}

/** Some rows of a table, in their order. */
export function tableRows(table: StruggleTable, rows: ArrayLike<number>): StruggleTable {
  const kept = Int32Array.from(rows);
  const features = new Float64Array(kept.length * FEATURE_COUNT);
  for (const [place, row] of kept.entries())
    features.set(
      table.features.subarray(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT),
      place * FEATURE_COUNT,
    );
  return {
    features,
    labels: Uint8Array.from(kept, (row) => table.labels[row]!),
    fromDay: kept.map((row) => table.fromDay[row]!),
    endDay: kept.map((row) => table.endDay[row]!),
  };
}

export interface TimeFold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Folds in the order of time: the windows after a first share of the rows are tested in blocks, each by what was learnt
 * from windows that were over when the block began. Rows of windows that began on one day stay together.
 * @param first share of the rows that are never tested, above 0 and below 1
 */
export function timeFolds(table: StruggleTable, folds: number, first: number): TimeFold[] {
  const { fromDay, endDay } = table;
  const rows = fromDay.length;
  const starts = Array.from({ length: folds + 1 }, (_, fold) => {
    const row = Math.round(rows * (first + ((1 - first) * fold) / folds));
    // Back to the first row of that day.
    return fold === folds ? rows : fromDay.indexOf(fromDay[Math.min(row, rows - 1)]!);
  });
  const made: TimeFold[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const [from, to] = [starts[fold]!, starts[fold + 1]!];
    if (to <= from) continue;
    const day = fromDay[from]!;
    const train = Int32Array.from(fromDay.keys()).filter((row) => row < from && endDay[row]! <= day);
    const test = Int32Array.from({ length: to - from }, (_, place) => from + place);
    made.push({ train, test });
  }
  return made;
}
