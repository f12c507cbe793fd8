import type { Bins } from '../bins/bin-columns.ts';
import type { Trees } from './trees.ts';

/**
 * The leaf that a binned row comes to in a tree that is still with its builder.
 * @param splitBins bin of the split of each inner node, counted from the root
 */
export function leafByBins(
  { codes, rows }: Bins,
  { feature, missingLeft, left }: Pick<Trees, 'feature' | 'missingLeft' | 'left'>,
  root: number,
  splitBins: Uint8Array,
  row: number,
): number {
  let node = root;
  for (let column = feature[node]!; column >= 0; column = feature[node]!) {
    const code = codes[column * rows + row]!;
    const isLeft = code === 0 ? missingLeft[node] === 1 : code <= splitBins[node - root]!;
    node = left[node]! + (isLeft ? 0 : 1);
  }
  return node;
}
