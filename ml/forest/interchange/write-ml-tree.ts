import { endOfTree, type Trees } from '../../trees/trees.ts';
import type { MlLeaf, MlNode } from './ml-model.ts';
import { nextAbove } from './next-double.ts';

/** Columns that the splits of a tree use, ascending; column 0 for a tree without splits. */
export function usedColumns({ feature, roots, ...trees }: Trees, tree: number): number[] {
  const used = new Set<number>();
  const end = endOfTree({ feature, roots, ...trees }, tree);
  for (let node = roots[tree]!; node < end; node += 1) if (feature[node]! >= 0) used.add(feature[node]!);
  return used.size === 0 ? [0] : [...used].sort((a, b) => a - b);
}

/**
 * One of our trees as theirs. A split both sides of which come to the same leaf is left out, and so is one that sends
 * every known value left.
 * @param leafFor the leaf of a node; equal leaves are the same object
 */
export function writeMlTree(
  trees: Trees,
  tree: number,
  columns: readonly number[],
  leafFor: (node: number) => MlLeaf,
): MlNode {
  const { roots, feature, threshold, left } = trees;
  const root = roots[tree]!;
  const places = new Map(columns.map((column, place) => [column, place]));
  const written: MlNode[] = [];
  // Children come after their parents.
  for (let node = endOfTree(trees, tree) - 1; node >= root; node -= 1) {
    if (feature[node]! < 0) {
      written[node - root] = leafFor(node);
      continue;
    }
    const low = written[left[node]! - root]!;
    const high = written[left[node]! + 1 - root]!;
    // At most a number is the same as below the next higher one.
    const splitValue = nextAbove(threshold[node]!);
    if (low === high || splitValue === Number.POSITIVE_INFINITY) written[node - root] = low;
    else
      written[node - root] = { splitColumn: places.get(feature[node]!)!, splitValue, left: low, right: high };
  }
  return written[0]!;
}
