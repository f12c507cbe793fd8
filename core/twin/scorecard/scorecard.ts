import { calibrationCurve } from '#ml/evaluate/calibration-curve.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { archivedEventCounts } from '../events/archived-events.ts';
import type { PREDICTORS } from '../predict/contract.ts';
import type { scorecardContract } from './contract.ts';
import { judgedPredictions, type JudgedPrediction } from './judged-predictions.ts';
import { isAlert, LEAST_SCORED, outcomesOf, probabilitiesOf, scoreOf } from './score-of.ts';

type Scorecard = OutputOf<typeof scorecardContract, 'twin.scorecard'>;
type Model = (typeof PREDICTORS)[number];

const waitingRow = statement<{ today: number; model: Model | null }, { n: number; next_end: number | null }>(
  'twin.waitingPredictions',
  `SELECT count(*) AS n, min(window_end) AS next_end FROM struggle_predictions
   WHERE window_end > @today AND is_scored = 1 AND (@model IS NULL OR model = @model)`,
);
const breakRows = statement<Record<string, never>, { type: string; n: number }>(
  'twin.breaksInAll',
  `SELECT type, count(*) AS n FROM live_behavioral_events
   WHERE type IN ('BREAK_OFFERED', 'BREAK_STARTED', 'BREAK_POSTPONED', 'BREAK_SKIPPED') GROUP BY type`,
);

const DAY_MS = 86_400_000;
const monthOf = (studyDay: number): string => new Date(studyDay * DAY_MS).toISOString().slice(0, 7);

const BINS = 10;

/** Bins with too few say so where they are drawn. */
const calibrationOf = (judged: readonly JudgedPrediction[]): Scorecard['calibration'] =>
  judged.length === 0
    ? []
    : calibrationCurve(outcomesOf(judged), probabilitiesOf(judged), { by: 'width', bins: BINS });

/** Of all times: those that were put away too. */
const breakCounts = (reader: StoreReader): Map<string, number> => {
  const counts = new Map(archivedEventCounts(reader));
  for (const { type, n } of reader.all(breakRows, {})) counts.set(type, (counts.get(type) ?? 0) + n);
  return counts;
};

/** How predictions turned out, of every predictor or of one. */
export const scorecard = (reader: StoreReader, today: number, model: Model | null): Scorecard => {
  const { judged, notStudied } = judgedPredictions(reader, model);
  const waiting = reader.get(waitingRow, { today, model });
  const breaks = breakCounts(reader);
  const total = scoreOf(judged);
  const byMonth = Map.groupBy(judged, ({ windowEnd }) => monthOf(windowEnd - 1));
  // A predictor has a new version with every training: what counts is what kind of thing predicted.
  const byModel = Map.groupBy(judged, (row) => row.model);
  const struggled = total.confirmed + total.missed;
  return {
    isOn: true,
    total,
    notStudied,
    waiting: waiting?.n ?? 0,
    nextEnd: waiting?.next_end ?? null,
    baseRate: total.n === 0 ? null : struggled / total.n,
    calibration: calibrationOf(judged),
    neededInBin: LEAST_SCORED,
    months: [...byMonth].map(([month, rows]) => ({ month, ...scoreOf(rows) })),
    models: [...byModel].map(([kind, rows]) => ({
      model: kind,
      modelVersion: rows.at(-1)?.modelVersion ?? '',
      ...scoreOf(rows),
    })),
    isAlert: isAlert(total),
    breaks: {
      offered: breaks.get('BREAK_OFFERED') ?? 0,
      taken: breaks.get('BREAK_STARTED') ?? 0,
      postponed: breaks.get('BREAK_POSTPONED') ?? 0,
      skipped: breaks.get('BREAK_SKIPPED') ?? 0,
    },
  };
};

/** Of an owner who does not want to be looked at. */
export const emptyScorecard: Scorecard = {
  isOn: false,
  total: scoreOf([]),
  notStudied: 0,
  waiting: 0,
  nextEnd: null,
  baseRate: null,
  calibration: [],
  neededInBin: LEAST_SCORED,
  months: [],
  models: [],
  isAlert: false,
  breaks: { offered: 0, taken: 0, postponed: 0, skipped: 0 },
};
