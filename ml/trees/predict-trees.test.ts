import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { sumForRow, sumTrees } from './predict-trees.ts';
import { emptyTrees, type Trees } from './trees.ts';

/** Stumps of one column, each with a threshold of its own. */
const stumps = (count: number): Trees => {
  const random = seededRandom(1);
  const trees = emptyTrees(
    1,
    1,
    Int32Array.from({ length: count }, (_, tree) => 3 * tree),
    3 * count,
  );
  for (let root = 0; root < 3 * count; root += 3) {
    trees.feature.set([0, -1, -1], root);
    trees.threshold[root] = random.unit();
    trees.missingLeft[root] = root % 2;
    trees.left[root] = root + 1;
    trees.values.set([0.5, 0, 1], root);
  }
  return trees;
};

describe('sums of trees', () => {
  it.each([1, 300, 70_000])(
    'are the same for a row alone and among many: %i thresholds of a column',
    (count) => {
      const trees = stumps(count);
      const random = seededRandom(2);
      const column = Float64Array.from({ length: 40 }, (_, row) =>
        row % 9 === 0 ? Number.NaN : random.unit(),
      );
      const sums = sumTrees(trees, [column], 40);
      for (const [row, value] of column.entries()) expect(sums[row]).toBe(sumForRow(trees, [value])[0]);
      // A value at a threshold goes left, and the next one above it goes right.
      const edge = trees.threshold[0]!;
      expect(sumForRow({ ...trees, roots: Int32Array.of(0) }, [edge])[0]).toBe(0);
      expect(sumForRow({ ...trees, roots: Int32Array.of(0) }, [edge * (1 + 2 ** -52)])[0]).toBe(1);
    },
  );
});
