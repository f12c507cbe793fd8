import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from '../evaluate/auc.ts';
import { seededRandom } from '../random/random.ts';
import { predictForest, predictForestRow } from './predict-forest.ts';
import { trainForest } from './train-forest.ts';

const table = (rows: number, seed: number, missing = 0) => {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 6 }, () =>
    Float64Array.from({ length: rows }, () => (random.unit() < missing ? Number.NaN : random.unit())),
  );
  const targets = Float64Array.from({ length: rows }, (_, row) => {
    const [a, b, c] = columns.map((column) => column[row]!);
    const score =
      (Number.isNaN(a!) ? 0.9 : a!) * 4 + ((b ?? 0) > 0.5 ? 2 : -2) * ((c ?? 0) > 0.5 ? 1 : -1) - 2;
    return random.unit() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  });
  return { columns, targets };
};

describe('a forest of classes', () => {
  it('tells rows apart that it has not seen, also by values that are missing', () => {
    const train = table(4000, 1, 0.2);
    const test = table(2000, 2, 0.2);
    const { forest } = trainForest({ ...train, kind: 'classification' }, { trees: 40 });
    expect(auc(test.targets, predictForest(forest, test.columns))).toBeGreaterThan(0.8);
  });

  it('says of rows it did not see what it will say of new ones', () => {
    const train = table(3000, 3);
    const { forest, outOfBag } = trainForest({ ...train, kind: 'classification' }, { trees: 60 });
    const test = table(3000, 4);
    const unseen = auc(train.targets, outOfBag!.predictions);
    expect(Math.abs(unseen - auc(test.targets, predictForest(forest, test.columns)))).toBeLessThan(0.03);
    // Seen rows flatter it.
    expect(auc(train.targets, predictForest(forest, train.columns)) - unseen).toBeGreaterThan(0.05);
    expect(Math.min(...outOfBag!.counts)).toBeGreaterThan(5);
  });

  it('gives the share of each of more classes', () => {
    const random = seededRandom(5);
    const columns = [0, 1].map(() => Float64Array.from({ length: 1500 }, () => random.unit()));
    const targets = columns[0]!.map(
      (value, row) => Math.floor(value * 3) + (columns[1]![row]! > 0.9 ? 1 : 0),
    );
    const { forest } = trainForest(
      { columns, targets, kind: 'classification' },
      { trees: 20, minLeaf: 2, featuresPerSplit: 2 },
    );
    expect(forest.classes).toBe(4);
    const shares = predictForest(forest, columns);
    let right = 0;
    for (const [row, target] of targets.entries()) {
      const own = shares.subarray(row * 4, row * 4 + 4);
      expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      if (own.indexOf(Math.max(...own)) === target) right += 1;
    }
    expect(right / targets.length).toBeGreaterThan(0.97);
  });

  it('takes a row of weight k for k rows', () => {
    const { columns, targets } = table(300, 6);
    const weights = targets.map((_, row) => row % 3);
    const repeated = [...targets.keys()].flatMap((row) => Array.from({ length: row % 3 }, () => row));
    // The same bins: quantiles are those of rows, not of weights.
    const options = { trees: 1, bootstrap: false, bins: 254, featuresPerSplit: 6, seed: 1 };
    const coarse = columns.map((column) => column.map((value) => Math.floor(value * 20)));
    const byWeight = trainForest({ columns: coarse, targets, kind: 'classification', weights }, options);
    const byRows = trainForest(
      {
        columns: coarse.map((column) => Float64Array.from(repeated, (row) => column[row]!)),
        targets: repeated.map((row) => targets[row]!),
        kind: 'classification',
      },
      options,
    );
    expect([...predictForest(byWeight.forest, coarse)]).toEqual([...predictForest(byRows.forest, coarse)]);
  });

  it('weighs classes the same where asked to', () => {
    const random = seededRandom(7);
    const columns = [Float64Array.from({ length: 2000 }, () => random.unit())];
    const targets = columns[0]!.map(() => (random.unit() < 0.1 ? 1 : 0));
    const of = (classWeights?: 'balanced') =>
      predictForest(
        trainForest(
          { columns, targets, kind: 'classification', ...(classWeights && { classWeights }) },
          { trees: 20, minLeaf: 200 },
        ).forest,
        [[0.5]],
      )[0]!;
    expect(of()).toBeLessThan(0.2);
    expect(of('balanced')).toBeGreaterThan(0.35);
  });
});

describe('a forest of numbers', () => {
  it('comes near a smooth function', () => {
    const random = seededRandom(8);
    const columns = [0, 1].map(() => Float64Array.from({ length: 4000 }, () => random.unit()));
    const targets = columns[0]!.map((value, row) => 10 * value * columns[1]![row]!);
    const { forest } = trainForest(
      { columns, targets, kind: 'regression' },
      { trees: 50, minLeaf: 3, featuresPerSplit: 2 },
    );
    const said = predictForest(forest, [
      [0.2, 0.8],
      [0.5, 0.9],
    ]);
    expect(said[0]).toBeCloseTo(1, 0);
    expect(said[1]).toBeCloseTo(7.2, 0);
  });
});

describe('any forest', () => {
  const anyTable = fc.integer({ min: 0, max: 1e6 }).map((seed) => table(200, seed, 0.3));

  it('is repeated by its seed, and another seed gives another', () => {
    const data = { ...table(500, 9), kind: 'classification' as const };
    const grow = (seed: number) => trainForest(data, { trees: 5, seed });
    expect(grow(4)).toEqual(grow(4));
    expect(grow(4).forest).not.toEqual(grow(5).forest);
  });

  it.each([
    { missing: 'low', kind: 'classification' as const },
    { missing: 'high', kind: 'classification' as const },
    { missing: 'low', kind: 'regression' as const },
    { missing: 'high', kind: 'regression' as const },
  ])('learns that what is missing is like what is $missing ($kind)', ({ missing, kind }) => {
    const random = seededRandom(12);
    const values = Float64Array.from({ length: 1200 }, () => random.unit());
    const targets = values.map((value) => (value > 0.5 ? 1 : 0));
    // The rows whose value goes missing are those of one side.
    const column = values.map((value) =>
      (missing === 'low' ? value < 0.5 : value > 0.5) && random.unit() < 0.5 ? Number.NaN : value,
    );
    const { forest } = trainForest(
      { columns: [column], targets, kind },
      { trees: 9, minLeaf: 5, maxDepth: 1 },
    );
    expect(predictForest(forest, [[Number.NaN]])[0]).toBeCloseTo(missing === 'low' ? 0 : 1, 1);
  });

  it('says the same of a row alone and among many', () => {
    fc.assert(
      fc.property(
        anyTable,
        fc.constantFrom('classification' as const, 'regression' as const),
        (data, kind) => {
          const { forest } = trainForest({ ...data, kind }, { trees: 7, minLeaf: 1 });
          const many = predictForest(forest, data.columns);
          for (let row = 0; row < 200; row += 1)
            expect(
              predictForestRow(
                forest,
                data.columns.map((column) => column[row]!),
              )[0],
            ).toBe(many[row]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('does not move where a column is stretched without changing its order', () => {
    fc.assert(
      fc.property(anyTable, (data) => {
        const grown = (columns: Float64Array[]) =>
          predictForest(
            trainForest({ columns, targets: data.targets, kind: 'classification' }, { trees: 3, bins: 254 })
              .forest,
            columns,
          );
        expect(grown(data.columns.map((column) => column.map((value) => value * 8 + 1)))).toEqual(
          grown(data.columns),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('keeps leaves and depth within their bounds', () => {
    const { forest } = trainForest(
      { ...table(1000, 10), kind: 'classification' },
      { trees: 10, minLeaf: 25, maxDepth: 4 },
    );
    const { feature, cover, roots } = forest.trees;
    for (const [node, column] of feature.entries())
      if (column < 0) expect(cover[node]).toBeGreaterThanOrEqual(25);
    for (const root of roots) expect(cover[root]).toBe(1000);
    expect(
      Math.max(...roots.map((root, tree) => (roots[tree + 1] ?? feature.length) - root)),
    ).toBeLessThanOrEqual(31);
  });

  it('stops when it is told to', () => {
    const said: number[] = [];
    const grow = () =>
      trainForest(
        { ...table(300, 11), kind: 'classification' },
        { trees: 30 },
        {
          progress: (done) => said.push(done),
          throwIfCancelled: () => {
            if (said.length === 7) throw new Error('enough');
          },
        },
      );
    expect(grow).toThrow('enough');
    expect(said).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    { columns: [], targets: [], problem: 'empty', column: 'columns' },
    { columns: [[1, 2]], targets: [1], problem: 'length', column: 'targets' },
    { columns: [[1, 2], [1]], targets: [0, 1], problem: 'length', column: 'columns[1]' },
    { columns: [[1, Infinity]], targets: [0, 1], problem: 'not_finite', column: 'columns[0]', row: 1 },
    { columns: [[1, 2]], targets: [0, 1.5], problem: 'out_of_range', column: 'targets', row: 1 },
    {
      columns: [[1, 2]],
      targets: [0, 1],
      options: { minLeaf: 0 },
      problem: 'out_of_range',
      column: 'minLeaf',
    },
    { columns: [[1, 2]], targets: [0, 1], options: { trees: 0 }, problem: 'out_of_range', column: 'trees' },
    {
      columns: [[1, 2]],
      targets: [0, 1e39],
      kind: 'regression' as const,
      problem: 'out_of_range',
      column: 'targets',
      row: 1,
    },
    { columns: [[1, 2]], targets: [0, 1], weights: [1e300, 1], problem: 'out_of_range', column: 'weights' },
    { columns: [[1, 2]], targets: [0, 1], weights: [0, 0], problem: 'out_of_range', column: 'weights' },
  ])(
    'refuses $column: $problem',
    ({
      columns,
      targets,
      options,
      weights,
      kind = 'classification' as const,
      problem,
      column,
      row = null,
    }) => {
      expect(() => trainForest({ columns, targets, kind, ...(weights && { weights }) }, options)).toThrow(
        expect.objectContaining({ name: 'DataError', problem, column, row }),
      );
    },
  );
});
