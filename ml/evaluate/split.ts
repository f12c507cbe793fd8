/** Rows to fit on and rows to judge on; no row is in both. */
export interface Split {
  train: Int32Array;
  test: Int32Array;
}

/** The rows from `start` up to before `end`. */
export function rowRange(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, place) => start + place);
}
