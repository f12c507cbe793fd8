import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../data/data-error.ts';
import { seededRandom } from '../../random/random.ts';
import { TreeBuilder } from '../../trees/tree-builder.ts';
import type { Forest } from '../forest.ts';
import { trainForest } from '../train-forest.ts';
import { fromMlRandomForest } from './from-ml-random-forest.ts';
import { columnsOf, load, randomRows, targetsOf } from './testing.ts';
import { toMlRandomForest } from './to-ml-random-forest.ts';

const trained = (classes: number): Forest => {
  const random = seededRandom(1);
  const data = randomRows(random, 100, 3);
  const kind = classes > 0 ? 'classification' : 'regression';
  return trainForest(
    { columns: columnsOf(data), targets: targetsOf(random, data, classes), kind },
    { trees: 2 },
  ).forest;
};

/** A forest of one tree that goes down `depth` times, with these numbers in all its leaves. */
const chain = (classes: number, leaf: readonly number[], depth = 1): Forest => {
  const builder = new TreeBuilder(1, leaf.length);
  const setLeaf = (node: number): void =>
    leaf.forEach((value, output) => builder.setValue(node, output, value));
  let node = builder.begin();
  for (let level = 0; level < depth; level += 1) {
    const left = builder.split(node, { feature: 0, bin: 1, threshold: level, missingLeft: false });
    setLeaf(left);
    node = left + 1;
  }
  setLeaf(node);
  return { kind: classes > 0 ? 'classification' : 'regression', classes, trees: builder.finish() };
};

const refusal = (forest: Forest, options = {}): DataError => {
  try {
    toMlRandomForest(forest, options);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('it was written');
};

describe('a forest that ml-random-forest cannot have', () => {
  it.each<[string, number, object]>([
    ['a class of a regression', 0, { probabilityOf: 1 }],
    ['votes of a regression', 0, { votesPerTree: 2 }],
    ['a class that there is not', 3, { probabilityOf: 3 }],
    ['no votes', 3, { votesPerTree: 0 }],
    ['half a vote', 3, { votesPerTree: 1.5 }],
    ['more trees than may be', 3, { votesPerTree: 2501 }],
  ])('is refused: %s', (_what, classes, options) => {
    expect(refusal(trained(classes), options)).toMatchObject({ problem: 'out_of_range' });
  });

  it.each<[string, Forest]>([
    ['shares above 1', chain(3, [0, 1e30, 1])],
    ['shares below 0', chain(2, [-1e30])],
    ['shares that are not all', chain(3, [0.5, 0.2, 0.1])],
    ['leaves without any share', chain(3, [0, 0, 0])],
    ['several sure classes', chain(3, [1, 1, 0])],
  ])('is refused: %s, which no training gives', (_what, forest) => {
    expect(refusal(forest)).toMatchObject({ problem: 'out_of_range', column: 'forest' });
  });

  it('is refused deeper than the bound, and written as deep as it', () => {
    expect(refusal(chain(0, [1], 257))).toMatchObject({ column: 'depth' });
    const text = JSON.stringify(toMlRandomForest(chain(0, [1], 256)));
    expect(text.split('splitValue')).toHaveLength(257);
  });

  it('is refused where its votes are more nodes than may be', () => {
    expect(refusal(chain(2, [0.3], 250), { votesPerTree: 4500 })).toMatchObject({
      column: 'nodes × votesPerTree',
    });
  });

  it('is refused or written, whatever numbers it was read with', () => {
    const number = fc.oneof(
      fc.constantFrom(0, 1, 0.5, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE),
      fc.double({ noNaN: true }),
    );
    const finite = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.float({ noNaN: true, noDefaultInfinity: true }));
    const numbers = fc.record({
      classes: fc.constantFrom(0, 2, 3),
      thresholds: fc.array(number, { maxLength: 20 }),
      values: fc.array(finite, { maxLength: 20 }),
    });
    let written = 0;
    fc.assert(
      fc.property(numbers, ({ classes, thresholds, values }) => {
        const { kind, trees } = trained(classes);
        trees.threshold.set(thresholds.slice(0, trees.threshold.length));
        trees.values.set(values.slice(0, trees.values.length));
        try {
          const model = toMlRandomForest({ kind, classes, trees }, classes > 0 ? { votesPerTree: 3 } : {});
          load(model).predict([[0, 0, 0]]);
          fromMlRandomForest(JSON.parse(JSON.stringify(model)));
          written += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 300 },
    );
    expect(written).toBeGreaterThan(20);
  });
});
