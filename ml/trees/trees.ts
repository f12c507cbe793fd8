/**
 * Decision trees in typed arrays, for forests and for boosting. Node n of feature f ≥ 0 sends a row whose value of f is
 * at most `threshold[n]` to node `left[n]`, and one above it to `left[n] + 1`; a missing value (NaN) goes left where
 * `missingLeft[n]` is 1. A node of feature −1 is a leaf.
 */
export type Trees = {
  /** Columns a row has. */
  readonly columns: number;
  /** Numbers a node gives for a row: 1, or one for each class. */
  readonly outputs: number;
  /** The first node of each tree; the nodes of a tree follow each other. */
  readonly roots: Int32Array;
  readonly feature: Int16Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  /** Weight of the training rows that came to a node. */
  readonly cover: Float32Array;
  /** Node after node, `outputs` numbers each; those of inner nodes are the mean of what is below them. */
  readonly values: Float32Array;
};

/** The end of the nodes of a tree. */
export function endOfTree(trees: Trees, tree: number): number {
  return trees.roots[tree + 1] ?? trees.feature.length;
}

/** Trees of several parts in one, in this order; the parts must have the same columns and outputs. */
export function joinTrees(parts: readonly Trees[]): Trees {
  const [first] = parts;
  if (first === undefined) throw new RangeError('no trees to join');
  let nodes = 0;
  const roots: number[] = [];
  const shifts = parts.map((part) => {
    const shift = nodes;
    for (const root of part.roots) roots.push(root + shift);
    nodes += part.feature.length;
    return shift;
  });
  const joined = emptyTrees(first.columns, first.outputs, Int32Array.from(roots), nodes);
  for (const [place, part] of parts.entries()) {
    const shift = shifts[place]!;
    joined.feature.set(part.feature, shift);
    joined.threshold.set(part.threshold, shift);
    joined.missingLeft.set(part.missingLeft, shift);
    joined.cover.set(part.cover, shift);
    joined.values.set(part.values, shift * first.outputs);
    for (let node = 0; node < part.left.length; node += 1)
      joined.left[shift + node] = part.feature[node]! < 0 ? 0 : part.left[node]! + shift;
  }
  return joined;
}

/** Room for so many nodes. */
export function emptyTrees(columns: number, outputs: number, roots: Int32Array, nodes: number): Trees {
  return {
    columns,
    outputs,
    roots,
    feature: new Int16Array(nodes),
    threshold: new Float64Array(nodes),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    cover: new Float32Array(nodes),
    values: new Float32Array(nodes * outputs),
  };
}
