import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import {
  STRUGGLE_FEATURE_NAMES,
  type predictContract,
  type PREDICTORS,
  type STRUGGLE_BANDS,
  type VERDICTS,
} from './contract.ts';
import { objectiveWords } from './objective-words.ts';
import { predictorName } from './model-in-force.ts';
import type { Reasons } from './reasons-of.ts';
import { storedStanding, type Standing, type StandingPredictions } from './store-predictions.ts';

export type PredictionView = OutputOf<typeof predictContract, 'twin.predictions'>['predictions'][number];

/** Of a screen; the rest is in their sum. */
const REASONS_SHOWN = 6;

type StoredRow = {
  uid: Uint8Array;
  objective_id: number;
  predicted_at: number;
  window_start: number;
  window_end: number;
  probability: number;
  low: number;
  high: number;
  band: (typeof STRUGGLE_BANDS)[number];
  model: (typeof PREDICTORS)[number];
  model_version: string;
  is_scored: number;
  features: string;
  reasons: string;
  verdict: (typeof VERDICTS)[number] | null;
  outcome: 'STRUGGLED' | 'FINE' | 'NOT_STUDIED' | null;
  recorded_at: number | null;
  answers: number | null;
  residual: number | null;
  recall: number | null;
};

const storedColumns = `p.uid, p.objective_id, p.predicted_at, p.window_start, p.window_end, p.probability, p.low, p.high, p.band,
  p.model, p.model_version, p.is_scored, p.features, p.reasons, f.verdict, o.outcome, o.recorded_at, o.answers, o.residual, o.recall`;
const storedByUid = statement<{ uid: Uint8Array }, StoredRow>(
  'twin.storedPrediction',
  `SELECT ${storedColumns} FROM struggle_predictions p
   LEFT JOIN prediction_feedback f ON f.prediction_id = p.id AND f.deleted_at IS NULL
   LEFT JOIN struggle_outcomes o ON o.prediction_id = p.id WHERE p.uid = @uid`,
);
const endedRows = statement<{ limit: number }, StoredRow>(
  'twin.endedViews',
  `SELECT ${storedColumns} FROM struggle_outcomes o JOIN struggle_predictions p ON p.id = o.prediction_id
   LEFT JOIN prediction_feedback f ON f.prediction_id = p.id AND f.deleted_at IS NULL
   WHERE o.answers > 0 OR f.verdict IS NOT NULL
   ORDER BY o.recorded_at DESC, o.id DESC LIMIT @limit`,
);
const countEnded = statement<Record<string, never>, { n: number }>(
  'twin.countEnded',
  `SELECT count(*) AS n FROM struggle_outcomes o
   LEFT JOIN prediction_feedback f ON f.prediction_id = o.prediction_id AND f.deleted_at IS NULL
   WHERE o.answers > 0 OR f.verdict IS NOT NULL`,
);

type ReasonViews = Pick<PredictionView, 'reasons' | 'base' | 'rest'>;

const reasonViews = (reasons: Reasons, valueOf: (feature: string) => number | null): ReasonViews => {
  const shown = reasons.features.slice(0, REASONS_SHOWN);
  const rest = reasons.features
    .slice(REASONS_SHOWN)
    .reduce((sum, { contribution }) => sum + (contribution ?? 0), 0);
  return {
    reasons: shown.map(({ feature, contribution }) => ({ feature, contribution, value: valueOf(feature) })),
    base: reasons.base,
    rest: reasons.base === null ? null : rest,
  };
};

const storedParts = (row: StoredRow | undefined): Pick<PredictionView, 'verdict' | 'outcome'> => ({
  verdict: row?.verdict ?? null,
  outcome:
    row === undefined || row.outcome === null
      ? null
      : {
          outcome: row.outcome,
          recordedAt: row.recorded_at ?? 0,
          answers: row.answers ?? 0,
          residual: row.residual,
          recall: row.recall,
        },
});

type Words = NonNullable<ReturnType<typeof objectiveWords>>;

const standingView = (
  reader: StoreReader,
  found: StandingPredictions,
  computedAt: number,
  entry: Standing,
  words: Words,
): PredictionView => {
  const stored = reader.get(storedByUid, { uid: uidFromHex(entry.prediction) });
  const valueOf = (feature: string): number | null =>
    entry.values[(STRUGGLE_FEATURE_NAMES as readonly string[]).indexOf(feature)] ?? null;
  return {
    prediction: entry.prediction,
    ...words,
    predictedAt: computedAt,
    windowStart: entry.windowStart,
    windowEnd: entry.windowEnd,
    probability: entry.probability,
    low: entry.low,
    high: entry.high,
    band: entry.band,
    model: predictorName(found.model),
    modelVersion: found.modelVersion,
    isScored: entry.isScored,
    ...reasonViews(entry.reasons, valueOf),
    ...storedParts(stored),
  };
};

/**
 * What stands, the likeliest first: nothing that is over, which is so until it is predicted anew after a holiday, and
 * nothing of an objective that was deleted since.
 */
export const standingViews = (
  reader: StoreReader,
  today: number,
  limit: number,
): { total: number; predictions: PredictionView[] } => {
  const stored = storedStanding(reader);
  const isOver = stored?.found.standing.some(({ windowEnd }) => windowEnd <= today);
  if (stored === undefined || isOver === true) return { total: 0, predictions: [] };
  const { computedAt, found } = stored;
  const live = found.standing.flatMap((entry) => {
    const words = objectiveWords(reader, entry.objectiveId);
    return words === null ? [] : [{ entry, words }];
  });
  return {
    total: found.total - (found.standing.length - live.length),
    predictions: live
      .slice(0, limit)
      .map(({ entry, words }) => standingView(reader, found, computedAt, entry, words)),
  };
};

/** What is over and was studied, or has a word of the owner: the latest first. */
export const endedViews = (
  reader: StoreReader,
  limit: number,
): { total: number; predictions: PredictionView[] } => ({
  total: reader.get(countEnded, {})?.n ?? 0,
  predictions: reader
    .all(endedRows, { limit })
    .map((row) => {
      const words = objectiveWords(reader, row.objective_id);
      if (words === null) return null;
      // Checked border: written by storePredictions.
      const values = JSON.parse(row.features) as Record<string, number | null>;
      const reasons = JSON.parse(row.reasons) as Reasons;
      return {
        prediction: uidToHex(row.uid),
        ...words,
        predictedAt: row.predicted_at,
        windowStart: row.window_start,
        windowEnd: row.window_end,
        probability: row.probability,
        low: row.low,
        high: row.high,
        band: row.band,
        model: row.model,
        modelVersion: row.model_version,
        isScored: row.is_scored === 1,
        ...reasonViews(reasons, (feature) => values[feature] ?? null),
        ...storedParts(row),
      };
    })
    .filter((view) => view !== null),
});
