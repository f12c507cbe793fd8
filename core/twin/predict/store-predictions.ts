import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Clock } from '../../store/clock.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { derivedUid, uidToHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { profileRow, putProfile } from '../model/profiles.ts';
import type { ComputedPredictions, ObjectivePrediction } from './compute-predictions.ts';
import { STRUGGLE_FEATURE_NAMES } from './contract.ts';
import { keepModel, modelFacts, predictorName, type ModelFacts } from './model-in-force.ts';
import { WEEK_DAYS, weekStart } from './weeks.ts';

/** Of those that are shown, the likeliest; nobody reads more. */
const SHOWN_AT_MOST = 500;
/** Share of days on which a prediction is kept though nothing changed, so that between the weeks something is known as well. */
const KEPT_SHARE = 0.1;

/** What stands for an objective today. */
export type Standing = ObjectivePrediction & {
  /** The stored prediction of its week, which a verdict is about. */
  readonly prediction: string;
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly isScored: boolean;
};

export type StandingPredictions = {
  readonly version: 1;
  readonly model: ModelFacts['kind'];
  readonly modelVersion: string;
  readonly total: number;
  readonly standing: readonly Standing[];
};

const component = 'predictions';
/** The rules and the base rate have no model of their own. */
const versionOf = (facts: ModelFacts | null): string => facts?.version ?? 'rules';

type LastRow = { uid: Uint8Array; band: string; window_start: number; window_end: number; is_scored: number };

const lastOfObjective = statement<{ objective: number; from: number; to: number }, LastRow>(
  'twin.predictionsOfWeek',
  `SELECT uid, band, window_start, window_end, is_scored FROM struggle_predictions
   WHERE objective_id = @objective AND window_start >= @from AND window_start < @to ORDER BY window_start`,
);
const objectiveUid = statement<{ id: number }, { uid: Uint8Array }>(
  'twin.objectiveUid',
  'SELECT uid FROM learning_objectives WHERE id = @id',
);
const hasPrediction = statement<{ uid: Uint8Array }, { id: number }>(
  'twin.predictionByUid',
  'SELECT id FROM struggle_predictions WHERE uid = @uid',
);
const outcomeOf = statement<{ prediction: number }, { id: number }>(
  'twin.outcomeOfPrediction',
  'SELECT id FROM struggle_outcomes WHERE prediction_id = @prediction',
);
const predictionUid = statement<{ id: number }, { uid: Uint8Array }>(
  'twin.predictionUid',
  'SELECT uid FROM struggle_predictions WHERE id = @id',
);

/** A number in [0, 1) that only an objective and a day decide. */
const drawOf = (uid: Uint8Array): number => (((uid[14] ?? 0) << 8) | (uid[15] ?? 0)) / 0x10000;

/** Keeps what was computed: new predictions, outcomes of ended ones, the model, and what stands today. */
export const storePredictions = (tx: WriteTransaction, clock: Clock, found: ComputedPredictions): void => {
  const moment = localMoment(tx.now, clock, readSettings(tx));
  if (found.training !== null) {
    keepModel(tx, found.training, moment.studyDay);
    putProfile(tx, clock, 'struggle_said', { version: 1 }, found.training.said);
  }
  keepOutcomes(tx, found, moment);
  const modelVersion = found.kind === 'rules' ? 'rules' : versionOf(modelFacts(tx));
  const standing = found.predictions
    .map((prediction) => keepPrediction(tx, found, prediction, moment, modelVersion))
    .filter((entry) => entry !== null)
    .sort((a, b) => b.probability - a.probability);
  const kept: StandingPredictions = {
    version: 1,
    model: found.kind,
    modelVersion,
    total: standing.length,
    standing: standing.slice(0, SHOWN_AT_MOST),
  };
  putProfile(tx, clock, component, { version: 1 }, kept);
  tx.changed('struggle_predictions', 'struggle_outcomes');
};

type Moment = { utcOffsetMin: number; studyDay: number };

const keepOutcomes = (tx: WriteTransaction, found: ComputedPredictions, moment: Moment): void => {
  for (const outcome of found.outcomes) {
    const said = {
      outcome: outcome.outcome,
      answers: outcome.answers,
      residual: outcome.residual,
      recall: outcome.recall,
      lapse_tail: outcome.lapseTail,
    };
    const kept = tx.get(outcomeOf, { prediction: outcome.predictionId });
    if (kept !== undefined) {
      tx.updateRow('struggle_outcomes', { id: kept.id }, said);
      continue;
    }
    const prediction = tx.get(predictionUid, { id: outcome.predictionId });
    if (prediction === undefined) continue;
    tx.insertRow('struggle_outcomes', {
      uid: derivedUid('struggle_outcomes', prediction.uid),
      prediction_id: outcome.predictionId,
      recorded_at: tx.now,
      utc_offset_min: moment.utcOffsetMin,
      study_day: moment.studyDay,
      ...said,
    });
  }
};

/** The first of its week, a change of band, and now and then one more; what is kept of the week is what a verdict is about. */
const keepPrediction = (
  tx: WriteTransaction,
  found: ComputedPredictions,
  prediction: ObjectivePrediction,
  moment: Moment,
  modelVersion: string,
): Standing | null => {
  const objective = tx.get(objectiveUid, { id: prediction.objectiveId });
  if (objective === undefined) return null;
  const monday = weekStart(moment.studyDay);
  // Of this week alone: where a clock ran ahead there are some of weeks to come.
  const ofWeek = tx.all(lastOfObjective, {
    objective: prediction.objectiveId,
    from: monday,
    to: monday + WEEK_DAYS,
  });
  // What only is shown does not take the place of what is judged.
  const name = found.isJudged ? String(moment.studyDay) : `${moment.studyDay}/${found.windowEnd}`;
  const uid = derivedUid('struggle_predictions', objective.uid, name);
  const { values } = prediction;
  const isFirst = !ofWeek.some((row) => row.is_scored === 1);
  const isScored = found.isJudged && isFirst;
  const isKept =
    ofWeek.length === 0 || isScored || ofWeek.at(-1)?.band !== prediction.band || drawOf(uid) < KEPT_SHARE;
  if (isKept && tx.get(hasPrediction, { uid }) === undefined)
    tx.insertRow('struggle_predictions', {
      uid,
      objective_id: prediction.objectiveId,
      predicted_at: tx.now,
      utc_offset_min: moment.utcOffsetMin,
      study_day: moment.studyDay,
      window_start: found.windowStart,
      window_end: found.windowEnd,
      probability: prediction.probability,
      low: prediction.low,
      high: prediction.high,
      band: prediction.band,
      model: predictorName(found.kind),
      model_version: modelVersion,
      is_scored: isScored ? 1 : 0,
      features: JSON.stringify(
        Object.fromEntries(STRUGGLE_FEATURE_NAMES.map((name, column) => [name, values[column] ?? null])),
      ),
      reasons: JSON.stringify(prediction.reasons),
    });
  const judged = ofWeek.find((row) => row.is_scored === 1) ?? ofWeek[0];
  return {
    ...prediction,
    prediction: uidToHex(isScored ? uid : (judged?.uid ?? uid)),
    windowStart: found.windowStart,
    windowEnd: found.windowEnd,
    isScored: isScored || judged?.is_scored === 1,
  };
};

const lastMoment = statement<Record<string, never>, { computedAt: number; studyDay: number }>(
  'twin.lastStanding',
  `SELECT computed_at AS computedAt, study_day AS studyDay FROM learning_profiles WHERE component = 'predictions'`,
);

/** When what stands was predicted; undefined before the first time. */
export const lastStanding = (reader: StoreReader): { computedAt: number; studyDay: number } | undefined =>
  reader.get(lastMoment, {});

/** What stands, and since when; undefined before the first time. */
export const storedStanding = (
  reader: StoreReader,
): { computedAt: number; found: StandingPredictions } | undefined => {
  const row = profileRow(reader, component);
  if (row === undefined) return undefined;
  // Checked border: written above, by a version that says so.
  const found = JSON.parse(row.estimate) as StandingPredictions;
  return found.version === 1 ? { computedAt: row.computed_at, found } : undefined;
};
