import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainForest } from '../forest/train-forest.ts';
import { seededRandom } from '../random/random.ts';
import { sumForRow } from './predict-trees.ts';
import { treeReasons } from './tree-reasons.ts';
import type { Trees } from './trees.ts';

/** What trees say where only some columns are known: the others go both ways, by training weight. */
const valueOf = (trees: Trees, row: readonly number[], known: number, node: number): number => {
  const column = trees.feature[node]!;
  if (column < 0) return trees.values[node]!;
  const left = trees.left[node]!;
  const of = (child: number): number => valueOf(trees, row, known, child);
  if ((known >> column) & 1) {
    const value = row[column]!;
    return of(
      left + (Number.isNaN(value) ? 1 - trees.missingLeft[node]! : value <= trees.threshold[node]! ? 0 : 1),
    );
  }
  return (trees.cover[left]! * of(left) + trees.cover[left + 1]! * of(left + 1)) / trees.cover[node]!;
};

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley's definition: the mean over all orders of what a feature adds. */
const byDefinition = (trees: Trees, row: readonly number[], column: number): number => {
  const total = trees.columns;
  let sum = 0;
  for (let subset = 0; subset < 1 << total; subset += 1) {
    if ((subset >> column) & 1) continue;
    const size = subset.toString(2).replaceAll('0', '').length;
    const weight = (factorial(size) * factorial(total - size - 1)) / factorial(total);
    for (const root of trees.roots)
      sum += weight * (valueOf(trees, row, subset | (1 << column), root) - valueOf(trees, row, subset, root));
  }
  return sum;
};

const forestOf = (seed: number, columns: number) => {
  const random = seededRandom(seed);
  const table = Array.from({ length: columns }, () =>
    Float64Array.from({ length: 120 }, () =>
      random.unit() < 0.2 ? Number.NaN : Math.floor(random.unit() * 8),
    ),
  );
  const targets = Float64Array.from({ length: 120 }, (_, row) =>
    (table[0]![row] || 0) + random.unit() * 6 > 6 ? 1 : 0,
  );
  return trainForest(
    { columns: table, targets, kind: 'classification' },
    { trees: 3, minLeaf: 2, maxDepth: 7, seed },
  ).forest.trees;
};

describe('reasons of trees', () => {
  it('are Shapley values by their definition, and add up to what the trees say', () => {
    const cell = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -1, max: 8 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.array(cell, { minLength: 5, maxLength: 5 }),
        (seed, row) => {
          const trees = forestOf(seed, 5);
          const { base, contributions } = treeReasons(trees, row);
          for (const [column, contribution] of contributions.entries())
            expect(contribution).toBeCloseTo(byDefinition(trees, row, column), 8);
          const sum = contributions.reduce((total, contribution) => total + contribution, base);
          expect(sum).toBeCloseTo(sumForRow(trees, row)[0]!, 8);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('give nothing to a column that no tree looks at', () => {
    const trees = forestOf(1, 6);
    const unused = { ...trees, columns: 7 };
    expect(treeReasons(unused, [1, 2, 3, 4, 5, 6, 7]).contributions[6]).toBe(0);
  });
});
