/** Blocks of so many rows are put in order by moving each to its place: nearly ordered columns need hardly a move. */
const BLOCK = 32;

/**
 * The rows in rising order of their values; equal values keep the order of their rows. Values must be finite. Merges runs
 * from below, and carries the values along: to look a million of them up by row would miss the cache at nearly each.
 */
export function orderOf(values: ArrayLike<number>): Int32Array {
  const rows = values.length;
  let order = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) order[row] = row;
  let keys = new Float64Array(values);
  for (let start = 0; start < rows; start += BLOCK)
    orderBlock(order, keys, start, Math.min(start + BLOCK, rows));
  let intoOrder = new Int32Array(rows);
  let intoKeys = new Float64Array(rows);
  for (let width = BLOCK; width < rows; width *= 2) {
    for (let start = 0; start < rows; start += 2 * width) {
      const middle = Math.min(start + width, rows);
      const end = Math.min(middle + width, rows);
      if (middle === end || keys[middle - 1]! <= keys[middle]!) {
        intoOrder.set(order.subarray(start, end), start);
        intoKeys.set(keys.subarray(start, end), start);
      } else merge(order, keys, { start, middle, end }, intoOrder, intoKeys);
    }
    [order, intoOrder] = [intoOrder, order];
    [keys, intoKeys] = [intoKeys, keys];
  }
  return order;
}

function orderBlock(order: Int32Array, keys: Float64Array, start: number, end: number): void {
  for (let from = start + 1; from < end; from += 1) {
    const key = keys[from]!;
    if (keys[from - 1]! <= key) continue;
    const row = order[from]!;
    let place = from;
    for (; place > start && keys[place - 1]! > key; place -= 1) {
      keys[place] = keys[place - 1]!;
      order[place] = order[place - 1]!;
    }
    keys[place] = key;
    order[place] = row;
  }
}

/** Merges two runs, of which neither is empty, into the same places of other arrays. */
function merge(
  order: Int32Array,
  keys: Float64Array,
  { start, middle, end }: { start: number; middle: number; end: number },
  intoOrder: Int32Array,
  intoKeys: Float64Array,
): void {
  let [left, right] = [start, middle];
  for (let place = start; place < end; place += 1) {
    const takesLeft = left < middle && (right >= end || keys[left]! <= keys[right]!);
    const from = takesLeft ? left++ : right++;
    intoOrder[place] = order[from]!;
    intoKeys[place] = keys[from]!;
  }
}
