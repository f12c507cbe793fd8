import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random/random.ts';
import { forestClasses } from '../forest-classes.ts';
import { predictForest, predictForestRow } from '../predict-forest.ts';
import { trainForest } from '../train-forest.ts';
import type { ForestOptions } from '../forest-options.ts';
import type { Forest } from '../forest.ts';
import { fromMlRandomForest } from './from-ml-random-forest.ts';
import { columnsOf, load, randomRows, targetsOf, trainTheirs, type Rows } from './testing.ts';
import { toMlRandomForest } from './to-ml-random-forest.ts';
import { votePlan } from './vote-plan.ts';

const seeds = { numRuns: 12 };

/** Random rows, and rows on and around every threshold of the forest. */
function probesOf(forest: Forest, seed: number): Rows {
  const random = seededRandom(seed);
  const probes = randomRows(random, 1000, forest.trees.columns);
  for (const [node, feature] of forest.trees.feature.entries()) {
    if (feature < 0) continue;
    const threshold = forest.trees.threshold[node] ?? 0;
    for (const value of [threshold, threshold + Number.EPSILON * 4, threshold - Number.EPSILON * 4]) {
      if (!Number.isFinite(value)) continue;
      const row = randomRows(random, 1, forest.trees.columns)[0] ?? [];
      probes.push(row.with(feature, value));
    }
    if (probes.length > 3000) break;
  }
  return probes;
}

const trainOurs = (seed: number, classes: number, options: Partial<ForestOptions>, rows = 300): Forest => {
  const random = seededRandom(seed);
  const data = randomRows(random, rows, 5);
  return trainForest(
    {
      columns: columnsOf(data),
      targets: targetsOf(random, data, classes),
      kind: classes > 0 ? 'classification' : 'regression',
    },
    { seed, ...options },
  ).forest;
};

/** Leaves without doubt: every tree is grown until its rows are of one class. */
const sure = { minLeaf: 1, maxDepth: 60, bins: 254, trees: 20 };

describe('a model of ml-random-forest in ours', () => {
  it.each([{ classes: 2 }, { classes: 5 }])('gives the same of $classes classes', ({ classes }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 14 }), (seed, trees) => {
        const theirs = trainTheirs(seed, { classes, trees });
        const forest = fromMlRandomForest(theirs.model);
        const probes = probesOf(forest, seed);
        expect([...forestClasses(forest, columnsOf(probes))]).toEqual(theirs.predict(probes));
        const { outputs } = forest.trees;
        const shares = predictForest(forest, columnsOf(probes));
        for (const [row, votes] of theirs.votes(probes).entries()) {
          const ofOne = votes.filter((vote) => vote === 1).length / trees;
          expect(shares[row * outputs + (outputs === 1 ? 0 : 1)]).toBeCloseTo(ofOne, 4);
        }
      }),
      seeds,
    );
  });

  it('gives the same numbers of a regression', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const theirs = trainTheirs(seed, { classes: 0 });
        const forest = fromMlRandomForest(theirs.model);
        const probes = probesOf(forest, seed);
        const ours = predictForest(forest, columnsOf(probes));
        for (const [row, theirNumber] of theirs.predict(probes).entries())
          expect(Math.abs((ours[row] ?? Number.NaN) - theirNumber)).toBeLessThan(1e-12);
      }),
      seeds,
    );
  });

  it('decides ties by the order of the trees, as it does, with its usual 50 trees', () => {
    for (const classes of [2, 5]) {
      const theirs = trainTheirs(7, { classes, trees: 50, rows: 60 });
      const forest = fromMlRandomForest(theirs.model);
      const probes = randomRows(seededRandom(8), 3000, 4);
      const votes = theirs.votes(probes);
      const tied = probes.filter((_, row) => {
        const counts = new Map<number, number>();
        for (const vote of votes[row] ?? []) counts.set(vote, (counts.get(vote) ?? 0) + 1);
        const [first, second] = [...counts.values()].sort((a, b) => b - a);
        return first === second;
      });
      expect(tied.length).toBeGreaterThan(20);
      expect([...forestClasses(forest, columnsOf(tied))]).toEqual(theirs.predict(tied));
    }
  });

  it('sends missing values right, as it does', () => {
    const theirs = trainTheirs(11, { classes: 3 });
    const forest = fromMlRandomForest(theirs.model);
    const probes = randomRows(seededRandom(3), 500, 4).map((row, n) => row.with(n % 4, Number.NaN));
    expect([...forestClasses(forest, columnsOf(probes))]).toEqual(theirs.predict(probes));
  });

  it('goes back as it came: the same model predicts the same after two ways', () => {
    for (const classes of [0, 2, 4]) {
      const theirs = trainTheirs(5, { classes, trees: 10 });
      const forest = fromMlRandomForest(theirs.model);
      const again = toMlRandomForest(forest);
      // Numbers that need two trees there were 10 trees of double precision.
      expect(again.baseModel.nEstimators).toBe(classes === 0 ? 20 : 10);
      const probes = probesOf(forest, 6);
      if (classes === 0)
        expect(load(again).predict(probes)).toEqual([...predictForest(forest, columnsOf(probes))]);
      else expect(load(again).predict(probes)).toEqual(theirs.predict(probes));
      const back = fromMlRandomForest(JSON.parse(JSON.stringify(again)));
      expect(predictForest(back, columnsOf(probes))).toEqual(predictForest(forest, columnsOf(probes)));
    }
  });

  it('takes what its toJSON gives, too, and more columns than its trees use', () => {
    const { model, live } = trainTheirs(4, { classes: 2 });
    expect(fromMlRandomForest(live)).toEqual(fromMlRandomForest(model));
    const forest = fromMlRandomForest(model, { columns: 9 });
    expect(forest.trees.columns).toBe(9);
    expect(predictForestRow(forest, [0, 1, 1, 0, 9, 9, 9, 9, 9])).toEqual(
      predictForestRow(fromMlRandomForest(model), [0, 1, 1, 0]),
    );
    expect(() => fromMlRandomForest(model, { columns: 1 })).toThrow('columns: 1 is not a number from');
  });
});

describe('training rows of a node', () => {
  const leaf = (value: number, rows?: number) => ({ distribution: value, numberSamples: rows });
  const forestOf = (root: unknown, maxFeatures = 0.5): Forest =>
    fromMlRandomForest({
      name: 'RFRegression',
      selectionMethod: 'mean',
      baseModel: {
        isClassifier: false,
        nEstimators: 1,
        indexes: [[2, 0]],
        n: 2,
        maxFeatures,
        estimators: [{ name: 'DTRegression', root }],
      },
    });

  it('are what the model says, what the other child leaves, or half', () => {
    const { trees } = forestOf({
      splitColumn: 0,
      splitValue: 1,
      numberSamples: 40,
      left: { splitColumn: 1, splitValue: 0, numberSamples: 30, left: leaf(1), right: leaf(2, 10) },
      right: { splitColumn: 1, splitValue: 0, left: leaf(4), right: leaf(8) },
    });
    expect([...trees.feature]).toEqual([2, 0, 0, -1, -1, -1, -1]);
    expect([...trees.cover]).toEqual([40, 30, 10, 20, 10, 5, 5]);
    // Of inner nodes, the mean of what is below them.
    expect([...trees.values]).toEqual([2.5, 4 / 3, 6, 1, 2, 4, 8].map(Math.fround));
    expect(trees.columns).toBe(3);
    expect(forestOf(leaf(1), 7).trees.columns).toBe(7);
  });

  it('are one in each leaf where the model says nothing', () => {
    const split = { splitColumn: 0, splitValue: 1, left: leaf(1), right: leaf(2) };
    expect([...forestOf({ ...split, left: split }).trees.cover]).toEqual([3, 2, 1, 1, 1]);
  });

  it('are never less than one in a leaf, however deep it lies and whatever the model says', () => {
    let root: unknown = leaf(1);
    for (let split = 0; split < 200; split += 1)
      root = { splitColumn: 0, splitValue: split, left: root, right: leaf(2) };
    const deep = forestOf({ splitColumn: 0, splitValue: 200, numberSamples: 40, left: root, right: leaf(2) });
    const slight = forestOf({ splitColumn: 0, splitValue: 1, left: leaf(1, 1e-60), right: leaf(2, 1e-60) });
    for (const { trees } of [deep, slight]) {
      expect(Math.min(...trees.cover)).toBe(1);
      expect(trees.values.every((value) => Number.isFinite(value))).toBe(true);
    }
  });

  it('below the lowest number there are none: the split is left out', () => {
    const lowest = { splitColumn: 0, splitValue: -Number.MAX_VALUE, left: leaf(1), right: leaf(2) };
    const { trees } = forestOf({ splitColumn: 0, splitValue: 0, left: lowest, right: leaf(3) });
    expect([...trees.feature]).toEqual([2, -1, -1]);
    expect(predictForestRow(forestOf(lowest), [0, 0, -Number.MAX_VALUE])).toEqual(Float64Array.of(2));
  });
});

describe('our forest in ml-random-forest', () => {
  it('predicts the same of whole rows after it has learned from rows with missing values', () => {
    const random = seededRandom(21);
    const data = randomRows(random, 300, 4);
    const targets = targetsOf(random, data, 2);
    // Of column 1 only is known whether it is known, so that splits part missing values from all others.
    const columns = columnsOf(
      data.map((row, n) =>
        row.with(1, targets[n] === 1 && n % 4 > 0 ? Number.NaN : 0).with(2, n % 5 === 0 ? Number.NaN : 0),
      ),
    );
    const forest = trainForest({ columns, targets, kind: 'classification' }, { ...sure, trees: 15 }).forest;
    const onlyKnown = forest.trees.threshold.filter((threshold) => threshold === Number.POSITIVE_INFINITY);
    expect(onlyKnown.length).toBeGreaterThan(0);
    const probes = probesOf(forest, 5);
    expect(load(toMlRandomForest(forest)).predict(probes)).toEqual([
      ...forestClasses(forest, columnsOf(probes)),
    ]);
  });

  it.each([{ classes: 2 }, { classes: 5 }])(
    'names the same of $classes classes where leaves are sure',
    ({ classes }) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 24 }), (seed, trees) => {
          const forest = trainOurs(seed, classes, { ...sure, trees }, 80);
          expect(votePlan(forest)).toEqual({ votesPerTree: 1, margin: 0 });
          const probes = probesOf(forest, seed);
          expect(load(toMlRandomForest(forest)).predict(probes)).toEqual([
            ...forestClasses(forest, columnsOf(probes)),
          ]);
        }),
        seeds,
      );
    },
  );

  it.each([{ classes: 2 }, { classes: 5 }])(
    'names the same of $classes classes beyond the margin, and has the same probabilities within it',
    ({ classes }) => {
      const forest = trainOurs(3, classes, { trees: 8, minLeaf: 10 });
      // By itself as many votes as differ on few rows; fewer here, for the time it takes.
      expect(votePlan(forest).votesPerTree).toBe(250);
      expect(votePlan(forest).margin).toBeLessThan(0.01);
      const { margin } = votePlan(forest, 50);
      expect(margin).toBeLessThan(0.05);
      const model = toMlRandomForest(forest, { votesPerTree: 50 });
      const theirs = load(model);
      const probes = probesOf(forest, 4).slice(0, 1500);
      const [classesOfOurs, classesOfTheirs] = [
        forestClasses(forest, columnsOf(probes)),
        theirs.predict(probes),
      ];
      const shares = predictForest(forest, columnsOf(probes));
      const votes = theirs.votes(probes);
      const trees = model.baseModel.nEstimators;
      let different = 0;
      for (const [row, named] of classesOfTheirs.entries()) {
        const own =
          classes === 2
            ? [1 - (shares[row] ?? 0), shares[row] ?? 0]
            : [...shares.subarray(row * classes, (row + 1) * classes)];
        const [first = 0, second = 0] = own.toSorted((a, b) => b - a);
        if (first - second > margin) expect(named).toBe(classesOfOurs[row]);
        if (named !== classesOfOurs[row]) different += 1;
        for (let label = 0; label < classes; label += 1) {
          const share = (votes[row] ?? []).filter((vote) => vote === label).length / trees;
          expect(Math.abs(share - (own[label] ?? 0))).toBeLessThan(margin + classes / trees);
        }
      }
      expect(different).toBeLessThan(probes.length / 100);
    },
  );

  it('says the probability of a class without rounding, as a regression', () => {
    for (const classes of [2, 3]) {
      const forest = trainOurs(9, classes, { trees: 25 });
      const probes = probesOf(forest, 4);
      const shares = predictForest(forest, columnsOf(probes));
      const theirs = load(toMlRandomForest(forest, { probabilityOf: 1 })).predict(probes);
      expect(theirs).toEqual(
        probes.map((_, row) => (classes === 2 ? shares[row] : shares[row * classes + 1])),
      );
    }
  });

  it('gives the same numbers of a regression, to the last bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const forest = trainOurs(seed, 0, { trees: 15, minLeaf: 1 + (seed % 5) });
        const probes = probesOf(forest, seed);
        expect(load(toMlRandomForest(forest)).predict(probes)).toEqual([
          ...predictForest(forest, columnsOf(probes)),
        ]);
      }),
      seeds,
    );
  });
});
