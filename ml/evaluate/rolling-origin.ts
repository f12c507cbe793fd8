import { checkFinite, checkNotEmpty, checkNumber } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { Split } from './split.ts';

/** A split at a point of time. */
export interface OriginSplit extends Split {
  /** Training ends before it, less the gap; the test window begins with it. */
  origin: number;
}

/** Where origins are; all in the unit of the times (days, milliseconds). */
export interface RollingOriginOptions {
  first: number;
  /** Length of the test window, above 0. */
  window: number;
  /** From one origin to the next, above 0; the window unless given, so that every later row is tested once. */
  step?: number;
  /** Time left out between training and test, not negative; 0 unless given. */
  gap?: number;
  /** Length of the training window, above 0; everything before unless given. */
  trainWindow?: number;
}

/**
 * Rolling-origin evaluation (Tashman 2000): at origins t = first, first + step, … up to the last row's time, train on the
 * rows of time < t − gap (and ≥ t − gap − trainWindow), test on those of t ≤ time < t + window. Rows of equal time stay
 * together. Origins without a row to test or to train on are left out; the last window may reach past the data.
 * @param times of the rows, in any order, n rows
 * @returns rows of each split in order of time, equal times in order of row; empty where all rows are before `first`
 * @throws DataError `empty`, `not_finite`, `out_of_range`; `too_few` where no row precedes the first origin by the gap
 */
export function rollingOrigin(times: ArrayLike<number>, options: RollingOriginOptions): OriginSplit[] {
  const { first, window, step = window, gap = 0, trainWindow = Number.MAX_VALUE } = options;
  checkNotEmpty('times', times);
  checkFinite('times', times);
  checkNumber('first', first, -Number.MAX_VALUE, Number.MAX_VALUE);
  for (const [name, length] of [
    ['window', window],
    ['step', step],
    ['trainWindow', trainWindow],
  ] as const)
    checkNumber(name, length, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber('gap', gap, 0, Number.MAX_VALUE);

  const order = Int32Array.from(times, (_, row) => row);
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const ordered = Float64Array.from(order, (row) => times[row] ?? 0);
  if ((ordered[0] ?? 0) >= first - gap)
    throw new DataError('too_few', 'times', null, `no row is before ${first - gap}`);

  const splits: OriginSplit[] = [];
  const last = ordered[ordered.length - 1] ?? 0;
  for (let index = 0; first + index * step <= last;) {
    const origin = first + index * step;
    const testStart = placeOf(ordered, origin);
    const testEnd = placeOf(ordered, origin + window);
    const train = order.slice(placeOf(ordered, origin - gap - trainWindow), placeOf(ordered, origin - gap));
    if (testEnd > testStart && train.length > 0)
      splits.push({ origin, train, test: order.slice(testStart, testEnd) });
    // Over a pause at once: the next window with a row in it ends after that row.
    const next = ordered[testEnd] ?? last;
    index = Math.max(index + 1, testEnd > testStart ? 0 : Math.floor((next - window - first) / step));
  }
  return splits;
}

/** How many of the ordered times are before a time. */
function placeOf(ordered: Float64Array, time: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
