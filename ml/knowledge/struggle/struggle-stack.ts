import { checkAtLeast, checkBothClasses } from '../../data/check.ts';
import { applyCalibration, type Calibration } from '../../calibrate/calibration.ts';
import { fitIsotonic } from '../../calibrate/isotonic.ts';
import { fitPlatt } from '../../calibrate/platt.ts';
import { logLosses } from '../../evaluate/log-loss.ts';
import { mean } from '../../numeric/sample.ts';
import { logit, sigmoid } from '../../numeric/special.ts';
import {
  boostLogOdds,
  fitBoost,
  fitForest,
  fitLogistic,
  forecastLogOdds,
  forestLogOdds,
  logisticLogOdds,
  partLogOdds,
  partReasons,
  type BaseModels,
  type StackSettings,
} from './base-models.ts';
import { FEATURE_COUNT } from './schema.ts';
import {
  checkFeatures,
  checkTable,
  featureColumns,
  tableRows,
  timeFolds,
  type StruggleTable,
} from './struggle-table.ts';

/** Below that many labels there is no model: rules, or the prior of a cohort. */
export const MIN_LABELS = 50;
/** From that many labels on calibration is isotonic, Platt's below. */
export const ISOTONIC_LABELS = 1000;
/** Struggles, and windows without one, that training needs. */
const LEAST_OF_EACH = 3;
const LEAST_ROWS = 15;

/** A trained model: what it is made of and what was chosen, and how. */
export interface StruggleStack {
  readonly models: BaseModels;
  /** How much regression, forest and boosting count; they add up to 1. */
  readonly shares: readonly [number, number, number];
  readonly calibration: Calibration;
  readonly settings: StackSettings;
  /** Share of struggles among the labels. */
  readonly baseRate: number;
  readonly labels: number;
}

/**
 * Chosen by the log loss of inner folds in the order of time, the simplest first: a less simple one must be better by two
 * standard errors (the rule of Breiman et al. 1984, §3.4.3, with two for one since there are many to choose from). At the
 * first penalty the forecast is only moved up or down.
 */
const L2_CHOICES = [1e6, 100, 20] as const;
const MIN_LEAF_CHOICES = [15, 5] as const;
const BOOST_TREE_CHOICES = [15, 50] as const;
const SHARE_STEPS = 4;
const STANDARD_ERRORS = 2;
/** What it takes to believe that probabilities are off, in windows. */
const PLATT_PRIOR = 150;
const INNER_FOLDS = 3;
const INNER_FIRST = 0.4;

/** Whether there is enough to have a model at all. */
export function canTrain({ labels }: Pick<StruggleTable, 'labels'>): boolean {
  return labels.length >= MIN_LABELS && isTrainable({ labels });
}

/** Whether there is enough for a stack that a candidate is judged by. */
export function isTrainable({ labels }: Pick<StruggleTable, 'labels'>): boolean {
  const struggles = labels.reduce((sum, label) => sum + label, 0);
  return labels.length >= LEAST_ROWS && Math.min(struggles, labels.length - struggles) >= LEAST_OF_EACH;
}

/**
 * Trains the stack. Settings of each part, the shares of the parts and the calibration are all found on predictions of
 * windows by models that were trained on earlier ones; the parts are then trained on everything.
 * @param seed of forest and boosting; the same table and seed give the same model
 * @throws DataError as `checkTable`; `too_few` below 15 labels, `one_class`; whatever `throwIfCancelled` throws
 */
export function fitStruggleStack(
  table: StruggleTable,
  seed: number,
  throwIfCancelled: () => void = () => {},
): StruggleStack {
  checkTable(table);
  checkAtLeast('labels', table.labels, LEAST_ROWS);
  checkBothClasses('labels', table.labels);
  const outer = timeFolds(table, INNER_FOLDS, INNER_FIRST).map(({ train, test }) => ({
    train: tableRows(table, train),
    test: tableRows(table, test),
  }));
  const folds = outer.filter(({ train }) => hasBoth(train.labels)).map(foldOf);
  const outcomes = folds.flatMap(({ test }) => Array.from(test.labels));
  const best = <T>(choices: readonly T[], fit: (fold: Fold, choice: T) => Float64Array): Chosen<T> =>
    simplestOfBest(outcomes, choices, (choice) => {
      throwIfCancelled();
      return folds.flatMap((fold) => Array.from(fit(fold, choice)));
    });
  const logistic = best(L2_CHOICES, (fold, l2) =>
    logisticLogOdds(fitLogistic(fold.train, fold.trainOffsets, l2), fold.columns, fold.offsets),
  );
  const forest = best(MIN_LEAF_CHOICES, (fold, minLeaf) =>
    forestLogOdds(fitForest(fold.train, minLeaf, seed), fold.columns),
  );
  const boost = best(BOOST_TREE_CHOICES, (fold, trees) =>
    boostLogOdds(fitBoost(fold.train, fold.trainOffsets, trees, seed), fold.columns, fold.offsets),
  );
  const parts = [logistic.logOdds, forest.logOdds, boost.logOdds];
  const { choice: shares, logOdds } = bestShares(parts, outcomes);
  const settings = { l2: logistic.choice, forestMinLeaf: forest.choice, boostTrees: boost.choice };
  const { baseLogOdds, trainOffsets } = foldOf({ train: table, test: table });
  return {
    models: {
      baseLogOdds,
      logistic: fitLogistic(table, trainOffsets, settings.l2),
      forest: fitForest(table, settings.forestMinLeaf, seed),
      boost: fitBoost(table, trainOffsets, settings.boostTrees, seed),
    },
    shares,
    calibration: calibrationOf(logOdds, outcomes, table.labels.length),
    settings,
    baseRate: rateOf(table.labels),
    labels: table.labels.length,
  };
}

/**
 * Stacked log-odds before calibration, and calibrated probabilities.
 * @param features n × FEATURE_COUNT
 * @throws DataError `length`, `not_finite`
 */
export function predictStruggle(
  stack: StruggleStack,
  features: Float64Array,
): { readonly logOdds: Float64Array; readonly probability: Float64Array } {
  const rows = Math.floor(features.length / FEATURE_COUNT);
  checkFeatures(features, rows);
  if (rows === 0) return { logOdds: new Float64Array(0), probability: new Float64Array(0) };
  const logOdds = mixed(partLogOdds(stack.models, featureColumns(features)), stack.shares);
  return { logOdds, probability: applyCalibration(stack.calibration, logOdds) };
}

/**
 * Why: signed contributions of the features, in the order of STRUGGLE_FEATURES, which with `base` add up to the stacked
 * log-odds before calibration.
 * @param row FEATURE_COUNT values
 */
export function struggleReasons(
  stack: StruggleStack,
  row: Float64Array,
): { readonly base: number; readonly contributions: Float64Array } {
  checkFeatures(row, 1);
  const contributions = new Float64Array(FEATURE_COUNT);
  let base = 0;
  for (const [part, reasons] of partReasons(stack.models, row).entries()) {
    const share = stack.shares[part]!;
    base += share * reasons.base;
    for (const [column, value] of reasons.contributions.entries()) contributions[column]! += share * value;
  }
  return { base, contributions };
}

interface Fold {
  readonly train: StruggleTable;
  readonly test: StruggleTable;
  readonly columns: Float64Array[];
  readonly baseLogOdds: number;
  readonly trainOffsets: Float64Array;
  readonly offsets: Float64Array;
}

interface Chosen<T> {
  readonly choice: T;
  readonly logOdds: readonly number[];
}

/**
 * @param choices the simplest first
 * @param logOddsOf out-of-fold log-odds of the outcomes by each
 */
function simplestOfBest<T>(
  outcomes: readonly number[],
  choices: readonly T[],
  logOddsOf: (choice: T) => readonly number[],
): Chosen<T> {
  let chosen: (Chosen<T> & { losses: Float64Array }) | null = null;
  for (const choice of choices) {
    const logOdds = logOddsOf(choice);
    // Without outcomes nothing can be better than the simplest.
    if (outcomes.length === 0) return { choice, logOdds };
    const losses = logLosses(outcomes, logOdds.map(sigmoid));
    if (chosen === null || isBetter(losses, chosen.losses)) chosen = { choice, logOdds, losses };
  }
  return chosen!;
}

/** Whether losses are lower by more than two standard errors of the difference. */
function isBetter(losses: Float64Array, than: Float64Array): boolean {
  const gains = losses.map((loss, row) => than[row]! - loss);
  const gain = mean(gains);
  const variance = mean(gains.map((value) => (value - gain) ** 2));
  return gain > STANDARD_ERRORS * Math.sqrt(variance / gains.length);
}

function foldOf({ train, test }: { train: StruggleTable; test: StruggleTable }): Fold {
  const baseLogOdds = logit(rateOf(train.labels), 0.02);
  const columns = featureColumns(test.features);
  return {
    train,
    test,
    columns,
    baseLogOdds,
    trainOffsets: forecastLogOdds(featureColumns(train.features), baseLogOdds),
    offsets: forecastLogOdds(columns, baseLogOdds),
  };
}

type Shares = readonly [number, number, number];

/** All shares in quarters; the logistic regression alone is the simplest, and what leans on it more is simpler. */
function bestShares(parts: readonly (readonly number[])[], outcomes: readonly number[]): Chosen<Shares> {
  const choices: Shares[] = [];
  for (let first = SHARE_STEPS; first >= 0; first -= 1)
    for (let second = SHARE_STEPS - first; second >= 0; second -= 1)
      choices.push([first / SHARE_STEPS, second / SHARE_STEPS, (SHARE_STEPS - first - second) / SHARE_STEPS]);
  return simplestOfBest(outcomes, choices, (shares) => Array.from(mixed(parts, shares)));
}

function mixed(parts: readonly ArrayLike<number>[], shares: readonly number[]): Float64Array {
  return Float64Array.from(parts[0]!, (_, row) =>
    shares.reduce((sum, share, part) => sum + share * parts[part]![row]!, 0),
  );
}

function calibrationOf(logOdds: readonly number[], outcomes: readonly number[], labels: number): Calibration {
  // Where the inner folds say too little of it, probabilities stay as they are.
  if (!hasBoth(outcomes)) return { kind: 'platt', slope: 1, intercept: 0 };
  if (labels >= ISOTONIC_LABELS) return fitIsotonic(logOdds, outcomes);
  // Each score once more as a 1 and as a 0, weighed as if it were right: a prior worth PLATT_PRIOR windows.
  const weight = PLATT_PRIOR / logOdds.length;
  return fitPlatt(
    [...logOdds, ...logOdds, ...logOdds],
    [...outcomes, ...logOdds.map(() => 1), ...logOdds.map(() => 0)],
    [
      ...outcomes.map(() => 1),
      ...logOdds.map((score) => weight * sigmoid(score)),
      ...logOdds.map((score) => weight * sigmoid(-score)),
    ],
  );
}

function hasBoth(labels: ArrayLike<number>): boolean {
  let ones = 0;
  for (let row = 0; row < labels.length; row += 1) ones += labels[row]!;
  return Math.min(ones, labels.length - ones) >= 3;
}

function rateOf(labels: Uint8Array): number {
  return labels.reduce((sum, label) => sum + label, 0) / labels.length;
}
