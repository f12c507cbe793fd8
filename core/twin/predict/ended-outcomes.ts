import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { windowLabel } from '#ml/knowledge/struggle/window-label.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { LearnerFacts } from '../facts/read-learner-facts.ts';

/** What became of a stored prediction; null where it cannot be computed. */
export type EndedOutcome = {
  readonly predictionId: number;
  readonly outcome: 'STRUGGLED' | 'FINE' | 'NOT_STUDIED';
  readonly answers: number;
  readonly residual: number | null;
  readonly recall: number | null;
  readonly lapseTail: number | null;
};

/** So long after its end a window is judged anew: answers are undone, and answers given elsewhere come late. */
const JUDGED_ANEW_DAYS = 56;

const openRows = statement<
  { today: number; since: number },
  { id: number; objective_id: number; window_start: number; window_end: number; is_known: number }
>(
  'twin.endedPredictions',
  `SELECT p.id, p.objective_id, p.window_start, p.window_end,
     EXISTS (SELECT 1 FROM struggle_outcomes o WHERE o.prediction_id = p.id) AS is_known
   FROM struggle_predictions p
   WHERE p.window_end <= @today AND p.is_scored = 1
     AND (p.window_end > @since OR NOT EXISTS (SELECT 1 FROM struggle_outcomes o WHERE o.prediction_id = p.id))
   ORDER BY p.window_end, p.id`,
);

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Outcomes of the predictions whose window is over: of those that have none yet, and of late ones once more. */
export const endedOutcomes = (
  reader: StoreReader,
  { rows }: LearnerFacts,
  history: StruggleHistory,
  today: number,
): EndedOutcome[] => {
  const open = reader.all(openRows, { today, since: today - JUDGED_ANEW_DAYS });
  if (open.length === 0) return [];
  return open.flatMap((row): EndedOutcome[] => {
    const objective = rows.objectiveRow.get(row.objective_id);
    // Deleted meanwhile: what is known of it stays, and of the rest nobody will know.
    if (objective === undefined && row.is_known === 1) return [];
    if (objective === undefined)
      return [
        {
          predictionId: row.id,
          outcome: 'NOT_STUDIED',
          answers: 0,
          residual: null,
          recall: null,
          lapseTail: null,
        },
      ];
    const label = windowLabel(history, objective, row.window_start, row.window_end - row.window_start);
    return [
      {
        predictionId: row.id,
        outcome: label.outcome,
        answers: label.answers,
        residual: known(label.residual),
        recall: known(label.recall),
        lapseTail: known(label.lapseTail),
      },
    ];
  });
};
