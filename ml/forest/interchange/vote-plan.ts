import { checkCount } from '../../data/check.ts';
import { DataError } from '../../data/data-error.ts';
import type { Forest } from '../forest.ts';
import { ML_LIMITS } from './ml-model.ts';
import { TIE_WEIGHT } from './votes-of.ts';

/** Nodes an export may come to by itself: about 40 MB of JSON. */
const NODES = 1_200_000;
/** More votes than these differ on so few rows that they only cost time. */
const MOST_VOTES = 250;

/** How the trees of a forest vote in ml-random-forest. */
export type VotePlan = {
  /** Votes of each of our trees: as many trees there, which share one tree's probabilities among them. */
  readonly votesPerTree: number;
  /**
   * 0 where every leaf is sure of its class: then the shares of votes are our probabilities. Else the classes are the
   * same wherever the most probable one leads by more than this.
   */
  readonly margin: number;
};

/** Probabilities of a leaf, one for each class. */
export function leafShares({ classes, trees }: Forest, node: number): Float64Array {
  const shares = new Float64Array(classes);
  if (trees.outputs === 1) {
    shares[1] = trees.values[node]!;
    shares[0] = 1 - shares[1];
    return shares;
  }
  for (let label = 0; label < classes; label += 1) shares[label] = trees.values[node * classes + label]!;
  return shares;
}

/** Votes for each class, as many as asked for together, nearest to the shares (largest remainders, the lower class first). */
export function sharedVotes(shares: Float64Array, votes: number): Int32Array {
  const given = Int32Array.from(shares, (share) => Math.floor(Math.max(0, share) * votes));
  let left = votes - given.reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    let best = 0;
    for (let label = 1; label < shares.length; label += 1)
      if (shares[label]! * votes - given[label]! > shares[best]! * votes - given[best]!) best = label;
    given[best] = given[best]! + 1;
    left -= 1;
  }
  return given;
}

/** Rounding of shares, and what decides ties among many classes. */
const SHARES_OFF = 0.01;

/** Throws `out_of_range` where a leaf has no shares of classes: the forest was not grown, but read from a file. */
function checkShares(forest: Forest): void {
  const { feature } = forest.trees;
  for (let node = 0; node < feature.length; node += 1) {
    if (feature[node]! >= 0) continue;
    const shares = leafShares(forest, node);
    const total = shares.reduce((sum, share) => sum + share, 0);
    if (Math.abs(total - 1) > SHARES_OFF || shares.some((share) => share < -SHARES_OFF))
      throw new DataError('out_of_range', 'forest', null, `node ${node}: has no shares that add up to 1`);
  }
}

/** Whether each leaf gives its class everything, but for what decides ties. */
export function isVoting({ trees }: Forest): boolean {
  const { feature, values, outputs } = trees;
  return values.every(
    (value, cell) =>
      feature[Math.floor(cell / outputs)]! >= 0 || value < TIE_WEIGHT || value > 1 - TIE_WEIGHT,
  );
}

/** Whether its ties are decided by the order of its trees: it came from there. */
export function decidesTies(forest: Forest): boolean {
  const { feature, values, outputs } = forest.trees;
  if (!isVoting(forest)) return false;
  return values.some((value, cell) => feature[Math.floor(cell / outputs)]! < 0 && value !== 0 && value !== 1);
}

/** How far votes are from shares in the leaves of one tree, at most. */
function marginOf(forest: Forest, from: number, to: number, votes: number): number {
  let margin = 0;
  for (let node = from; node < to; node += 1) {
    if (forest.trees.feature[node]! >= 0) continue;
    const shares = leafShares(forest, node);
    const given = sharedVotes(shares, votes);
    const errors = shares.map((share, label) => given[label]! / votes - share);
    margin = Math.max(margin, Math.max(...errors) - Math.min(...errors));
  }
  return margin;
}

/**
 * How many votes the trees of a classifier get, and what that costs.
 *
 * Trees there name one class each and the forest takes the most frequent one, while ours give probabilities that are
 * averaged. A tree with K votes says them to within 1 / 2K. With leaves that are sure one vote says it all.
 * @param asked votes of each tree; as many as fit into a model of moderate size where it is left out
 * @throws DataError `out_of_range` for votes beyond the bounds, or a forest whose leaves have no shares
 */
export function votePlan(forest: Forest, asked?: number): VotePlan {
  const { roots, feature } = forest.trees;
  const most = Math.max(1, Math.floor(ML_LIMITS.trees / 2 / roots.length));
  if (asked !== undefined) checkCount('votesPerTree', asked, 1, most);
  checkShares(forest);
  if (isVoting(forest)) return { votesPerTree: asked ?? 1, margin: 0 };
  const fitting = Math.floor(NODES / feature.length);
  const votesPerTree = asked ?? Math.max(1, Math.min(MOST_VOTES, most, fitting));
  let sum = 0;
  for (const [tree, root] of roots.entries())
    sum += marginOf(forest, root, roots[tree + 1] ?? feature.length, votesPerTree);
  return { votesPerTree, margin: sum / roots.length };
}
