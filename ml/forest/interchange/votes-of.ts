import { emptyTrees, endOfTree, type Trees } from '../../trees/trees.ts';

/** What a vote may differ from 0 and 1 by, so that ties are decided; the shares of votes are off by less than this. */
export const TIE_WEIGHT = 2 ** -15;

/**
 * Weights of trees by which ties are decided as ml-array-mode decides them: it names the class that reached the highest
 * count first, so of two classes with the same count the one that the *later* tree named last loses.
 *
 * A tree that did not vote for a class gives it a little, the last tree most, the one before it half of that, and so on:
 * what the last voter withholds is more than all before it can make up for. Sums of votes stay exact in a double, which
 * limits how many of the last trees can do so: about 30 of 50, and no trees before those have to decide.
 */
function tieWeights(trees: number, classes: number): Float64Array {
  const weights = new Float64Array(trees);
  // Two classes have a tie only where the number of trees is even, and then the last tree has voted for one of them.
  if (classes === 2) {
    if (trees % 2 === 0) weights[trees - 1] = TIE_WEIGHT / 2;
    return weights;
  }
  const finest = 2 ** -(50 - Math.ceil(Math.log2(trees + 1)));
  for (let tree = trees - 1, weight = TIE_WEIGHT / 2; tree >= 0 && weight >= finest; tree -= 1, weight /= 2)
    weights[tree] = weight;
  return weights;
}

/** Trees whose leaves vote. `labels`: the class of each leaf, by its node. */
export function votesOf(trees: Trees, labels: ArrayLike<number>, classes: number): Trees {
  const { columns, roots, feature } = trees;
  const outputs = classes === 2 ? 1 : classes;
  const voting: Trees = {
    ...trees,
    outputs,
    values: emptyTrees(columns, outputs, roots, feature.length).values,
  };
  const weights = tieWeights(roots.length, classes);
  for (const [tree, root] of roots.entries()) {
    const little = weights[tree]!;
    const end = endOfTree(trees, tree);
    if (outputs > 1) voting.values.fill(little, root * outputs, end * outputs);
    for (let node = root; node < end; node += 1) {
      if (feature[node]! >= 0) continue;
      const label = labels[node]!;
      if (outputs > 1) voting.values[node * outputs + label] = 1;
      else voting.values[node] = label === 1 ? 1 - little : little;
    }
  }
  return voting;
}
