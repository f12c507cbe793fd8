import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { weekStart } from './weeks.ts';

type Verdict = 'STRUGGLED' | 'FINE' | 'NOT_SO';

const verdictRows = statement<
  Record<string, never>,
  { objective_id: number; window_start: number; verdict: Verdict }
>(
  'twin.verdicts',
  `SELECT p.objective_id, p.window_start, f.verdict FROM prediction_feedback f
   JOIN struggle_predictions p ON p.id = f.prediction_id WHERE f.deleted_at IS NULL`,
);
const scoredRows = statement<
  Record<string, never>,
  { objective_id: number; window_start: number; window_end: number; probability: number }
>(
  'twin.scoredPredictions',
  `SELECT objective_id, window_start, window_end, probability FROM struggle_predictions WHERE is_scored = 1`,
);

const lastPredictedRow = statement<Record<string, never>, { predicted_at: number }>(
  'twin.lastPredicted',
  'SELECT predicted_at FROM struggle_predictions ORDER BY predicted_at DESC LIMIT 1',
);

/** When a prediction was last kept; null: never. */
export const lastPredicted = (reader: StoreReader): number | null =>
  reader.get(lastPredictedRow, {})?.predicted_at ?? null;

/** Whether the owner says they struggled: by local key of the objective and Monday of the week. */
export const storedVerdicts = (reader: StoreReader): ReadonlyMap<string, boolean> =>
  new Map(
    reader
      .all(verdictRows, {})
      .map((row) => [`${row.objective_id}/${weekStart(row.window_start)}`, row.verdict === 'STRUGGLED']),
  );

/** A prediction of a Wednesday still is of its week. */
const LEAST_SAID_DAYS = 5;

/**
 * What was said of weeks as they began: by local key of the objective and Monday of the week. Many people open the program
 * on a Tuesday, or answer first on a Monday; without their predictions what is in force could never be compared.
 */
export const saidBefore = (reader: StoreReader): ReadonlyMap<string, number> =>
  new Map(
    reader
      .all(scoredRows, {})
      .filter((row) => row.window_end - row.window_start >= LEAST_SAID_DAYS)
      .map((row) => [`${row.objective_id}/${weekStart(row.window_start)}`, row.probability]),
  );
