import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from '../evaluate/auc.ts';
import { logLoss } from '../evaluate/log-loss.ts';
import { sigmoid } from '../numeric/special.ts';
import { seededRandom } from '../random/random.ts';
import { boostReasons, boostScoreOfRow, boostScores, predictBoost } from './predict-boost.ts';
import { trainBoost } from './train-boost.ts';

const table = (rows: number, seed: number, missing = 0) => {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 5 }, () =>
    Float64Array.from({ length: rows }, () => (random.unit() < missing ? Number.NaN : random.unit())),
  );
  const truth = Float64Array.from({ length: rows }, (_, row) => {
    const [a = 0, b = 0, c = 0] = columns.map((column) => column[row]!);
    return sigmoid((Number.isNaN(a) ? 1 : a) * 4 - 2 + (b > 0.5 ? 1.5 : -1.5) * (c > 0.5 ? 1 : -1));
  });
  return { columns, truth, targets: truth.map((p) => (random.unit() < p ? 1 : 0)) };
};

describe('boosting', () => {
  it('comes near the truth, also where values are missing', () => {
    const train = table(8000, 1, 0.2);
    const test = table(4000, 2, 0.2);
    const { boost } = trainBoost(train, { trees: 120, maxLeaves: 8 });
    const said = predictBoost(boost, test.columns);
    expect(logLoss(test.targets, said)).toBeLessThan(logLoss(test.targets, test.truth) + 0.02);
    expect(auc(test.targets, said)).toBeGreaterThan(auc(test.targets, test.truth) - 0.01);
  });

  it('stops where rows that were held out stop to gain, at the best number of trees', () => {
    const [train, heldOut] = [table(600, 3), table(600, 4)];
    const { boost, heldOutLoss } = trainBoost(
      { ...train, heldOut },
      { trees: 400, learningRate: 0.3, patience: 15 },
    );
    const best = heldOutLoss.indexOf(Math.min(...heldOutLoss)) + 1;
    expect(boost.trees.roots).toHaveLength(best);
    expect(heldOutLoss).toHaveLength(best + 15);
    expect(logLoss(heldOut.targets, predictBoost(boost, heldOut.columns))).toBeCloseTo(
      heldOutLoss[best - 1]!,
      6,
    );
  });

  it('learns what offsets lack', () => {
    const train = table(4000, 5);
    // Everything but the first column is known already.
    const offsets = train.truth.map((p, row) => Math.log(p / (1 - p)) - 4 * train.columns[0]![row]!);
    const { boost } = trainBoost({ ...train, offsets }, { trees: 80, maxLeaves: 4 });
    expect(boost.base).toBe(0);
    const said = boostScores(boost, train.columns).map((score, row) => sigmoid(score + offsets[row]!));
    expect(logLoss(train.targets, said)).toBeLessThan(logLoss(train.targets, train.truth) + 0.005);
    // The first trees split on what is lacking first.
    const first = Array.from(boost.trees.roots.subarray(0, 20), (root) => boost.trees.feature[root]!);
    expect(first.every((column) => column === 0)).toBe(true);
  });

  it('takes a row of weight 0 for none', () => {
    const { columns, targets } = table(400, 6);
    const weights = targets.map((_, row) => (row < 300 ? 1 : 0));
    const kept = {
      columns: columns.map((column) => column.subarray(0, 300)),
      targets: targets.subarray(0, 300),
    };
    const all = trainBoost({ columns, targets, weights }, { trees: 20, minLeaf: 1 });
    const some = trainBoost(kept, { trees: 20, minLeaf: 1 });
    // Bins and the chances of rounding differ: near, not equal.
    const [a, b] = [predictBoost(all.boost, kept.columns), predictBoost(some.boost, kept.columns)];
    const mean = a.reduce((sum, p, row) => sum + Math.abs(p - b[row]!), 0) / a.length;
    expect(mean).toBeLessThan(0.04);
  });

  it('is repeated by its seed, and gives reasons that add up to its log-odds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const data = table(300, seed, 0.2);
        const options = { trees: 8, rowShare: 0.7, columnShare: 0.6, seed };
        const { boost } = trainBoost(data, options);
        expect(trainBoost(data, options).boost).toEqual(boost);
        const row = data.columns.map((column) => column[7]!);
        const { base, contributions } = boostReasons(boost, row);
        const sum = contributions.reduce((total, part) => total + part, base);
        expect(sum).toBeCloseTo(boostScoreOfRow(boost, row), 6);
        expect(boostScoreOfRow(boost, row)).toBeCloseTo(boostScores(boost, data.columns)[7]!, 12);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps leaves within their bounds', () => {
    const { boost } = trainBoost(table(1000, 8), { trees: 10, maxLeaves: 6, minLeaf: 40 });
    const { feature, cover, roots } = boost.trees;
    // Counted by curvature, which differs among rows.
    for (const [node, column] of feature.entries())
      if (column < 0) expect(cover[node]).toBeGreaterThanOrEqual(30);
    for (const root of roots) expect(cover[root]).toBe(1000);
    expect(feature.filter((column) => column < 0)).toHaveLength(60);
  });

  it('stays a number where rows are all but sure of the wrong outcome and nothing holds leaves back', () => {
    const { boost } = trainBoost(
      { columns: [[1, 2, 3, 4]], targets: [0, 1, 1, 1], offsets: [-700, -700, -700, -700] },
      { minLeaf: 1, l2: 0, trees: 5 },
    );
    for (const score of boostScores(boost, [[1, 4]])) expect(Number.isFinite(score)).toBe(true);
  });

  it('stops when it is told to', () => {
    let asked = 0;
    const stop = (): void => {
      asked += 1;
      if (asked === 5) throw new Error('enough');
    };
    expect(() => trainBoost(table(300, 9), {}, { throwIfCancelled: stop })).toThrow('enough');
  });

  it.each([
    { change: { columns: [] }, problem: 'empty', column: 'columns' },
    { change: { targets: [0, 1] }, problem: 'length', column: 'targets' },
    { change: { targets: Array.from({ length: 50 }, () => 1) }, problem: 'one_class', column: 'targets' },
    { change: { offsets: [1] }, problem: 'length', column: 'offsets' },
    { change: { offsets: [...new Float64Array(49), Number.NaN] }, problem: 'not_finite', column: 'offsets' },
    { change: { heldOut: { columns: [], targets: [] } }, problem: 'empty', column: 'heldOut.columns' },
    {
      change: { heldOut: { ...table(9, 2), targets: Array.from({ length: 9 }, () => 2) } },
      problem: 'out_of_range',
      column: 'heldOut.targets',
    },
    { change: { heldOut: { ...table(9, 2), offsets: [1] } }, problem: 'length', column: 'heldOut.offsets' },
    {
      change: { heldOut: { ...table(9, 2), offsets: new Float64Array(9) } },
      problem: 'length',
      column: 'heldOut.offsets',
    },
    {
      change: { offsets: new Float64Array(50), heldOut: table(9, 2) },
      problem: 'empty',
      column: 'heldOut.offsets',
    },
    { change: { weights: table(50, 1).targets }, problem: 'one_class', column: 'targets' },
    {
      change: { weights: Array.from({ length: 50 }, () => 1e300) },
      problem: 'out_of_range',
      column: 'weights',
    },
    { change: { weights: Array.from({ length: 50 }, () => -1) }, problem: 'out_of_range', column: 'weights' },
  ])('refuses $column: $problem', ({ change, problem, column }) => {
    expect(() => trainBoost({ ...table(50, 1), ...change })).toThrow(
      expect.objectContaining({ name: 'DataError', problem, column }),
    );
  });
});
