import { describe, expect, it } from 'vitest';
import { auc } from '../evaluate/auc.ts';
import { seededRandom } from '../random/random.ts';
import { permutationImportance, splitImportance } from './forest-importance.ts';
import { trainForest } from './train-forest.ts';

const random = seededRandom(1);
const draw = (rows: number) => {
  const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, () => random.unit()));
  // Column 0 decides much, column 1 something, the others nothing.
  const targets = Float64Array.from({ length: rows }, (_, row) =>
    random.unit() < 1 / (1 + Math.exp(-8 * (columns[0]![row]! - 0.5) - 3 * (columns[1]![row]! - 0.5)))
      ? 1
      : 0,
  );
  return { columns, targets };
};

describe('what a forest leans on', () => {
  const { forest } = trainForest({ ...draw(3000), kind: 'classification' }, { trees: 40, minLeaf: 30 });

  it('shows in its splits', () => {
    const shares = splitImportance(forest);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(shares[0]).toBeGreaterThan(2 * shares[1]!);
    expect(shares[1]).toBeGreaterThan(shares[2]! + shares[3]!);
  });

  it('shows when it is taken away, and nothing that means nothing does', () => {
    const test = draw(3000);
    const lost = permutationImportance(
      forest,
      test.columns,
      (said) => auc(test.targets, said),
      seededRandom(2),
    );
    expect(lost[0]).toBeGreaterThan(0.1);
    expect(lost[1]).toBeGreaterThan(0.01);
    expect(Math.abs(lost[2]!)).toBeLessThan(0.005);
    expect(Math.abs(lost[3]!)).toBeLessThan(0.005);
  });
});
