import type { Column } from '../bins/bin-columns.ts';
import { packedNodes, type PackedNodes } from './packed-nodes.ts';
import { placesOf, routedTrees, type RoutedTrees } from './routed-trees.ts';
import type { Trees } from './trees.ts';

/** Rows that go through the trees together: their codes stay in the second cache. */
const BLOCK = 8192;
const LEAF = -1;
/** Fewer rows go one by one. */
const FEW = 32;

/** The leaf that a row comes to from a root. `row`: one value for each column, NaN where it is missing. */
function leafOf({ numbers, words }: PackedNodes, root: number, row: ArrayLike<number>): number {
  let node = root;
  for (;;) {
    let column = words[4 * node + 2]!;
    if (column === LEAF) return node;
    const isMissingLeft = column < LEAF;
    if (isMissingLeft) column = -2 - column;
    const value = row[column]!;
    const left = words[4 * node + 3]!;
    // A missing value is not at most anything.
    if (value <= numbers[2 * node]!) node = left;
    else node = isMissingLeft && Number.isNaN(value) ? left : left + 1;
  }
}

/** Sums over all trees of what they give for one row. @returns one number for each output */
export function sumForRow(trees: Trees, row: ArrayLike<number>): Float64Array {
  const { outputs, values, roots } = trees;
  const nodes = packedNodes(trees);
  const sums = new Float64Array(outputs);
  if (outputs === 1) {
    let sum = 0;
    for (let tree = 0; tree < roots.length; tree += 1)
      sum += nodes.numbers[2 * leafOf(nodes, roots[tree]!, row)]!;
    sums[0] = sum;
    return sums;
  }
  for (let tree = 0; tree < roots.length; tree += 1) {
    const leaf = leafOf(nodes, roots[tree]!, row) * outputs;
    for (let output = 0; output < outputs; output += 1) sums[output] = sums[output]! + values[leaf + output]!;
  }
  return sums;
}

/** Room for a block of rows, used for every tree. */
type Block = {
  codes: Uint16Array;
  count: number;
  rows: Int32Array;
  spare: Int32Array;
  sums: Float64Array;
};

/** Sorts the rows [from, to) of a block into those that go left at a node and those that go right. */
function sortRows(
  { missingLeft, feature }: Trees,
  { bounds }: RoutedTrees,
  node: number,
  { codes, count, rows, spare }: Block,
  from: number,
  to: number,
): number {
  const offset = feature[node]! * count;
  // Missing values have code 0; where they go right they become the highest code.
  const isLeft = missingLeft[node] === 1;
  const shift = isLeft ? 0 : -1;
  const bound = bounds[node]! + shift;
  let left = from;
  let right = 0;
  for (let place = from; place < to; place += 1) {
    const row = rows[place]!;
    // Written to both sides, counted on one: no branch that a processor would guess wrong half of the time.
    const isRight = (bound - ((codes[offset + row]! + shift) & 0xffff)) >>> 31;
    rows[left] = row;
    spare[right] = row;
    right += isRight;
    left += 1 - isRight;
  }
  for (let place = 0; place < right; place += 1) rows[left + place] = spare[place]!;
  return left;
}

/** Adds what a tree gives for the rows of a block. */
function addTree(trees: Trees, routes: RoutedTrees, root: number, block: Block, stack: Int32Array): void {
  const { feature, left, outputs, values } = trees;
  const { rows, sums, count } = block;
  for (let row = 0; row < count; row += 1) rows[row] = row;
  let top = 0;
  let node = root;
  let from = 0;
  let to = count;
  for (;;) {
    while (feature[node]! >= 0) {
      const middle = sortRows(trees, routes, node, block, from, to);
      const first = left[node]!;
      // The right side waits, unless nothing came to the left one.
      if (middle < to && middle > from) {
        stack[top] = first + 1;
        stack[top + 1] = middle;
        stack[top + 2] = to;
        top += 3;
      }
      node = middle > from ? first : first + 1;
      if (middle > from) to = middle;
    }
    for (let output = 0; output < outputs; output += 1) {
      const value = values[node * outputs + output]!;
      for (let place = from; place < to; place += 1) {
        const cell = rows[place]! * outputs + output;
        sums[cell] = sums[cell]! + value;
      }
    }
    if (top === 0) return;
    top -= 3;
    node = stack[top]!;
    from = stack[top + 1]!;
    to = stack[top + 2]!;
  }
}

function sumRowByRow(trees: Trees, columns: readonly Column[], rows: number): Float64Array {
  const sums = new Float64Array(rows * trees.outputs);
  for (let row = 0; row < rows; row += 1)
    sums.set(
      sumForRow(
        trees,
        columns.map((column) => column[row]!),
      ),
      row * trees.outputs,
    );
  return sums;
}

/**
 * Sums over all trees of what they give for each row.
 * @param columns as many as the trees know, of `rows` values each
 * @returns rows × outputs, row after row
 */
export function sumTrees(trees: Trees, columns: readonly Column[], rows: number): Float64Array {
  const routes = rows <= FEW ? undefined : routedTrees(trees);
  if (routes === undefined || !routes.isShort) return sumRowByRow(trees, columns, rows);
  const result = new Float64Array(rows * trees.outputs);
  const size = Math.min(BLOCK, rows);
  const codes = new Uint16Array(size * trees.columns);
  const spare = new Int32Array(size);
  const order = new Int32Array(size);
  // No path is longer than there are nodes, and a path waits with three numbers a step.
  const stack = new Int32Array(3 * (longestPath(trees) + 1));
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    placesOf(routes, columns, from, count, codes);
    const sums = result.subarray(from * trees.outputs, (from + count) * trees.outputs);
    for (const root of trees.roots)
      addTree(trees, routes, root, { codes, count, rows: order, spare, sums }, stack);
  }
  return result;
}

/** Splits on the longest way from a root to a leaf. Children come after their parents. */
export function longestPath({ feature, left, roots }: Trees): number {
  const depth = new Int32Array(feature.length);
  let longest = 0;
  for (const root of roots) depth[root] = 0;
  for (let node = 0; node < feature.length; node += 1) {
    if (feature[node]! < 0) continue;
    const below = depth[node]! + 1;
    depth[left[node]!] = below;
    depth[left[node]! + 1] = below;
    longest = Math.max(longest, below);
  }
  return longest;
}
