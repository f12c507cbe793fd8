/** The rows in rising order of their values; equal values keep the order of their rows. Values must be finite. */
export function orderOf(values: ArrayLike<number>): Int32Array {
  const order = new Int32Array(values.length);
  let isRising = true;
  for (let row = 0; row < order.length; row += 1) {
    order[row] = row;
    if (row > 0 && values[row - 1]! > values[row]!) isRising = false;
  }
  return isRising ? order : order.sort((a, b) => values[a]! - values[b]! || a - b);
}
