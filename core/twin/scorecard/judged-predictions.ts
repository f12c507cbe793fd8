import { predictionOutcome, type PredictionOutcome } from '#ml/knowledge/struggle/struggle-label.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { HEADS_UP_AT_MOST, type PREDICTORS } from '../predict/contract.ts';

type Row = {
  window_end: number;
  probability: number;
  band: 'LOW' | 'MEDIUM' | 'HIGH';
  model: (typeof PREDICTORS)[number];
  model_version: string;
  outcome: 'STRUGGLED' | 'FINE' | 'NOT_STUDIED' | null;
  verdict: 'STRUGGLED' | 'FINE' | 'NOT_SO' | null;
};

/** A stored prediction of a week that is over, with how it turned out. */
export type JudgedPrediction = {
  readonly windowEnd: number;
  readonly probability: number;
  readonly model: (typeof PREDICTORS)[number];
  readonly modelVersion: string;
  readonly struggled: boolean;
  readonly turnedOut: PredictionOutcome;
};

const rows = statement<Record<string, never>, Row>(
  'twin.judgedPredictions',
  `SELECT p.window_end, p.probability, p.band, p.model, p.model_version, o.outcome, f.verdict
   FROM struggle_outcomes o JOIN struggle_predictions p ON p.id = o.prediction_id
   LEFT JOIN prediction_feedback f ON f.prediction_id = p.id AND f.deleted_at IS NULL
   WHERE p.is_scored = 1 ORDER BY p.window_end, p.id`,
);

/** "Not so" says that it did not come to that; of a week in which it could not come to anything it says nothing. */
const verdictOf = ({ verdict, outcome }: Row): 'STRUGGLED' | 'FINE' | null => {
  if (verdict !== 'NOT_SO') return verdict;
  return outcome === 'NOT_STUDIED' || outcome === null ? null : 'FINE';
};

/**
 * Whether the owner was told: of a high chance always, of a raised one where it was among the few likeliest of its week,
 * which is what a heads-up has room for.
 */
const calledRows = (all: readonly Row[]): ReadonlySet<Row> => {
  const called = new Set(all.filter(({ band }) => band === 'HIGH'));
  for (const week of Map.groupBy(all, (row) => row.window_end).values()) {
    const likeliest = week.toSorted((a, b) => b.probability - a.probability).slice(0, HEADS_UP_AT_MOST);
    for (const row of likeliest) if (row.band !== 'LOW') called.add(row);
  }
  return called;
};

/** What the log says of every ended prediction, or the owner, whose word outranks it; of every predictor or of one. */
export const judgedPredictions = (
  reader: StoreReader,
  model: Row['model'] | null = null,
): { judged: JudgedPrediction[]; notStudied: number } => {
  const judged: JudgedPrediction[] = [];
  let notStudied = 0;
  const all = reader.all(rows, {});
  const called = calledRows(all);
  for (const row of all) {
    // Who was called is decided among all of a week, whoever predicted.
    if (model !== null && row.model !== model) continue;
    const verdict = verdictOf(row);
    const turnedOut = predictionOutcome(called.has(row), row.outcome ?? 'NOT_STUDIED', verdict);
    if (turnedOut === 'NOT_STUDIED') {
      notStudied += 1;
      continue;
    }
    judged.push({
      windowEnd: row.window_end,
      probability: row.probability,
      model: row.model,
      modelVersion: row.model_version,
      struggled: (verdict ?? row.outcome) === 'STRUGGLED',
      turnedOut,
    });
  }
  return { judged, notStudied };
};
