import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { windowRows } from '#ml/knowledge/struggle/window-label.ts';
import type { EffectCells } from '#ml/learner/effect-tables.ts';
import { EFFECT_DAYS } from '#ml/learner/learner-analysis.ts';
import { PACE_PHASES, paceKindOf, paceRows } from '#ml/learner/pace.ts';
import { curvePlaces, judgedRows } from '#ml/learner/personal-memory.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex } from '../../store/uid.ts';
import { learnerHistory } from '../facts/learner-history.ts';
import type { LearnerFacts } from '../facts/read-learner-facts.ts';
import { chosenAnswers, type ChosenAnswers } from './chosen-answers.ts';
import { chooseLoads, type LoadAsk } from './choose-loads.ts';
import type { EvidenceAsk } from './contract.ts';
import type { LearnerView } from './learner-view.ts';

export type HistoryAsk = Exclude<EvidenceAsk, { of: 'activity' }>;
type TableAsk = Extract<HistoryAsk, { of: 'measured' | 'hours' | 'stretches' | 'lengths' | 'formats' }>;
type Rows = { readonly history: StruggleHistory; readonly rows: readonly number[] };

const predictionRow = statement<
  { uid: Uint8Array },
  { objective_id: number; predicted_at: number; window_start: number; window_end: number }
>(
  'twin.evidencePrediction',
  'SELECT objective_id, predicted_at, window_start, window_end FROM struggle_predictions WHERE uid = @uid',
);
const sessionAnswers = statement<{ uid: Uint8Array }, { card_id: number; at: number }>(
  'twin.evidenceSession',
  `SELECT r.card_id, r.at FROM study_sessions s JOIN live_reviews r ON r.session_id = s.id WHERE s.uid = @uid`,
);

const tableOf = {
  OPTIMAL_STUDY_TIME: 'hours',
  PERFORMANCE_PEAK: 'hours',
  ATTENTION_CYCLE: 'stretches',
  SESSION_DURATION_PREFERENCE: 'lengths',
  CONTENT_TYPE_PREFERENCE: 'formats',
} as const;

/** A pattern is of its cells, or of the whole curve. */
const plainAsk = (ask: HistoryAsk): Exclude<HistoryAsk, { of: 'pattern' }> => {
  if (ask.of !== 'pattern') return ask;
  if (ask.kind === 'FORGETTING_CURVE') return { of: 'curve' };
  const of = tableOf[ask.kind];
  return of === 'hours' ? { of, cells: ask.cells, days: 'all' } : { of, cells: ask.cells };
};

/** The answers behind a number: chosen by what the analysis chooses with. */
export const chooseRows = (
  reader: StoreReader,
  view: LearnerView,
  ask: HistoryAsk,
  today: number,
): ChosenAnswers => {
  const { learner, history } = view;
  const plain = plainAsk(ask);
  if (plain.of === 'prediction') return ofPrediction(reader, plain);
  switch (plain.of) {
    case 'measured':
    case 'hours':
    case 'stretches':
    case 'lengths':
    case 'formats':
      return ofTable(view, plain, today);
    case 'pace': {
      const phase = PACE_PHASES.indexOf(plain.phase);
      const kind = paceKindOf(plain.format, phase, plain.recalled ? 1 : 0);
      const rows = paceRows(history, today - EFFECT_DAYS).get(kind) ?? [];
      return traced(learner, { history, rows });
    }
    case 'curve':
      return traced(learner, { history, rows: judgedRows(history) });
    case 'curvePoint':
    case 'calibrationBin': {
      const kept = judgedRows(history);
      const { points, bins } = curvePlaces(history, kept);
      const [place, wanted] = plain.of === 'curvePoint' ? [points, plain.point] : [bins, plain.bin];
      return traced(learner, { history, rows: kept.filter((_, index) => place[index] === wanted) });
    }
    case 'session':
      return traced(learner, { history, rows: ofSession(reader, learner, history, plain.session) });
    default:
      return traced(learner, { history, rows: ofLoad(reader, view, plain, today) });
  }
};

const traced = (learner: LearnerFacts, { history, rows }: Rows): ChosenAnswers =>
  chosenAnswers(
    learner,
    history,
    rows,
    rows.map((row) => history.retrievability[row] ?? Number.NaN),
  );

const ofTable = (
  { learner, history, measured }: LearnerView,
  ask: TableAsk,
  today: number,
): ChosenAnswers => {
  const { answers, cells } = measured(today);
  const isIn = inTable(ask, cells);
  const places = Array.from(answers.rows.keys()).filter(isIn);
  const expected = ask.of === 'formats' ? answers.expectedWithoutFormat : answers.expected;
  return chosenAnswers(
    learner,
    history,
    places.map((place) => answers.rows[place] ?? -1),
    places.map((place) => expected[place] ?? Number.NaN),
  );
};

const inTable = (ask: TableAsk, tables: EffectCells): ((place: number) => boolean) => {
  if (ask.of === 'measured') return () => true;
  const cellOf =
    ask.of === 'hours'
      ? { all: tables.hours, weekday: tables.weekdayHours, weekend: tables.weekendHours }[ask.days]
      : tables[ask.of];
  const wanted = new Set(ask.cells);
  return (place) => wanted.has(cellOf[place] ?? -1);
};

/** Judged, and predicted from, with the weights everybody starts with. */
const ofPrediction = (
  reader: StoreReader,
  { prediction, answers }: Extract<EvidenceAsk, { of: 'prediction' }>,
): ChosenAnswers => {
  const found = reader.get(predictionRow, { uid: uidFromHex(prediction) });
  if (found === undefined) throw new RpcError('not_found', { prediction });
  const { learner, history } = learnerHistory(reader, fsrsParameters());
  const { rows } = learner;
  const objective = rows.objectiveRow.get(found.objective_id);
  if (objective === undefined) return traced(learner, { history, rows: [] });
  const { window_start: from, window_end: end, predicted_at: made } = found;
  if (answers === 'window')
    return traced(learner, { history, rows: windowRows(history, objective, from, end - from) });
  const { starts, rows: all } = history.byObjective;
  const ofObjective = Array.from(all.subarray(starts[objective] ?? 0, starts[objective + 1] ?? 0));
  const before = ofObjective.filter((row) => (history.at[row] ?? 0) < made);
  return traced(learner, { history, rows: before });
};

const ofSession = (
  reader: StoreReader,
  { rows }: LearnerFacts,
  history: StruggleHistory,
  session: string,
): number[] => {
  const moments = new Set(
    reader.all(sessionAnswers, { uid: uidFromHex(session) }).map((row) => `${row.card_id} ${row.at}`),
  );
  return Array.from({ length: history.rows }, (_, row) => row).filter((row) =>
    moments.has(`${rows.cards[history.card[row] ?? -1]} ${history.at[row]}`),
  );
};

const ofLoad = (reader: StoreReader, view: LearnerView, ask: LoadAsk, today: number): number[] => {
  const isIn = chooseLoads(reader, view, ask, today);
  return Array.from({ length: view.history.rows }, (_, row) => row).filter(isIn);
};
