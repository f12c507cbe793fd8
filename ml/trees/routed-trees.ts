import { binOf, type Column } from '../bins/bin-columns.ts';
import type { Trees } from './trees.ts';

/**
 * Trees as they are fastest for many rows: each column's thresholds in order, and of each node the place of its
 * threshold among them. Values become such places once; after that a split compares two whole numbers.
 */
export type RoutedTrees = {
  readonly thresholds: readonly Float64Array[];
  /** Highest code of a node's column that goes left. */
  readonly bounds: Int32Array;
  /** Whether places fit into 16 bits, as those of trees grown on bins always do. */
  readonly isShort: boolean;
};

/** The highest place is kept for missing values that go right. */
const MOST_THRESHOLDS = 0xfffd;

const routed = new WeakMap<Trees, RoutedTrees>();

function compile(trees: Trees): RoutedTrees {
  const { feature, threshold, columns } = trees;
  const byColumn = Array.from({ length: columns }, () => new Set<number>());
  for (let node = 0; node < feature.length; node += 1)
    if (feature[node]! >= 0) byColumn[feature[node]!]!.add(threshold[node]!);
  const thresholds = byColumn.map((values) => Float64Array.from(values).sort());
  // Trees trained on bins have few thresholds, those of other programs as many as splits.
  const bounds = new Int32Array(feature.length);
  for (let node = 0; node < feature.length; node += 1)
    if (feature[node]! >= 0) bounds[node] = binOf(thresholds[feature[node]!]!, threshold[node]!);
  return { thresholds, bounds, isShort: thresholds.every(({ length }) => length <= MOST_THRESHOLDS) };
}

/** Made once for trees, and kept as long as they are. */
export function routedTrees(trees: Trees): RoutedTrees {
  const known = routed.get(trees);
  if (known !== undefined) return known;
  const made = compile(trees);
  routed.set(trees, made);
  return made;
}

/** Places of values among the thresholds of their columns: 0 where missing, else 1 + thresholds below. */
export function placesOf(
  { thresholds }: RoutedTrees,
  columns: readonly Column[],
  from: number,
  count: number,
  codes: Uint16Array,
): void {
  for (const [number, cuts] of thresholds.entries()) {
    const column = columns[number]!;
    const start = number * count;
    // No tree looks at the column.
    if (cuts.length === 0) continue;
    for (let row = 0; row < count; row += 1) {
      const value = column[from + row]!;
      codes[start + row] = Number.isNaN(value) ? 0 : binOf(cuts, value);
    }
  }
}
