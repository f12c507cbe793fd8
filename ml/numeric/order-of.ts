/**
 * The rows in rising order of their values; equal values keep the order of their rows. Values must be finite. Merges runs
 * from below, which for a column is some ten times as fast as to sort its rows with a comparison.
 */
export function orderOf(values: ArrayLike<number>): Int32Array {
  const rows = values.length;
  let order = new Int32Array(rows);
  let isRising = true;
  for (let row = 0; row < rows; row += 1) {
    order[row] = row;
    if (row > 0 && values[row - 1]! > values[row]!) isRising = false;
  }
  if (isRising) return order;
  let merged = new Int32Array(rows);
  for (let width = 1; width < rows; width *= 2) {
    for (let start = 0; start < rows; start += 2 * width) {
      const middle = Math.min(start + width, rows);
      const end = Math.min(middle + width, rows);
      let [left, right] = [start, middle];
      for (let place = start; place < end; place += 1) {
        const takesLeft = left < middle && (right >= end || values[order[left]!]! <= values[order[right]!]!);
        merged[place] = takesLeft ? order[left]! : order[right]!;
        if (takesLeft) left += 1;
        else right += 1;
      }
    }
    [order, merged] = [merged, order];
  }
  return order;
}
