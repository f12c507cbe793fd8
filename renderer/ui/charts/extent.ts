/** Least and greatest of what is known, with `around` always inside; a scale needs room, so the two always differ. */
export function extent(
  values: readonly (number | null | undefined)[],
  around: readonly number[] = [],
): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of [...values, ...around]) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  if (least > greatest) return [0, 1];
  return least === greatest ? [least - 0.5, greatest + 0.5] : [least, greatest];
}
