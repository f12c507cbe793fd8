import { describe, expect, it } from 'vitest';
import { logLoss } from '../evaluate/log-loss.ts';
import { sigmoid } from '../numeric/special.ts';
import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { fitRecall, predictRecall } from './fit-recall.ts';

/** Rows whose recall depends on what memory says and, by `effect`, on a feature beside it. */
const draw = (rows: number, effect: number, seed: number) => {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 4 }, () =>
    Float64Array.from({ length: rows }, () => normal(random, 0, 1)),
  );
  const offsets = Float64Array.from({ length: rows }, () => normal(random, 1.8, 0.8));
  const recalled = offsets.map((offset, row) =>
    random.unit() < sigmoid(offset + effect * columns[1]![row]!) ? 1 : 0,
  );
  return { columns, offsets, recalled };
};

describe('a contextual model of recall', () => {
  it('is the memory model where nothing beside it helps', () => {
    const test = draw(3000, 0, 9);
    for (const seed of [1, 2, 3]) {
      const said = predictRecall(fitRecall(draw(2500, 0, seed)), test);
      const loss = logLoss(test.recalled, said) - logLoss(test.recalled, test.offsets.map(sigmoid));
      expect(loss).toBeLessThan(0.002);
    }
  });

  it('finds what helps, and how much', () => {
    const test = draw(3000, 0.8, 9);
    const model = fitRecall(draw(4000, 0.8, 1));
    expect(model.mix.logistic + model.mix.boost + model.mix.forest).toBeGreaterThan(0.9);
    const best = logLoss(
      test.recalled,
      test.offsets.map((offset, row) => sigmoid(offset + 0.8 * test.columns[1]![row]!)),
    );
    expect(logLoss(test.recalled, predictRecall(model, test))).toBeLessThan(best + 0.008);
  });

  it('uses no trees for few rows, and is the memory model for very few or one outcome', () => {
    expect(fitRecall(draw(1000, 0.8, 1))).toMatchObject({ boost: null, forest: null });
    const few = draw(100, 0.8, 1);
    expect(predictRecall(fitRecall(few), few)).toEqual(few.offsets.map(sigmoid));
    const same = { ...draw(500, 0, 1), recalled: new Uint8Array(500).fill(1) };
    expect(fitRecall(same).mix).toEqual({ logistic: 0, boost: 0, forest: 0 });
  });

  it('refuses rows without outcomes', () => {
    expect(() => fitRecall({ ...draw(500, 0, 1), recalled: [1] })).toThrow(
      expect.objectContaining({ name: 'DataError', problem: 'length', column: 'recalled' }),
    );
  });
});
