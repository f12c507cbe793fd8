import { joinTrees, type Trees } from '../../trees/trees.ts';

/**
 * Trees whose mean is that of numbers in double precision, while leaves hold single precision: where a number does not
 * fit, each tree comes twice, once with twice the number and once with twice what that rounding left out. The mean is
 * then right to some 2^-48 of the largest leaf.
 * @param values of each leaf, by its node
 */
export function withExactValues(trees: Trees, values: ArrayLike<number>): Trees {
  const { feature } = trees;
  const rounded = Float32Array.from(feature, (column, node) => (column < 0 ? values[node]! : 0));
  if (rounded.every((value, node) => feature[node]! >= 0 || value === values[node]))
    return { ...trees, values: rounded };
  const rest = rounded.map((value, node) => (feature[node]! < 0 ? 2 * (values[node]! - value) : 0));
  return joinTrees([
    { ...trees, values: rounded.map((value) => 2 * value) },
    { ...trees, values: rest },
  ]);
}
