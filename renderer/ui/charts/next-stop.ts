/** How far an arrow key leads from one stop, for pictures with rows and columns. */
export type Strides = { across: number; down: number };

const inOneRow: Strides = { across: 1, down: 0 };

/** Where a key leads from one of `count` stops, or from none; undefined for a key that does not walk. */
export function nextStop(
  key: string,
  at: number | undefined,
  count: number,
  { across, down }: Strides = inOneRow,
): number | undefined {
  const last = count - 1;
  if (last < 0) return undefined;
  switch (key) {
    case 'ArrowRight':
      return walk(at, across, last);
    case 'ArrowLeft':
      return walk(at, -across, last);
    case 'ArrowDown':
      return down === 0 ? undefined : walk(at, down, last);
    case 'ArrowUp':
      return down === 0 ? undefined : walk(at, -down, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** From nowhere to an end; beyond an end to nowhere else. */
function walk(at: number | undefined, stride: number, last: number): number {
  if (at === undefined) return stride > 0 ? 0 : last;
  const to = at + stride;
  return to < 0 || to > last ? at : to;
}
