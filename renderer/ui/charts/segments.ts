/** The stretches of a line between its gaps: neighbours that are all known. */
export function segments<T>(points: readonly T[], isKnown: (point: T) => boolean): T[][] {
  const found: T[][] = [];
  let current: T[] = [];
  for (const point of points) {
    if (isKnown(point)) {
      if (current.length === 0) found.push(current);
      current.push(point);
    } else if (current.length > 0) {
      current = [];
    }
  }
  return found;
}
