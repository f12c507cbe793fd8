import type { Trees } from './trees.ts';

/**
 * Nodes as they are fastest for one row: 16 bytes each, so that a step reads one line of the cache. Node n has its
 * threshold (of a leaf: its value, where there is one output) in `numbers[2n]`, its column in `words[4n + 2]` and its
 * left child in `words[4n + 3]`. A column c whose missing values go left is −2 − c; −1 is a leaf.
 */
export type PackedNodes = { readonly numbers: Float64Array; readonly words: Int32Array };

const packed = new WeakMap<Trees, PackedNodes>();

function pack({ feature, threshold, left, missingLeft, values, outputs }: Trees): PackedNodes {
  const numbers = new Float64Array(2 * feature.length);
  const words = new Int32Array(numbers.buffer);
  for (let node = 0; node < feature.length; node += 1) {
    const column = feature[node]!;
    const isLeaf = column < 0;
    numbers[2 * node] = isLeaf ? values[node * outputs]! : threshold[node]!;
    words[4 * node + 2] = isLeaf || missingLeft[node] === 0 ? column : -2 - column;
    words[4 * node + 3] = left[node]!;
  }
  return { numbers, words };
}

/** Made once for trees, and kept as long as they are. */
export function packedNodes(trees: Trees): PackedNodes {
  const known = packed.get(trees);
  if (known !== undefined) return known;
  const made = pack(trees);
  packed.set(trees, made);
  return made;
}
