const view = new DataView(new ArrayBuffer(8));

/** The smallest double above a number; that of the largest one is Infinity. */
export function nextAbove(value: number): number {
  if (value === Number.POSITIVE_INFINITY || Number.isNaN(value)) return value;
  if (value === 0) return Number.MIN_VALUE;
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  // Doubles of one sign are ordered as the whole numbers that their bits are (IEEE 754).
  view.setBigInt64(0, value > 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}

/** The largest double below a number. */
export function nextBelow(value: number): number {
  return -nextAbove(-value);
}
