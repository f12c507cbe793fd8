import { cardIdOf, cardSourceById } from '../library/card-source.ts';
import type { OutputOf } from '../rpc/contract.ts';
import { localMoment } from '../settings/local-moment.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Clock } from '../store/clock.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { stateByCard, withMemoryInForce, type CardStateRow } from './card-states.ts';
import type { studyContract } from './contract.ts';
import { modelInForce } from './parameters/model-in-force.ts';
import { cardPhase, reviewPhase } from './phases.ts';
import type { MemoryModel } from './scheduler/memory-model.ts';
import { retrievability } from '#ml/memory/memory.ts';

type CardInfo = OutputOf<typeof studyContract, 'study.cardInfo'>;
type HistoryRow = {
  at: number;
  kind: CardInfo['history'][number]['kind'];
  rating: number | null;
  phase: number | null;
  interval_seconds: number | null;
  duration_ms: number;
  source: string | null;
};

const maxHistory = 1000;
const curvePoints = 60;
/** A curve shows at least a week: over a day or two a memory seems not to fade at all. */
const leastCurveDays = 7;

const allHistory = `SELECT at, 'review' AS kind, rating, phase, interval_seconds, duration_ms, source
     FROM live_reviews WHERE card_id = @card
   UNION ALL SELECT at, 'schedule_change', NULL, NULL, interval_seconds, duration_ms, source
     FROM live_schedule_changes WHERE card_id = @card
   UNION ALL SELECT at, 'baseline', NULL, phase, interval_days * 86400, 0, source
     FROM live_card_baselines WHERE card_id = @card`;
const history = statement<{ card: number; limit: number }, HistoryRow>(
  'study.history',
  `SELECT * FROM (${allHistory}) ORDER BY at DESC, kind = 'baseline' DESC LIMIT @limit`,
);
const historyTotal = statement<{ card: number }, { n: number }>(
  'study.historyTotal',
  `SELECT count(*) AS n FROM (${allHistory})`,
);
const addedAt = statement<{ card: number }, { created_at: number; suspended: number }>(
  'study.cardAddedAt',
  'SELECT created_at, suspended FROM cards WHERE id = @card',
);

type Memory = { stability: number; sinceDays: number };

/** What the model knows of a card; undefined before its first review. Days are study days, as the schedule counts them. */
const memoryOf = (row: CardStateRow | undefined, today: number): Memory | undefined => {
  if (row === undefined || row.stability === null || row.last_day === null) return undefined;
  return { stability: row.stability, sinceDays: Math.max(0, today - row.last_day) };
};

/**
 * Retrievability from the last review to one and a half times the interval, to its stability or to today, whichever is
 * longest. Many points a day on a short curve, many days a point on a long one: whole days are always among them, so that
 * they can be read out.
 */
const forgettingCurve = (
  model: MemoryModel,
  { stability, sinceDays }: Memory,
  intervalDays: number,
): CardInfo['curve'] => {
  const end = Math.ceil(Math.max(intervalDays * 1.5, stability, sinceDays, leastCurveDays));
  const pointsPerDay = Math.ceil(curvePoints / end);
  const daysPerPoint = Math.ceil(end / curvePoints);
  return Array.from({ length: Math.ceil((end * pointsPerDay) / daysPerPoint) + 1 }, (_, index) => {
    const days = (index * daysPerPoint) / pointsPerDay;
    return { days, retrievability: retrievability(model, stability, days) };
  });
};

/** Where a card stands, what happened to it (newest first) and how it is being forgotten. Throws `not_found`. */
export const cardInfo = (reader: StoreReader, clock: Clock, uid: string): CardInfo => {
  const card = cardIdOf(reader, uid);
  const source = cardSourceById(reader, card);
  const stored = reader.get(stateByCard, { card });
  const row = stored && withMemoryInForce(reader, stored);
  const added = reader.get(addedAt, { card });
  const settings = readSettings(reader);
  const model = modelInForce(reader, settings);
  const today = localMoment(clock.now(), clock, settings).studyDay;
  const memory = memoryOf(row, today);
  return {
    card: uid,
    course: source.course_title,
    lecture: source.lecture_path,
    noteType: source.note_type_name,
    template: source.template,
    addedAt: added?.created_at ?? 0,
    phase: cardPhase(row?.phase ?? 0),
    suspended: added?.suspended === 1,
    dueDay: row?.due_day ?? null,
    dueAt: row?.due_at ?? null,
    intervalDays: row?.interval_days ?? 0,
    reps: row?.reps ?? 0,
    lapses: row?.lapses ?? 0,
    stability: row?.stability ?? null,
    difficulty: row?.difficulty ?? null,
    sinceDays: memory?.sinceDays ?? null,
    retrievability: memory === undefined ? null : retrievability(model, memory.stability, memory.sinceDays),
    history: reader.all(history, { card, limit: maxHistory }).map((entry) => ({
      at: entry.at,
      kind: entry.kind,
      rating: entry.rating,
      phase: entry.phase === null ? null : reviewPhase(entry.phase),
      // Steps are stored negative; a person reads how long.
      intervalSeconds: Math.abs(entry.interval_seconds ?? 0),
      durationMs: entry.duration_ms,
      source: entry.source,
    })),
    historyTotal: reader.get(historyTotal, { card })?.n ?? 0,
    curve: memory === undefined ? [] : forgettingCurve(model, memory, row?.interval_days ?? 0),
  };
};
