/** The values of the given rows, in their order; for a metric of a resample or a split. NaN where there is no such row. */
export function gather(values: ArrayLike<number>, rows: ArrayLike<number>): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let place = 0; place < gathered.length; place += 1)
    gathered[place] = values[rows[place] ?? 0] ?? Number.NaN;
  return gathered;
}
