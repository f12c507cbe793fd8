import { DataError } from '#ml/data/data-error.ts';
import { nearOutcomes, type JudgedPredictions } from '#ml/knowledge/struggle/near-outcomes.ts';
import { predictorFromBytes, predictorToBytes } from '#ml/knowledge/struggle/predictor-snapshot.ts';
import { FEATURE_COUNT } from '#ml/knowledge/struggle/schema.ts';
import { struggleRowsOf } from '#ml/knowledge/struggle/struggle-rows.ts';
import { modelBand, rulesBand, type StruggleBand } from '#ml/knowledge/struggle/struggle-rules.ts';
import {
  predictWith,
  trainStruggle,
  type StruggleBriers,
  type StrugglePredictor,
} from '#ml/knowledge/struggle/train-struggle.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import type { StoreReader } from '../../store/reader.ts';
import { learnerHistory, type LearnerHistory } from '../facts/learner-history.ts';
import type { LearnerFacts } from '../facts/read-learner-facts.ts';
import { pastWeeksOf, windowOf, type DayStarts, type PastWeeks } from './past-weeks.ts';
import { reasonsOf, type Reasons } from './reasons-of.ts';
import { endedOutcomes, type EndedOutcome } from './ended-outcomes.ts';
import { storedVerdicts, saidBefore } from './stored-predictions.ts';
import { WEEK_DAYS, weekStart } from './weeks.ts';

/** What the twin's worker is asked for. */
export type PredictionInput = DayStarts & {
  readonly asOf: number;
  readonly today: number;
  readonly days: number;
  /** Index of load now, 0 to 1; null: not known. */
  readonly load: number | null;
  /** A training is due, or asked for. */
  readonly trains: boolean;
  /** What is in force; null: nothing was ever trained. */
  readonly inForce: ModelInForce | null;
  readonly seed: number;
};

/** A predictor as it is kept, with what was said by it, or by what it won with, of weeks that are over. */
export type ModelInForce = { readonly snapshot: Uint8Array; readonly said: JudgedPredictions };

export type ObjectivePrediction = {
  /** Local key. */
  readonly objectiveId: number;
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  readonly band: StruggleBand;
  /** In the order of STRUGGLE_FEATURES; null: there is nothing to compute it from. */
  readonly values: readonly (number | null)[];
  readonly reasons: Reasons;
};

/** How a training ended, and what is in force after it. */
export type TrainingResult = {
  readonly snapshot: Uint8Array;
  readonly said: { probabilities: number[]; outcomes: number[] };
  readonly kind: StrugglePredictor['kind'];
  readonly accepted: boolean;
  readonly labels: number;
  readonly struggled: number;
  readonly judged: number;
  /** Null: there is none. */
  readonly brier: KnownBriers;
};

export type KnownBriers = { readonly [name in keyof StruggleBriers]: number | null };

export type ComputedPredictions = {
  readonly predictions: readonly ObjectivePrediction[];
  /** First study day, and the first one after the window; whether it is a week, or the rest of one, to be judged. */
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly isJudged: boolean;
  readonly kind: StrugglePredictor['kind'];
  readonly training: TrainingResult | null;
  /** Of stored predictions whose window is over. */
  readonly outcomes: readonly EndedOutcome[];
};

/** What cannot be computed travels as null. */
const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Too short a rest of a week is not judged: hardly anything is studied enough in it. */
const LEAST_DAYS = 3;

/**
 * Predicts what the owner will struggle with, judges what was predicted of weeks that are over, and trains where that is
 * due. Features are of memory with the weights everybody starts with: the owner's own were fitted to later answers, and
 * would tell of them. Reads the whole log: for a worker.
 */
export const computePredictions = (reader: StoreReader, input: PredictionInput): ComputedPredictions => {
  const { learner, history } = learnerHistory(reader, fsrsParameters());
  const { facts, rows } = learner;
  const inForce = usable(input.inForce);
  // What is kept and cannot be read is trained again, whenever the last training was.
  const trains = input.trains || inForce !== input.inForce;
  const training = trains ? train(reader, { learner, history }, { ...input, inForce }) : null;
  const model = training ?? inForce;
  const predictor: StrugglePredictor =
    model === null ? { kind: 'rules' } : predictorFromBytes(model.snapshot);
  const window = judgedWindow(input, firstDay(facts, input));
  const { features, objective } = struggleRowsOf(history, [
    windowOf(facts, input.asOf, window.start, window.end - window.start, input.load ?? Number.NaN),
  ]);
  const probabilities = predictWith(predictor, features);
  const said = model?.said ?? { probabilities: [], outcomes: [] };
  const rate = baseRateOf(said);
  const predictions = Array.from(objective, (row, place): ObjectivePrediction => {
    const values = features.subarray(place * FEATURE_COUNT, (place + 1) * FEATURE_COUNT);
    const probability = probabilities[place] ?? Number.NaN;
    const band = predictor.kind === 'rules' ? rulesBand(probability) : modelBand(probability, rate);
    const { low, high } = nearOutcomes(said, probability) ?? BAND_RANGES[band];
    return {
      objectiveId: rows.objectives[row] ?? -1,
      probability,
      low: Math.min(low, probability),
      high: Math.max(high, probability),
      band,
      values: Array.from(values, known),
      reasons: reasonsOf(predictor, Float64Array.from(values)),
    };
  });
  return {
    predictions,
    windowStart: window.start,
    windowEnd: window.end,
    isJudged: window.isJudged,
    kind: predictor.kind,
    training,
    outcomes: endedOutcomes(reader, learner, history, input.today),
  };
};

/** Without judged predictions nothing is known of how sure a rule is but its band. */
const BAND_RANGES = {
  LOW: { low: 0, high: 0.4 },
  MEDIUM: { low: 0.4, high: 0.7 },
  HIGH: { low: 0.7, high: 1 },
} as const;

/** Null where another program trained it on other features. */
const usable = (model: ModelInForce | null): ModelInForce | null => {
  try {
    if (model !== null) predictorFromBytes(model.snapshot);
    return model;
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
};

/** Answers of a day that has begun are known to its prediction, which may not be judged by them: it is of the days after. */
const firstDay = (
  { answers: { at, studyDay } }: LearnerFacts['facts'],
  { today, asOf }: PredictionInput,
): number => {
  for (let row = 0; row < at.length; row += 1)
    if (studyDay[row] === today && (at[row] ?? Number.NaN) < asOf) return today + 1;
  return today;
};

/** The first prediction of a week is of what is left of it; another length of window is shown and never judged. */
const judgedWindow = (
  { today, days }: PredictionInput,
  first: number,
): { start: number; end: number; isJudged: boolean } => {
  const weekEnd = weekStart(today) + WEEK_DAYS;
  const isJudged = days === WEEK_DAYS && weekEnd - first >= LEAST_DAYS;
  return isJudged ? { start: first, end: weekEnd, isJudged } : { start: today, end: today + days, isJudged };
};

const baseRateOf = ({ outcomes }: JudgedPredictions): number => {
  const all = Array.from(outcomes);
  return (all.reduce((sum, outcome) => sum + outcome, 0) + 0.5) / (all.length + 1);
};

const train = (
  reader: StoreReader,
  { learner: { rows }, history }: LearnerHistory,
  input: PredictionInput,
): TrainingResult => {
  const verdicts = storedVerdicts(reader);
  const past = pastWeeksOf(history, input.today, input, (objective, fromDay) =>
    verdicts.get(`${rows.objectives[objective] ?? -1}/${fromDay}`),
  );
  const predictor = input.inForce === null ? null : predictorFromBytes(input.inForce.snapshot);
  const old = predictor === null ? null : { predictor, asMade: asMadeOf(reader, past, rows.objectives) };
  const result = trainStruggle(past.table, old, input.seed);
  const { labels } = past.table;
  // Too few windows to compare with what is in force: it stays, and so does what is known of how its predictions turn out.
  const said = result.judged === 0 && input.inForce !== null ? input.inForce.said : result.said;
  return {
    snapshot: predictorToBytes(result.predictor),
    said: {
      probabilities: Array.from(said.probabilities),
      outcomes: Array.from(said.outcomes),
    },
    kind: result.predictor.kind,
    accepted: result.accepted,
    labels: labels.length,
    struggled: labels.reduce((sum, label) => sum + label, 0),
    judged: result.judged,
    brier: {
      candidate: known(result.brier.candidate),
      forecast: known(result.brier.forecast),
      baseRate: known(result.brier.baseRate),
      rules: known(result.brier.rules),
      old: known(result.brier.old),
    },
  };
};

/** What was said of each past week before it began; NaN where nothing was. */
const asMadeOf = (
  reader: StoreReader,
  { table, objective }: PastWeeks,
  objectives: readonly number[],
): Float64Array => {
  const said = saidBefore(reader);
  return Float64Array.from(
    objective,
    (row, place) => said.get(`${objectives[row] ?? -1}/${table.fromDay[place] ?? 0}`) ?? Number.NaN,
  );
};
