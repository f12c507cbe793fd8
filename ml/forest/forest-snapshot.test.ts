import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../data/data-error.ts';
import { crc32, toSnapshot } from '../data/snapshot.ts';
import { seededRandom } from '../random/random.ts';
import { treeReasons } from '../trees/tree-reasons.ts';
import { treesFromBytes, treesToBytes } from '../trees/trees-bytes.ts';
import { emptyTrees } from '../trees/trees.ts';
import { forestFromSnapshot, forestToSnapshot } from './forest-snapshot.ts';
import { predictForest } from './predict-forest.ts';
import { trainForest } from './train-forest.ts';

const grown = (seed: number, classes: number) => {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 4 }, () =>
    Float64Array.from({ length: 150 }, () => (random.unit() < 0.1 ? Number.NaN : random.unit())),
  );
  const targets = Float64Array.from({ length: 150 }, (_, row) =>
    classes === 0 ? random.unit() : row < classes ? row : Math.floor(random.unit() * classes),
  );
  return {
    columns,
    forest: trainForest(
      { columns, targets, kind: classes === 0 ? 'regression' : 'classification' },
      { trees: 4, minLeaf: 3, seed },
    ).forest,
  };
};

describe('a forest as bytes', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(0, 2, 3, 5), (seed, classes) => {
        const { forest, columns } = grown(seed, classes);
        const read = forestFromSnapshot(forestToSnapshot(forest));
        expect(read).toEqual(forest);
        expect(predictForest(read, columns)).toEqual(predictForest(forest, columns));
      }),
      { numRuns: 40 },
    );
  });

  const bytes = forestToSnapshot(grown(1, 3).forest);

  it('is refused when any byte of it changed, or it was cut or goes on', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      expect(() => forestFromSnapshot(damaged)).toThrow(DataError);
      if (at % 7 === 0) expect(() => forestFromSnapshot(bytes.subarray(0, at))).toThrow(DataError);
    }
    expect(() => forestFromSnapshot(Uint8Array.of(...bytes, 0))).toThrow(DataError);
  });

  it('says why it was refused', () => {
    const newer = bytes.slice();
    newer[6] = 2;
    expect(() => forestFromSnapshot(newer)).toThrow('newer program (format 2, known up to 1)');
    expect(() => forestFromSnapshot(toSnapshot('boost', 1, bytes.subarray(16)))).toThrow(
      'is not a forest model',
    );
    expect(() => forestFromSnapshot(Uint8Array.from({ length: 40 }, () => 7))).toThrow(
      'not a model of this program',
    );
    expect(() => forestFromSnapshot(bytes.subarray(0, 100))).toThrow('cut short');
  });

  it('is never endless, whatever a forger with the right checksum writes', () => {
    const body = treesToBytes(grown(2, 2).forest.trees);
    const columns = Array.from({ length: 4 }, () => [0.1, 0.9, Number.NaN]);
    let read = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const forged = body.slice();
          for (const [at, value] of changes) forged[at] = value;
          try {
            const trees = treesFromBytes(forged);
            read += 1;
            predictForest({ kind: 'classification', classes: 2, trees: { ...trees, columns: 4 } }, columns);
            const { base, contributions } = treeReasons({ ...trees, columns: 4 }, [
              0.1,
              0.9,
              Number.NaN,
              0.5,
            ]);
            for (const part of [base, ...contributions]) expect(Number.isFinite(part)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        },
      ),
      { numRuns: 4000 },
    );
    // Some changes leave trees that can be used.
    expect(read).toBeGreaterThan(100);
  });

  it('holds no nodes that are each other’s children, even where no root leads to them', () => {
    const { trees } = grown(3, 2).forest;
    const circle = {
      ...trees,
      roots: Int32Array.of(0),
      feature: Int16Array.of(-1, 0, -1, 0, -1),
      threshold: new Float64Array(5),
      missingLeft: new Uint8Array(5),
      left: Int32Array.of(0, 3, 0, 1, 0),
      cover: new Float32Array(5),
      values: new Float32Array(5),
    };
    expect(() => treesFromBytes(treesToBytes(circle))).toThrow('not behind its parent');
  });

  it('holds no nodes whose weight is not that of what is below them: reasons would be no numbers', () => {
    const withCovers = (...covers: number[]) => {
      const trees = emptyTrees(1, 1, Int32Array.of(0), 3);
      trees.feature.set([0, -1, -1]);
      trees.left[0] = 1;
      trees.cover.set(covers);
      return treesToBytes(trees);
    };
    expect(treeReasons(treesFromBytes(withCovers(4, 4, 0)), [1]).base).toBe(0);
    for (const covers of [
      [0, 0, 0],
      [1, 1, 1],
      [2, 0, 0],
      [0, 1, 1],
    ])
      expect(() => treesFromBytes(withCovers(...covers))).toThrow('weight of a node');
  });

  it('holds no tree that is deeper than reasons can follow', () => {
    const chain = (splits: number) => {
      const trees = emptyTrees(1, 1, Int32Array.of(0), 2 * splits + 1);
      for (let split = 0; split < splits; split += 1) trees.left[2 * split] = 2 * split + 1;
      // Node 2k + 1 is the leaf on the left, node 2k + 2 goes on.
      trees.feature.fill(-1);
      for (let node = 0; node < 2 * splits; node += 2) trees.feature[node] = 0;
      trees.cover.fill(1);
      for (let node = 2 * splits - 2; node >= 0; node -= 2) trees.cover[node] = 1 + trees.cover[node + 2]!;
      return treesToBytes(trees);
    };
    expect(treesFromBytes(chain(4096)).feature).toHaveLength(8193);
    expect(() => treesFromBytes(chain(4097))).toThrow('4096 splits below each other');
  });

  it('has the checksum that others know', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});
