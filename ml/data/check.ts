import { DataError } from './data-error.ts';

/**
 * The checks every public function of `ml` makes of what it is given. Each throws a DataError that names column and
 * row; none of them changes or copies anything.
 */

/** Throws `empty` for a column without rows. */
export function checkNotEmpty(column: string, values: ArrayLike<unknown>): void {
  if (values.length === 0) throw new DataError('empty', column, null, 'needs at least one row');
}

/** Throws `too_few` for a column of fewer than `minimum` rows. */
export function checkAtLeast(column: string, values: ArrayLike<unknown>, minimum: number): void {
  if (values.length < minimum)
    throw new DataError('too_few', column, null, `needs at least ${minimum} rows, has ${values.length}`);
}

/** Throws `length` where a column has not as many rows as another. */
export function checkSameLength(
  column: string,
  values: ArrayLike<unknown>,
  other: string,
  expected: ArrayLike<unknown>,
): void {
  if (values.length !== expected.length)
    throw new DataError('length', column, null, `has ${values.length} rows, ${other} has ${expected.length}`);
}

/** Throws `not_finite` at the first NaN or infinity. */
export function checkFinite(column: string, values: ArrayLike<number>): void {
  // Whole numbers of a typed array cannot be anything else, and a million of them take time to look at.
  if (ArrayBuffer.isView(values) && !(values instanceof Float64Array || values instanceof Float32Array))
    return;
  for (let row = 0; row < values.length; row += 1) {
    if (!Number.isFinite(values[row]))
      throw new DataError('not_finite', column, row, `${values[row]} is not a finite number`);
  }
}

/** Throws `not_finite` or `out_of_range` at the first value outside [low, high]. */
export function checkRange(column: string, values: ArrayLike<number>, low: number, high: number): void {
  checkFinite(column, values);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (value < low || value > high)
      throw new DataError('out_of_range', column, row, `${value} is not between ${low} and ${high}`);
  }
}

/** Probabilities: finite, between 0 and 1. */
export function checkProbabilities(column: string, values: ArrayLike<number>): void {
  checkRange(column, values, 0, 1);
}

/** Outcomes: every value 0 or 1. */
export function checkBinary(column: string, values: ArrayLike<number>): void {
  for (let row = 0; row < values.length; row += 1) {
    if (values[row] !== 0 && values[row] !== 1)
      throw new DataError('out_of_range', column, row, `${values[row]} is neither 0 nor 1`);
  }
}

/** Throws `one_class` where the outcomes are all 0 or all 1, for what needs both. */
export function checkBothClasses(column: string, values: ArrayLike<number>): void {
  checkNotEmpty(column, values);
  checkBinary(column, values);
  const first = values[0];
  for (let row = 1; row < values.length; row += 1) if (values[row] !== first) return;
  throw new DataError('one_class', column, null, `every outcome is ${first}; both are needed`);
}

/** Throws `constant` where all values are the same, for what needs a spread. */
export function checkNotConstant(column: string, values: ArrayLike<number>): void {
  checkNotEmpty(column, values);
  const first = values[0];
  for (let row = 1; row < values.length; row += 1) if (values[row] !== first) return;
  throw new DataError('constant', column, null, `every value is ${first}`);
}

/** Counts: whole numbers, none below `low`. */
export function checkCounts(column: string, values: ArrayLike<number>, low = 0): void {
  checkRange(column, values, low, Number.MAX_SAFE_INTEGER);
  for (let row = 0; row < values.length; row += 1) {
    if (!Number.isInteger(values[row]))
      throw new DataError('out_of_range', column, row, `${values[row]} is not a whole number`);
  }
}

/** A single number within [low, high]; the column is its name. */
export function checkNumber(name: string, value: number, low: number, high: number): void {
  if (!Number.isFinite(value))
    throw new DataError('not_finite', name, null, `${value} is not a finite number`);
  if (value < low || value > high)
    throw new DataError('out_of_range', name, null, `${value} is not between ${low} and ${high}`);
}

/** A count: a whole number within [low, high]. */
export function checkCount(
  name: string,
  value: number,
  low: number,
  high: number = Number.MAX_SAFE_INTEGER,
): void {
  checkNumber(name, value, low, high);
  if (!Number.isInteger(value))
    throw new DataError('out_of_range', name, null, `${value} is not a whole number`);
}
