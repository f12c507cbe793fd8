import type { StruggleFacts, StruggleWindow } from '#ml/knowledge/struggle/facts.ts';
import { FEATURE_COUNT, featureColumn } from '#ml/knowledge/struggle/schema.ts';
import { struggleRows } from '#ml/knowledge/struggle/struggle-rows.ts';
import type { StruggleTable } from '#ml/knowledge/struggle/struggle-table.ts';
import { tableRows } from '#ml/knowledge/struggle/struggle-table.ts';
import { canTrain, fitStruggleStack } from '#ml/knowledge/struggle/struggle-stack.ts';
import {
  predictWith,
  trainStruggle,
  type PredictorInForce,
  type StrugglePredictor,
  type StruggleTraining,
} from '#ml/knowledge/struggle/train-struggle.ts';
import { struggleHistory } from '#ml/knowledge/struggle/history.ts';
import { usualHour } from '#ml/knowledge/struggle/usual-hour.ts';
import { windowLabel } from '#ml/knowledge/struggle/window-label.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { sigmoid } from '#ml/numeric/special.ts';
import { startOfDay } from '#ml/simulate/learner-state.ts';
import { beginLearner, liveDay, worldOf } from '#ml/simulate/simulate-learner.ts';
import type { LearnerTruth } from '#ml/simulate/truth.ts';
import { oracleOf } from './oracle.ts';
import { factsOfWorld } from './world-facts.ts';

export const WEEK = 7;
export const DAYS = 52 * WEEK;
/** Labels of the first weeks would be of cards barely met. */
const FIRST_WEEK = 4;
const TRAIN_EVERY_WEEKS = 4;
export const REPLAYS = 200;
const firstDay = 20_003;
const FORECAST = featureColumn('expectedStruggle');
const content = { lectures: 40, objectivesPerLecture: 5, cardsPerObjective: 25 };

/** One prediction that was scored. */
export type Scored = {
  outcome: number;
  /** Of what was in force. */
  probability: number;
  /** Of the newest stack, whether or not it had earned its place. */
  unguarded: number;
  baseRate: number;
  rules: number;
  /** The forecast from first principles alone, before anything is trained. */
  forecast: number;
  /** Of the true state; NaN in weeks without replays. */
  oracle: number;
};

export type LearnerRun = {
  labels: number;
  scored: Scored[];
  trainings: StruggleTraining[];
  /** Of the scored predictions in turn: 1 where a stack was in force. */
  stackInForce: number[];
  seconds: { features: number; training: number };
};

/** Weeks that begin on Mondays; the slot is planned at the usual hour of the four weeks before. */
const weeksOf = (facts: StruggleFacts, utcOffsetMin: number): StruggleWindow[] =>
  Array.from({ length: DAYS / WEEK - FIRST_WEEK }, (_, index) => {
    const fromDay = firstDay + (index + FIRST_WEEK) * WEEK;
    const asOf = startOfDay(fromDay, utcOffsetMin);
    const plannedHour = usualHour(facts.answers, asOf, fromDay);
    return { asOf, fromDay, days: WEEK, plannedHour, load: Number.NaN };
  });

/**
 * A year of a simulated learner, predicted as the app would: a model is trained on the weeks that are over and taken if it
 * earns its place, weekly until one is in force and every four weeks from then on; each week is predicted by what is in
 * force when it begins, and scored later.
 * @param oracleEvery weeks between those whose true state is replayed
 */
export const runLearner = (learner: LearnerTruth, seed: number, oracleEvery: number): LearnerRun => {
  const options = { seed, firstDay, days: DAYS, content };
  const { utcOffsetMin } = learner.habits;
  const year = beginLearner(learner, options);
  for (let day = 0; day < DAYS; day += 1) liveDay(year, day);
  const facts = factsOfWorld(worldOf(year, options).facts);
  const parameters = fsrsParameters();
  const weeks = weeksOf(facts, utcOffsetMin);

  const history = struggleHistory(facts, parameters);
  const outcomes = weeks.map(({ fromDay }) =>
    Array.from(
      facts.objectives.topic,
      (_, objective) => windowLabel(history, objective, fromDay, WEEK).outcome,
    ),
  );
  const before = performance.now();
  const rows = struggleRows(
    facts,
    parameters,
    weeks,
    (objective, week) => outcomes[week]![objective] !== 'NOT_STUDIED',
  );
  const featureSeconds = (performance.now() - before) / 1000;
  const table: StruggleTable = {
    features: rows.features,
    labels: Uint8Array.from(rows.objective, (objective, row) =>
      outcomes[rows.window[row]!]![objective] === 'STRUGGLED' ? 1 : 0,
    ),
    fromDay: rows.window.map((week) => weeks[week]!.fromDay),
    endDay: rows.window.map((week) => weeks[week]!.fromDay + WEEK),
  };

  const oracleState = beginLearner(learner, options);
  let lived = 0;
  let trainingMs = 0;
  let inForce: PredictorInForce | null = null;
  let newest: StrugglePredictor = { kind: 'rules' };
  let lastTrained = Number.NEGATIVE_INFINITY;
  const asMade = new Float64Array(table.labels.length).fill(Number.NaN);
  const scored: Scored[] = [];
  const trainings: StruggleTraining[] = [];
  const stackInForce: number[] = [];
  for (const [week, { fromDay }] of weeks.entries()) {
    const known = Array.from(table.labels.keys()).filter((row) => table.endDay[row]! <= fromDay);
    const past = tableRows(table, known);
    const wait = inForce?.predictor.kind === 'stack' ? TRAIN_EVERY_WEEKS : 1;
    if (canTrain(past) && week >= lastTrained + wait) {
      const start = performance.now();
      const old: PredictorInForce | null =
        inForce === null ? null : { ...inForce, asMade: known.map((row) => asMade[row]!) };
      const training = trainStruggle(past, old, seed);
      trainingMs += performance.now() - start;
      trainings.push(training);
      inForce = { predictor: training.predictor, asMade };
      newest = training.accepted
        ? training.predictor
        : { kind: 'stack', stack: fitStruggleStack(past, seed) };
      lastTrained = week;
    }
    const now = Array.from(table.labels.keys()).filter((row) => rows.window[row] === week);
    if (inForce === null || now.length === 0) continue;
    const { features } = tableRows(table, now);
    const probability = predictWith(inForce.predictor, features);
    const unguarded = predictWith(newest, features);
    const rules = predictWith({ kind: 'rules' }, features);
    const baseRate = past.labels.reduce((sum, label) => sum + label, 0) / known.length;
    const replayed = week % oracleEvery === 0;
    if (replayed) for (; lived < fromDay - firstDay; lived += 1) liveDay(oracleState, lived);
    const oracle = replayed
      ? oracleOf(oracleState, history, fromDay - firstDay, WEEK, REPLAYS, seed * 100 + week)
      : null;
    for (const [place, row] of now.entries()) {
      asMade[row] = probability[place]!;
      stackInForce.push(inForce.predictor.kind === 'stack' ? 1 : 0);
      const forecast = features[place * FEATURE_COUNT + FORECAST]!;
      scored.push({
        outcome: table.labels[row]!,
        probability: probability[place]!,
        unguarded: unguarded[place]!,
        baseRate,
        rules: rules[place]!,
        forecast: Number.isNaN(forecast) ? baseRate : sigmoid(forecast),
        oracle: oracle?.[rows.objective[row]!] ?? Number.NaN,
      });
    }
  }
  return {
    labels: table.labels.length,
    scored,
    trainings,
    stackInForce,
    seconds: { features: featureSeconds, training: trainingMs / 1000 },
  };
};
