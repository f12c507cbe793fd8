import { textWidth } from './flow-legend.ts';

type Tick = { value: number; x: number; text: string; anchor: 'start' | 'middle' | 'end' };

/** Between two texts of an axis. */
const gap = 6;

/** Round numbers come first where not all find room: powers of ten, then twos and fives of them, then the rest. */
const rank = (value: number): number => {
  const digits =
    value === 0 ? 0 : Math.round(Math.abs(value) / 10 ** Math.floor(Math.log10(Math.abs(value))));
  return digits <= 1 || digits === 10 ? 0 : digits === 2 || digits === 5 ? 1 : 2;
};

/**
 * The ticks of an axis whose texts do not run into each other, those at its ends kept inside the picture.
 * @param from @param to where texts may begin and must end, in pixels
 */
export function spreadTicks(
  values: readonly number[],
  place: (value: number) => number,
  format: (value: number) => string,
  [from, to]: readonly [number, number],
): Tick[] {
  const placed: (Tick & { left: number; right: number })[] = [];
  for (const value of values.toSorted((a, b) => rank(a) - rank(b) || a - b)) {
    const [x, text] = [place(value), format(value)];
    const half = textWidth(text) / 2;
    const anchor = x - half < from ? 'start' : x + half > to ? 'end' : 'middle';
    const left = anchor === 'start' ? x : anchor === 'end' ? x - 2 * half : x - half;
    const right = left + 2 * half;
    if (placed.some((other) => left < other.right + gap && other.left < right + gap)) continue;
    placed.push({ value, x, text, anchor, left, right });
  }
  return placed
    .toSorted((a, b) => a.value - b.value)
    .map(({ value, x, text, anchor }) => ({ value, x, text, anchor }));
}
