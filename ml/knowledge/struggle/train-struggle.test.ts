import { describe, expect, it } from 'vitest';
import { auc } from '../../evaluate/auc.ts';
import { brierScore } from '../../evaluate/brier.ts';
import { sigmoid } from '../../numeric/special.ts';
import { bernoulli, normal } from '../../random/distributions.ts';
import { seededRandom } from '../../random/random.ts';
import { FEATURE_COUNT, featureColumn } from './schema.ts';
import { fitStruggleStack, predictStruggle, struggleReasons } from './struggle-stack.ts';
import { tableRows, timeFolds, type StruggleTable } from './struggle-table.ts';
import { predictWith, trainStruggle } from './train-struggle.ts';

/** Struggles that hang on two features, ten to a week; others are noise, a tenth is missing. */
const tableOf = (rows: number, seed: number, strength = 1.5): StruggleTable => {
  const random = seededRandom(seed);
  const features = new Float64Array(rows * FEATURE_COUNT).fill(Number.NaN);
  const labels = new Uint8Array(rows);
  const [residual, forecast] = [featureColumn('residual'), featureColumn('expectedStruggle')];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < 20; column += 1)
      if (!bernoulli(random, 0.1)) features[row * FEATURE_COUNT + column] = normal(random);
    const [x, z] = [normal(random), normal(random)];
    features[row * FEATURE_COUNT + residual] = x;
    features[row * FEATURE_COUNT + forecast] = -1 + z;
    labels[row] = bernoulli(random, sigmoid(-1 + strength * (z - x))) ? 1 : 0;
  }
  const fromDay = Int32Array.from({ length: rows }, (_, row) => 20_000 + 7 * Math.floor(row / 10));
  return { features, labels, fromDay, endDay: fromDay.map((day) => day + 7) };
};
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, place) => from + place);

describe('folds in the order of time', () => {
  it('train on windows that are over, and keep a day together', () => {
    const table = tableOf(200, 1);
    const folds = timeFolds(table, 3, 0.4);
    expect(folds.map(({ test }) => [test[0], test.at(-1)])).toEqual([
      [80, 119],
      [120, 159],
      [160, 199],
    ]);
    for (const { train, test } of folds)
      expect(Math.max(...Array.from(train, (row) => table.endDay[row]!))).toBeLessThanOrEqual(
        table.fromDay[test[0]!]!,
      );
    // Windows of a month that begin every week: those still running when the block begins are not trained on.
    const month = { ...table, endDay: table.fromDay.map((day) => day + 30) };
    expect(timeFolds(month, 1, 0.5)[0]!.train).toHaveLength(60);
  });
});

describe('the stack', () => {
  const table = tableOf(600, 2);
  const train = tableRows(table, range(0, 400));
  const test = tableRows(table, range(400, 600));
  const stack = fitStruggleStack(train, 7);

  it('finds what the forecast lacks', () => {
    const { probability, logOdds } = predictStruggle(stack, test.features);
    const forecast = range(0, 200).map(
      (row) => test.features[row * FEATURE_COUNT + featureColumn('expectedStruggle')]!,
    );
    expect(auc(test.labels, probability)).toBeGreaterThan(auc(test.labels, forecast) + 0.05);
    expect(brierScore(test.labels, probability)).toBeLessThan(
      brierScore(
        test.labels,
        Array.from(logOdds, () => stack.baseRate),
      ),
    );
    expect(stack.shares.reduce((sum, share) => sum + share, 0)).toBe(1);
  });

  it('is the same from the same seed, and from nothing that came later', () => {
    expect(fitStruggleStack(train, 7)).toEqual(stack);
    expect(fitStruggleStack(tableRows(table, range(0, 400)), 7).settings).toEqual(stack.settings);
  });

  it.each([
    { shares: [1, 0, 0] as const },
    { shares: [0, 1, 0] as const },
    { shares: [0, 0, 1] as const },
    { shares: [0.5, 0.25, 0.25] as const },
  ])('gives reasons that add up to its log-odds, missing features and all: shares $shares', ({ shares }) => {
    const mixed = { ...stack, shares };
    const { logOdds } = predictStruggle(mixed, test.features);
    for (const row of range(0, 40)) {
      const values = test.features.slice(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT);
      if (row % 3 === 0) values[featureColumn('expectedStruggle')] = Number.NaN;
      const { base, contributions } = struggleReasons(mixed, values);
      const sum = contributions.reduce((total, value) => total + value, base);
      const said = row % 3 === 0 ? predictStruggle(mixed, values).logOdds[0]! : logOdds[row]!;
      expect(sum).toBeCloseTo(said, 8);
    }
  });

  it('is calibrated by Platt below 1,000 labels, and by isotonic regression from there', () => {
    expect(stack.calibration.kind).toBe('platt');
    const all = tableOf(1000, 3);
    expect(fitStruggleStack(all, 7).calibration.kind).toBe('isotonic');
    expect(fitStruggleStack(tableRows(all, range(0, 999)), 7).calibration.kind).toBe('platt');
  });

  it.each([
    { bad: { labels: train.labels.slice(1) }, problem: 'length' },
    {
      bad: { features: train.features.map((value, cell) => (cell === 77 ? Infinity : value)) },
      problem: 'not_finite',
    },
    { bad: { fromDay: train.fromDay.map((day, row) => (row === 9 ? day - 1 : day)) }, problem: 'order' },
    { bad: { labels: new Uint8Array(400) }, problem: 'one_class' },
  ])('refuses a bad table: $problem', ({ bad, problem }) => {
    expect(() => fitStruggleStack({ ...train, ...bad }, 7)).toThrow(
      expect.objectContaining({ name: 'DataError', problem }),
    );
  });

  it('stops when it is told to', () => {
    const stop = (): void => {
      throw new Error('cancelled');
    };
    expect(() => fitStruggleStack(train, 7, stop)).toThrow('cancelled');
  });
});

describe('a training', () => {
  it('leaves the rules below 50 labels, or without struggles', () => {
    const rules = { predictor: { kind: 'rules' }, accepted: false, judged: 0 };
    expect(trainStruggle(tableOf(49, 4), null, 1)).toMatchObject(rules);
    const fine = tableOf(80, 4);
    expect(trainStruggle({ ...fine, labels: new Uint8Array(80) }, null, 1)).toMatchObject(rules);
  });

  it('takes a model that beats base rate and rules on windows it has not seen', () => {
    const { predictor, accepted, brier, judged } = trainStruggle(tableOf(300, 5), null, 1);
    expect(accepted).toBe(true);
    expect(judged).toBe(210);
    expect(predictor.kind).toBe('stack');
    expect(brier.candidate).toBeLessThan(Math.min(brier.baseRate, brier.rules));
    expect(brier.old).toBeNaN();
  });

  it('leaves the base rate where there is nothing to learn: few of six tables of noise get a model', () => {
    const noise = range(0, 6).map((seed) => trainStruggle(tableOf(100, 100 + seed, 0), null, 1));
    const refused = noise.filter(({ accepted }) => !accepted);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    for (const { predictor } of refused) expect(predictor.kind).toBe('base rate');
  }, 60_000);

  it('keeps the stack in force where better things were said of the same windows', () => {
    const table = tableOf(200, 5);
    const predictor = { kind: 'stack', stack: fitStruggleStack(tableRows(table, range(0, 60)), 3) } as const;
    const knowing = Float64Array.from(table.labels, (label) => 0.02 + 0.96 * label);
    const kept = trainStruggle(table, { predictor, asMade: knowing }, 1);
    expect(kept).toMatchObject({ predictor, accepted: false, judged: 140 });
    const worse = trainStruggle(table, { predictor, asMade: new Float64Array(200).fill(0.9) }, 1);
    expect(worse.accepted).toBe(true);
    // Compared on what something was said of; with too little of that it stays.
    const few = Float64Array.from(table.labels, (_, row) => (row >= 190 ? 0.9 : Number.NaN));
    expect(trainStruggle(table, { predictor, asMade: few }, 1)).toMatchObject({
      predictor,
      accepted: false,
      judged: 0,
    });
    // A base rate in force is judged as a base rate, on all windows.
    const rate = { predictor: { kind: 'base rate', rate: 0.3 } as const, asMade: few };
    expect(trainStruggle(table, rate, 1)).toMatchObject({ accepted: true, judged: 140 });
  }, 60_000);

  it('leaves the forecast where a stack finds nothing that it lacks', () => {
    const random = seededRandom(9);
    const table = tableOf(120, 9);
    const forecast = (row: number): number =>
      table.features[row * FEATURE_COUNT + featureColumn('expectedStruggle')]!;
    const labels = table.labels.map((_, row) => (bernoulli(random, sigmoid(2 * forecast(row))) ? 1 : 0));
    const features = table.features.slice();
    for (const row of range(0, 120)) features[row * FEATURE_COUNT + featureColumn('expectedStruggle')]! *= 2;
    const { predictor, accepted, brier } = trainStruggle({ ...table, features, labels }, null, 1);
    expect(brier.forecast).toBeLessThan(Math.min(brier.baseRate, brier.rules));
    expect(brier.candidate).toBeLessThan(brier.baseRate);
    expect(accepted).toBe(false);
    expect(predictor.kind).toBe('forecast');
  });

  it('predicts by what is in force', () => {
    const one = new Float64Array(2 * FEATURE_COUNT).fill(Number.NaN);
    one[featureColumn('expectedStruggle')] = 0.4;
    expect([...predictWith({ kind: 'forecast', rate: 0.3 }, one)]).toEqual([sigmoid(0.4), 0.3]);
    const { features } = tableRows(tableOf(20, 6), range(0, 3));
    expect([...predictWith({ kind: 'base rate', rate: 0.2 }, features)]).toEqual([0.2, 0.2, 0.2]);
    expect(predictWith({ kind: 'rules' }, features)).toHaveLength(3);
  });
});
