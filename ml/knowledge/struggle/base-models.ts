import { boostReasons, boostScores } from '../../boost/predict-boost.ts';
import type { Boost } from '../../boost/boost.ts';
import { trainBoost } from '../../boost/train-boost.ts';
import type { Forest } from '../../forest/forest.ts';
import { forestReasons } from '../../forest/forest-reasons.ts';
import { predictForest } from '../../forest/predict-forest.ts';
import { trainForest } from '../../forest/train-forest.ts';
import { trainLogistic } from '../../logistic/train-logistic.ts';
import { logit } from '../../numeric/special.ts';
import { FEATURE_COUNT, featureColumn } from './schema.ts';
import { featureColumns, type StruggleTable } from './struggle-table.ts';

/**
 * The three models of the stack. Logistic regression and boosting start from the log-odds of the forecast from first
 * principles and learn what it lacks, so that little data leaves it as it is; the forest sees it as a feature.
 */
export interface LogisticPart {
  readonly intercept: number;
  /** Of standardised features; a missing one counts as its mean. */
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

export interface BaseModels {
  /** Where the forecast is missing. */
  readonly baseLogOdds: number;
  readonly logistic: LogisticPart;
  readonly forest: Forest;
  readonly boost: Boost;
}

/** Settings that are chosen by inner folds. */
export interface StackSettings {
  readonly l2: number;
  readonly forestMinLeaf: number;
  readonly boostTrees: number;
}

/** A learner as a whole is some .2 of log-odds off the forecast: the standard deviation this penalty stands for. */
const INTERCEPT_L2 = 20;
const FORECAST = featureColumn('expectedStruggle');
/** A forest of some hundred rows says 0 or 1 too easily. */
const FOREST_EDGE = 0.02;

/** Log-odds each row starts from. */
export function forecastLogOdds(columns: readonly Float64Array[], baseLogOdds: number): Float64Array {
  return columns[FORECAST]!.map((value) => (Number.isNaN(value) ? baseLogOdds : value));
}

export function fitLogistic(table: StruggleTable, offsets: Float64Array, l2: number): LogisticPart {
  const columns = featureColumns(table.features);
  const means = new Float64Array(FEATURE_COUNT);
  const deviations = new Float64Array(FEATURE_COUNT);
  const standard = columns.map((column, index) => {
    const known = column.filter((value) => !Number.isNaN(value));
    const total = known.reduce((sum, value) => sum + value, 0);
    const mean = known.length === 0 ? 0 : total / known.length;
    const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = known.length === 0 ? 0 : Math.sqrt(squares / known.length);
    means[index] = mean;
    deviations[index] = deviation > 1e-9 ? deviation : Number.POSITIVE_INFINITY;
    return column.map((value) => standardised(value, mean, deviations[index]!));
  });
  // The intercept is held as well, more loosely: a constant column so large that its weight costs as much as INTERCEPT_L2.
  const level = Math.sqrt(l2 / INTERCEPT_L2);
  const columnsAndLevel = [...standard, new Float64Array(offsets.length).fill(level)];
  const { logistic } = trainLogistic(
    { columns: columnsAndLevel, targets: table.labels, offsets },
    { l2, intercept: false },
  );
  return {
    intercept: level * logistic.weights[FEATURE_COUNT]!,
    weights: logistic.weights.slice(0, FEATURE_COUNT),
    means,
    deviations,
  };
}

export function fitForest(table: StruggleTable, minLeaf: number, seed: number): Forest {
  const columns = featureColumns(table.features);
  return trainForest(
    { columns, targets: table.labels, kind: 'classification' },
    { trees: 60, maxDepth: 8, minLeaf, featuresPerSplit: 8, bins: 32, outOfBag: false, seed },
  ).forest;
}

export function fitBoost(table: StruggleTable, offsets: Float64Array, trees: number, seed: number): Boost {
  const columns = featureColumns(table.features);
  return trainBoost(
    { columns, targets: table.labels, offsets },
    { trees, learningRate: 0.05, maxLeaves: 4, minLeaf: 12, l2: 5, columnShare: 0.5, bins: 32, seed },
  ).boost;
}

/** @returns log-odds of regression, forest and boosting, each n rows */
export function partLogOdds(models: BaseModels, columns: readonly Float64Array[]): Float64Array[] {
  const offsets = forecastLogOdds(columns, models.baseLogOdds);
  return [
    logisticLogOdds(models.logistic, columns, offsets),
    forestLogOdds(models.forest, columns),
    boostLogOdds(models.boost, columns, offsets),
  ];
}

export function logisticLogOdds(
  part: LogisticPart,
  columns: readonly Float64Array[],
  offsets: Float64Array,
): Float64Array {
  return offsets.map((offset, row) => {
    let z = offset + part.intercept;
    for (let column = 0; column < FEATURE_COUNT; column += 1)
      z +=
        part.weights[column]! *
        standardised(columns[column]![row]!, part.means[column]!, part.deviations[column]!);
    return z;
  });
}

export function forestLogOdds(forest: Forest, columns: readonly Float64Array[]): Float64Array {
  return predictForest(forest, columns).map((p) => logit(p, FOREST_EDGE));
}

export function boostLogOdds(
  boost: Boost,
  columns: readonly Float64Array[],
  offsets: Float64Array,
): Float64Array {
  return boostScores(boost, columns).map((score, row) => score + offsets[row]!);
}

/**
 * Signed contributions of the features to the log-odds of each part for one row; with `base` they add up to what the part
 * says. What a part starts from is the forecast's own contribution. The forest's Shapley values are of its probability and
 * are stretched to its log-odds, which keeps their order, their signs and their sum.
 */
export function partReasons(
  models: BaseModels,
  row: Float64Array,
): { readonly base: number; readonly contributions: Float64Array }[] {
  const { logistic, forest, boost, baseLogOdds } = models;
  const offset = Number.isNaN(row[FORECAST]!) ? baseLogOdds : row[FORECAST]!;
  const linear = row.map(
    (value, column) =>
      logistic.weights[column]! * standardised(value, logistic.means[column]!, logistic.deviations[column]!),
  );
  linear[FORECAST]! += offset;
  const ofForest = forestReasons(forest, row);
  const moved = ofForest.contributions.reduce((sum, value) => sum + value, 0);
  const base = logit(ofForest.base, FOREST_EDGE);
  const stretch = Math.abs(moved) < 1e-12 ? 0 : (logit(ofForest.base + moved, FOREST_EDGE) - base) / moved;
  const ofBoost = boostReasons(boost, row);
  const boosted = ofBoost.contributions.slice();
  boosted[FORECAST]! += offset;
  return [
    { base: logistic.intercept, contributions: linear },
    { base, contributions: ofForest.contributions.map((value) => value * stretch) },
    { base: ofBoost.base, contributions: boosted },
  ];
}

function standardised(value: number, mean: number, deviation: number): number {
  return Number.isNaN(value) ? 0 : (value - mean) / deviation;
}
