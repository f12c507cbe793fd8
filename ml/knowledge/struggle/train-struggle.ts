import { checkSameLength } from '../../data/check.ts';
import { brierScore } from '../../evaluate/brier.ts';
import { gather } from '../../numeric/gather.ts';
import { sigmoid } from '../../numeric/special.ts';
import type { JudgedPredictions } from './near-outcomes.ts';
import { FEATURE_COUNT, featureColumn, featureValues } from './schema.ts';
import { struggleRules } from './struggle-rules.ts';
import {
  canTrain,
  fitStruggleStack,
  isTrainable,
  predictStruggle,
  type StruggleStack,
} from './struggle-stack.ts';
import { checkTable, tableRows, timeFolds, type StruggleTable } from './struggle-table.ts';

/**
 * What predicts: a trained stack, the forecast from first principles as it stands (the rate where it says nothing), the
 * owner's base rate, or the rules of the cold start.
 */
export type StrugglePredictor =
  | { readonly kind: 'stack'; readonly stack: StruggleStack }
  | { readonly kind: 'forecast'; readonly rate: number }
  | { readonly kind: 'base rate'; readonly rate: number }
  | { readonly kind: 'rules' };

/** What is in force, with what was said of the windows of the table before they began; NaN where nothing was. */
export interface PredictorInForce {
  readonly predictor: StrugglePredictor;
  readonly asMade: ArrayLike<number>;
}

/** How a training ended. */
export interface StruggleTraining {
  readonly predictor: StrugglePredictor;
  /** Whether it is the newly trained stack. */
  readonly accepted: boolean;
  /** Windows the Brier scores are of; 0 where nothing could be judged. */
  readonly judged: number;
  readonly brier: StruggleBriers;
  /** What whatever won said of those windows before they began, and what became of them. */
  readonly said: JudgedPredictions;
}

/** NaN: there is none. */
export interface StruggleBriers {
  readonly candidate: number;
  readonly forecast: number;
  readonly baseRate: number;
  readonly rules: number;
  readonly old: number;
}

/** The latest share of the windows decides whether a model is taken, in blocks each predicted from what was before it. */
const HELD_OUT = 0.7;
const BLOCKS = 3;
/** Fewer say nothing about which is better. */
const LEAST_JUDGED = 15;
const FORECAST = featureColumn('expectedStruggle');

const UNJUDGED: StruggleBriers = {
  candidate: Number.NaN,
  forecast: Number.NaN,
  baseRate: Number.NaN,
  rules: Number.NaN,
  old: Number.NaN,
};

/**
 * Trains a stack and takes it only if it earns its place: stacks trained on the windows before must predict the latest
 * ones with a lower Brier score than the forecast alone, the base rate before them, the rules, and what the stack in force
 * said of the same windows when they were still to come. Then it is trained on everything. Else the best of the others stays.
 * @param old what is in force; null for nothing, which is the rules
 * @param seed of forest and boosting
 * @throws DataError as `checkTable`, `length`; whatever `throwIfCancelled` throws
 */
export function trainStruggle(
  table: StruggleTable,
  old: PredictorInForce | null,
  seed: number,
  throwIfCancelled: () => void = () => {},
): StruggleTraining {
  checkTable(table);
  if (old !== null) checkSameLength('asMade', old.asMade, 'labels', table.labels);
  const kept: StrugglePredictor = old?.predictor ?? { kind: 'rules' };
  // Forecast, base rate and rules are compared in any case, and on more windows than any of them has been in force for.
  const judgedOld = old?.predictor.kind === 'stack' ? old : null;
  const nothing: JudgedPredictions = { probabilities: [], outcomes: [] };
  const unjudged: StruggleTraining = {
    predictor: kept,
    accepted: false,
    judged: 0,
    brier: UNJUDGED,
    said: nothing,
  };
  if (!canTrain(table)) return unjudged;
  const rows: number[] = [];
  const said: Record<keyof StruggleBriers, number[]> = {
    candidate: [],
    forecast: [],
    baseRate: [],
    rules: [],
    old: [],
  };
  for (const { train, test } of timeFolds(table, BLOCKS, 1 - HELD_OUT)) {
    const before = tableRows(table, train);
    if (before.labels.length === 0) continue;
    const { features } = tableRows(table, test);
    // Half a struggle and half a window without one more, so that nothing is certain.
    const rate = (before.labels.reduce((sum, label) => sum + label, 0) + 0.5) / (before.labels.length + 1);
    const baseRate: StrugglePredictor = { kind: 'base rate', rate };
    // What would have been trained then; where too little was known, nothing would.
    const candidate: StrugglePredictor = isTrainable(before)
      ? { kind: 'stack', stack: fitStruggleStack(before, seed, throwIfCancelled) }
      : baseRate;
    rows.push(...test);
    said.candidate.push(...predictWith(candidate, features));
    said.forecast.push(...predictWith({ kind: 'forecast', rate }, features));
    said.baseRate.push(...predictWith(baseRate, features));
    said.rules.push(...predictWith({ kind: 'rules' }, features));
    said.old.push(...Array.from(test, (row) => judgedOld?.asMade[row] ?? Number.NaN));
  }
  // With a stack in force only windows that were predicted are compared.
  const places = Array.from(rows.keys()).filter(
    (place) => judgedOld === null || !Number.isNaN(said.old[place]),
  );
  if (places.length < LEAST_JUDGED) return unjudged;
  const outcomes = places.map((place) => table.labels[rows[place]!]!);
  const brierOf = (predictions: readonly number[]): number =>
    brierScore(outcomes, gather(predictions, places));
  const saidBy = (predictions: readonly number[]): JudgedPredictions => ({
    probabilities: gather(predictions, places),
    outcomes,
  });
  const brier: StruggleBriers = {
    candidate: brierOf(said.candidate),
    forecast: brierOf(said.forecast),
    baseRate: brierOf(said.baseRate),
    rules: brierOf(said.rules),
    old: judgedOld === null ? Number.NaN : brierOf(said.old),
  };
  const judged = places.length;
  const lowest = Math.min(
    brier.forecast,
    brier.baseRate,
    brier.rules,
    judgedOld === null ? Infinity : brier.old,
  );
  if (brier.candidate < lowest) {
    const stack = fitStruggleStack(table, seed, throwIfCancelled);
    return {
      predictor: { kind: 'stack', stack },
      accepted: true,
      judged,
      brier,
      said: saidBy(said.candidate),
    };
  }
  if (judgedOld !== null && brier.old === lowest)
    return { predictor: kept, accepted: false, judged, brier, said: saidBy(said.old) };
  const rate = table.labels.reduce((sum, label) => sum + label, 0) / table.labels.length;
  if (brier.forecast === lowest)
    return {
      predictor: { kind: 'forecast', rate },
      accepted: false,
      judged,
      brier,
      said: saidBy(said.forecast),
    };
  if (brier.baseRate === lowest)
    return {
      predictor: { kind: 'base rate', rate },
      accepted: false,
      judged,
      brier,
      said: saidBy(said.baseRate),
    };
  return { predictor: { kind: 'rules' }, accepted: false, judged, brier, said: saidBy(said.rules) };
}

/**
 * Probabilities of a struggle by whatever is in force.
 * @param features n × FEATURE_COUNT
 * @throws DataError `length`, `not_finite`
 */
export function predictWith(predictor: StrugglePredictor, features: Float64Array): Float64Array {
  const rows = Math.floor(features.length / FEATURE_COUNT);
  switch (predictor.kind) {
    case 'stack':
      return predictStruggle(predictor.stack, features).probability;
    case 'forecast':
      return Float64Array.from({ length: rows }, (_, row) => {
        const logOdds = features[row * FEATURE_COUNT + FORECAST]!;
        return Number.isNaN(logOdds) ? predictor.rate : sigmoid(logOdds);
      });
    case 'base rate':
      return new Float64Array(rows).fill(predictor.rate);
    case 'rules':
      return Float64Array.from(
        { length: rows },
        (_, row) => struggleRules(featureValues(features, row * FEATURE_COUNT)).probability,
      );
  }
}
