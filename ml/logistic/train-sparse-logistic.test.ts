import { describe, expect, it } from 'vitest';
import { logLoss } from '../evaluate/log-loss.ts';
import { sigmoid } from '../numeric/special.ts';
import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { sparseScores, trainSparseLogistic } from './train-sparse-logistic.ts';

/** Rows of one of many items, each seen a few times, and of two counts that every row has. */
function itemsAndCounts(rows: number, items: number) {
  const random = seededRandom(1);
  const ease = Float64Array.from({ length: items }, () => 2 * normal(random));
  const columns = new Int32Array(3 * rows);
  const values = new Float64Array(3 * rows);
  const targets = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const item = Math.floor(random.unit() * items);
    const counts = [Math.log1p(200 * random.unit()), Math.log1p(100 * random.unit())] as const;
    columns.set([item, items, items + 1], 3 * row);
    values.set([1, ...counts], 3 * row);
    const score = ease[item]! + 0.8 * counts[0] - 0.9 * counts[1];
    targets[row] = random.unit() < sigmoid(score) ? 1 : 0;
  }
  const starts = Int32Array.from({ length: rows + 1 }, (_, row) => 3 * row);
  return { table: { starts, columns, values, width: items + 2 }, targets };
}

describe('a sparse regression', () => {
  it('is done in few steps where columns differ by thousands in how many rows they have', () => {
    const { table, targets } = itemsAndCounts(12_000, 1500);
    const lossAfter = (iterations: number): number => {
      const { logistic } = trainSparseLogistic(table, targets, { l2: 1, iterations, tolerance: 1e-12 });
      const said = sparseScores(logistic, table).map((score) => sigmoid(score));
      const penalty = logistic.weights.reduce((sum, weight) => sum + weight ** 2, 0) / 2;
      return logLoss(targets, said) + penalty / targets.length;
    };
    expect(lossAfter(12) / lossAfter(400)).toBeLessThan(1.002);
  });
});
