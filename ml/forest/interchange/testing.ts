import { RandomForestClassifier, RandomForestRegression } from 'ml-random-forest';
import { seededRandom, type Random } from '../../random/random.ts';
import type { MlModel } from './ml-model.ts';

export type Rows = number[][];

/** Rows of a few features, some of them with few values, so that thresholds and rows meet. */
export function randomRows(random: Random, rows: number, columns: number): Rows {
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, (_, column) =>
      column % 3 === 2 ? Math.floor(random.unit() * 5) / 2 : random.unit() * 4 - 2,
    ),
  );
}

export function columnsOf(rows: Rows): number[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? Number.NaN));
}

/** A target that depends on the features, with noise; for classes their number, else 0. */
export function targetsOf(random: Random, rows: Rows, classes: number): number[] {
  return rows.map((row) => {
    const score = row.reduce((sum, value, column) => sum + value / (column + 1), 0) + random.unit() * 2 - 1;
    if (classes === 0) return score * 10;
    return Math.min(classes - 1, Math.max(0, Math.floor((score + 2) * (classes / 4))));
  });
}

export type Trained = {
  model: MlModel;
  /** What its `toJSON` gives before it has become text. */
  live: unknown;
  predict(rows: Rows): number[];
  votes(rows: Rows): number[][];
};

/** A model that the real package has trained, and what it says of rows after a way through JSON. */
export function trainTheirs(
  seed: number,
  {
    classes,
    rows = 80,
    columns = 4,
    trees = 9,
  }: { classes: number; rows?: number; columns?: number; trees?: number },
): Trained {
  const random = seededRandom(seed);
  const data = randomRows(random, rows, columns);
  const targets = targetsOf(random, data, classes);
  const options = {
    seed,
    nEstimators: trees,
    maxFeatures: 0.7,
    replacement: seed % 2 === 0,
    useSampleBagging: true,
    noOOB: true,
    treeOptions: { minNumSamples: 2 + (seed % 4) },
  };
  const forest = classes > 0 ? new RandomForestClassifier(options) : new RandomForestRegression(options);
  forest.train(data, targets);
  const model = JSON.parse(JSON.stringify(forest)) as MlModel;
  return { model, live: forest.toJSON(), ...load(model) };
}

/** What the real package makes of a model. */
export function load(model: MlModel): Omit<Trained, 'model' | 'live'> {
  const text = JSON.parse(JSON.stringify(model)) as never; // its own types of a model are narrower than what it reads
  const forest =
    model.name === 'RFClassifier' ? RandomForestClassifier.load(text) : RandomForestRegression.load(text);
  return {
    predict: (rows) => forest.predict(rows),
    votes: (rows) => forest.predictionValues(rows).to2DArray(),
  };
}
