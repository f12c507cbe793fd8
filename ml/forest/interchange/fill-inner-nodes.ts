import { endOfTree, type Trees } from '../../trees/trees.ts';

/** Gives inner nodes the weight of what is below them and its mean, in place; leaves have both already. */
export function fillInnerNodes(trees: Trees): Trees {
  const { outputs, feature, left, cover, values, roots } = trees;
  for (let tree = 0; tree < roots.length; tree += 1) {
    // Children come after their parents.
    for (let node = endOfTree(trees, tree) - 1; node >= roots[tree]!; node -= 1) {
      if (feature[node]! < 0) continue;
      const child = left[node]!;
      const weight = cover[child]! + cover[child + 1]!;
      const share = cover[child]! / weight;
      cover[node] = weight;
      for (let output = 0; output < outputs; output += 1) {
        const low = values[child * outputs + output]!;
        const high = values[(child + 1) * outputs + output]!;
        values[node * outputs + output] = low * share + high * (1 - share);
      }
    }
  }
  return trees;
}
