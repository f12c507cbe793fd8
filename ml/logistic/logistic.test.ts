import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '../numeric/special.ts';
import { seededRandom } from '../random/random.ts';
import { normal } from '../random/distributions.ts';
import { applyDesign, designWidth, fitDesign } from './design.ts';
// Written by bench/reference/logistic.py.
import reference from './logistic.reference.json' with { type: 'json' };
import { logisticScores, trainLogistic } from './train-logistic.ts';
import { sparseScores, trainSparseLogistic } from './train-sparse-logistic.ts';

describe.each(reference.cases)(
  'a regression with penalty $l2',
  ({ columns, targets, weights, l2, expected }) => {
    it("has scikit-learn's weights", () => {
      const { logistic } = trainLogistic({ columns, targets, ...(weights && { weights }) }, { l2 });
      expect(logistic.intercept).toBeCloseTo(expected.intercept, 5);
      for (const [place, weight] of expected.weights.entries())
        expect(logistic.weights[place]).toBeCloseTo(weight, 5);
    });

    it('has the errors of the inverse curvature', () => {
      const { standardErrors } = trainLogistic({ columns, targets, ...(weights && { weights }) }, { l2 });
      for (const [place, error] of expected.errors.entries())
        expect(standardErrors.weights[place]).toBeCloseTo(error, 6);
    });

    it('is the same from sparse rows', () => {
      const width = columns.length;
      const starts = Int32Array.from({ length: targets.length + 1 }, (_, row) => row * width);
      const places = Int32Array.from({ length: targets.length * width }, (_, cell) => cell % width);
      const values = Float64Array.from(places, (column, cell) => columns[column]![Math.floor(cell / width)]!);
      const rows = { starts, columns: places, values, width };
      const { logistic } = trainSparseLogistic(rows, targets, {
        l2,
        tolerance: 1e-12,
        iterations: 500,
        ...(weights && { weights }),
      });
      const dense = trainLogistic({ columns, targets, ...(weights && { weights }) }, { l2 }).logistic;
      for (const [place, weight] of dense.weights.entries())
        expect(logistic.weights[place]).toBeCloseTo(weight, 3);
      const scores = logisticScores(dense, columns);
      for (const [row, score] of sparseScores(logistic, rows).entries())
        expect(score).toBeCloseTo(scores[row]!, 2);
    });
  },
);

describe('a regression', () => {
  const random = seededRandom(1);
  const draw = (rows: number) => {
    const columns = [0, 1].map(() => Float64Array.from({ length: rows }, () => normal(random, 0, 1)));
    const offsets = Float64Array.from({ length: rows }, () => normal(random, 0, 1));
    const targets = offsets.map((offset, row) =>
      random.unit() < sigmoid(offset + 0.5 + columns[0]![row]! - 0.7 * columns[1]![row]!) ? 1 : 0,
    );
    return { columns, offsets, targets };
  };

  it('finds what it was drawn from, beyond what offsets say, as surely as it says', () => {
    const { logistic, standardErrors } = trainLogistic(draw(6000), { l2: 0 });
    expect(Math.abs(logistic.weights[0]! - 1)).toBeLessThan(3.5 * standardErrors.weights[0]!);
    expect(Math.abs(logistic.weights[1]! + 0.7)).toBeLessThan(3.5 * standardErrors.weights[1]!);
    expect(Math.abs(logistic.intercept - 0.5)).toBeLessThan(3.5 * standardErrors.intercept);
    expect(standardErrors.weights[0]).toBeLessThan(0.06);
  });

  it('is finite where outcomes are separated, and where columns repeat each other', () => {
    const column = [-2, -1, 1, 2];
    const { logistic } = trainLogistic({ columns: [column, column], targets: [0, 0, 1, 1] }, { l2: 0.1 });
    expect(logistic.weights[0]).toBeCloseTo(logistic.weights[1]!, 6);
    expect(Number.isFinite(logistic.weights[0])).toBe(true);
  });

  it('takes a row of weight k for k rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const own = seededRandom(seed);
        const column = Float64Array.from({ length: 30 }, () => normal(own, 0, 1));
        const targets = column.map((value, row) =>
          row === 0 ? 1 : row === 1 ? 0 : own.unit() < sigmoid(value) ? 1 : 0,
        );
        const weights = column.map((_, row) => 1 + (row % 3));
        const rows = [...column.keys()].flatMap((row) => Array.from({ length: weights[row]! }, () => row));
        const weighted = trainLogistic({ columns: [column], targets, weights }).logistic;
        const repeated = trainLogistic({
          columns: [rows.map((row) => column[row]!)],
          targets: rows.map((row) => targets[row]!),
        }).logistic;
        expect(weighted.weights[0]).toBeCloseTo(repeated.weights[0]!, 6);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    { change: { targets: [1, 1, 1] }, problem: 'one_class', column: 'targets' },
    { change: { columns: [[1, 2]] }, problem: 'length', column: 'columns[0]' },
    { change: { columns: [[1, 2, Number.NaN]] }, problem: 'not_finite', column: 'columns[0]' },
    { change: { offsets: [1] }, problem: 'length', column: 'offsets' },
    { change: { offsets: [1e308, 1e308, 1e308] }, problem: 'out_of_range', column: 'offsets' },
    { change: { columns: [[1e200, 2e200, -1e200]] }, problem: 'out_of_range', column: 'columns' },
    { change: { weights: [1, 0, 2] }, problem: 'one_class', column: 'targets' },
  ])('refuses $column: $problem', ({ change, problem, column }) => {
    expect(() => trainLogistic({ columns: [[1, 2, 3]], targets: [0, 1, 0], ...change })).toThrow(
      expect.objectContaining({ name: 'DataError', problem, column }),
    );
  });
});

describe('a sparse table', () => {
  it.each([
    { starts: [0, 2], columns: [0], values: [1], width: 1, problem: 'length' },
    { starts: [0, 1, 0, 2], columns: [0, 0], values: [1, 1], width: 1, problem: 'order' },
    { starts: [0, 1, 2], columns: [0, 5], values: [1, 1], width: 2, problem: 'out_of_range' },
    { starts: [0, 1, 2], columns: [0, 1], values: [1, Number.NaN], width: 2, problem: 'not_finite' },
  ])('is refused: $problem', ({ starts, columns, values, width, problem }) => {
    const rows = {
      starts: Int32Array.from(starts),
      columns: Int32Array.from(columns),
      values: Float64Array.from(values),
      width,
    };
    expect(() => trainSparseLogistic(rows, [0, 1])).toThrow(
      expect.objectContaining({ name: 'DataError', problem }),
    );
  });
});

describe('penalties of columns', () => {
  const rows = {
    starts: Int32Array.of(0, 1, 2),
    columns: Int32Array.of(0, 1),
    values: Float64Array.of(1, 1),
    width: 2,
  };
  it.each([
    { l2: Float64Array.of(1, Number.NaN), problem: 'not_finite', column: 'l2' },
    { l2: Float64Array.of(-1, 1), problem: 'out_of_range', column: 'l2' },
    { l2: Float64Array.of(1), problem: 'length', column: 'l2' },
    { l2: 1, weights: [1, 0], problem: 'one_class', column: 'targets' },
  ])('are refused: $column $problem', ({ l2, weights, problem, column }) => {
    expect(() => trainSparseLogistic(rows, [0, 1], { l2, ...(weights && { weights }) })).toThrow(
      expect.objectContaining({ name: 'DataError', problem, column }),
    );
  });
});

describe('a design', () => {
  it('puts features on one scale and missing ones at the mean, with a column that says so', () => {
    const columns = [
      [1, 3, Number.NaN, 5],
      [7, 7, 7, 7],
    ];
    const design = fitDesign(columns);
    expect(designWidth(design)).toBe(3);
    const [first, second, mask] = applyDesign(design, columns);
    expect([...first!]).toEqual([-1, 0, 0, 1]);
    expect([...second!]).toEqual([0, 0, 0, 0]);
    expect([...mask!]).toEqual([0, 0, 1, 0]);
    expect([...applyDesign(design, columns, [3, 2])[0]!]).toEqual([1, 0]);
  });
});
