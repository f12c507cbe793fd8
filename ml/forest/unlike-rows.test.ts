import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { predictForest } from './predict-forest.ts';
import { trainForest } from './train-forest.ts';

const table = (rows: number, seed: number) => {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, () => random.unit()));
  return { columns, targets: columns[0]!.map((value) => (random.unit() < value ? 1 : 0)) };
};

describe('weights and targets of any size', () => {
  it('draws rows that weigh something, also where those are few', () => {
    const { columns } = table(500, 1);
    const weights = new Float64Array(500);
    weights[77] = 1;
    weights[78] = 1;
    const targets = new Float64Array(500).fill(1);
    const { forest, outOfBag } = trainForest(
      { columns, targets, weights, kind: 'classification' },
      { trees: 40 },
    );
    expect([...new Set(predictForest(forest, columns))]).toEqual([1]);
    expect(outOfBag!.counts[0]).toBe(40);
    expect(outOfBag!.counts[77]).toBeLessThan(40);
  });

  it.each([
    { what: 'far from 0', targetOf: (value: number) => 1e7 + value },
    { what: 'small', targetOf: (value: number) => (value - 5) * 1e-9 },
  ])('follows targets that are $what', ({ targetOf }) => {
    const column = Float64Array.from({ length: 600 }, (_, row) => row % 10);
    const targets = column.map(targetOf);
    const { forest } = trainForest({ columns: [column], targets, kind: 'regression' }, { trees: 5 });
    const spread = targetOf(9) - targetOf(0);
    for (const [value, said] of predictForest(forest, [[...Array(10).keys()]]).entries())
      expect((said - targetOf(value)) / spread).toBeCloseTo(0, 1);
  });

  it('splits alike whatever the unit of weights is', () => {
    const data = table(400, 2);
    const grown = (unit: number) =>
      trainForest(
        { ...data, kind: 'classification', weights: data.targets.map((_, row) => (1 + (row % 3)) * unit) },
        { trees: 5, minLeaf: 8 * unit },
      ).forest;
    const [forest, other] = [grown(1), grown(2 ** -60)];
    expect(forest.trees.feature.length).toBeGreaterThan(50);
    expect(other.trees.feature).toEqual(forest.trees.feature);
    expect(other.trees.values).toEqual(forest.trees.values);
  });

  it('keeps shares of light rows beside heavy ones', () => {
    const targets = [...new Float64Array(20).fill(1), 0];
    const weights = targets.map((target) => (target === 1 ? 1 : 1e17));
    const { forest } = trainForest(
      { columns: [targets], targets, weights, kind: 'classification' },
      { trees: 1, bootstrap: false, minLeaf: 1 },
    );
    expect([...predictForest(forest, [[0, 1]])]).toEqual([0, 1]);
  });
});
