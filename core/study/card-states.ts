import type { KeyedDerivation } from '../store/derivations.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidToHex } from '../store/uid.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import { cardPhase, phaseCode, reviewPhase } from './phases.ts';
import type { LoggedEvent, ScheduleChange } from './scheduler/card-event.ts';
import type { CardState } from './scheduler/card-state.ts';
import { foldCard } from './scheduler/fold.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { fitInForce, modelInForce } from './parameters/model-in-force.ts';

export type CardStateRow = {
  card_id: number;
  lecture_id: number;
  /** null in a row that an older program wrote. */
  note_id: number | null;
  queue: number;
  position: number;
  phase: number;
  step: number;
  stability: number | null;
  difficulty: number | null;
  due_at: number | null;
  due_day: number | null;
  interval_days: number;
  reps: number;
  lapses: number;
  last_at: number | null;
  last_day: number | null;
  introduced_day: number | null;
  history_complete: number;
  buried_on: number | null;
};

const columns = [
  'card_id',
  'lecture_id',
  'note_id',
  'queue',
  'position',
  'phase',
  'step',
  'stability',
  'difficulty',
  'due_at',
  'due_day',
  'interval_days',
  'reps',
  'lapses',
  'last_at',
  'last_day',
  'introduced_day',
  'history_complete',
  'buried_on',
] as const;

const putState = statement<CardStateRow>(
  'study.putCardState',
  // Not REPLACE, which takes the row out of every index first: only what differs is written.
  `INSERT INTO card_states (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})
   ON CONFLICT (card_id) DO UPDATE SET ${columns
     .slice(1)
     .map((name) => `${name} = excluded.${name}`)
     .join(', ')}`,
);
export const stateByCard = statement<{ card: number }, CardStateRow>(
  'study.cardState',
  `SELECT ${columns.join(', ')} FROM card_states WHERE card_id = @card`,
);
const dropStates = statement('study.dropCardStates', 'DELETE FROM card_states');
const allCards = statement<Record<string, never>, { key: number }>(
  'study.allCards',
  'SELECT id AS key FROM cards ORDER BY id',
);
const cardsFrom = statement<{ from: number; limit: number }, { key: number }>(
  'study.cardsFrom',
  'SELECT id AS key FROM cards WHERE id >= @from ORDER BY id LIMIT @limit',
);
const cardsOfLecture = statement<{ lecture: number }, { key: number }>(
  'study.cardsOfLecture',
  'SELECT id AS key FROM cards WHERE lecture_id = @lecture',
);

type CardFacts = {
  lecture_id: number;
  note_id: number;
  position: number;
  suspended: number;
  buried_on: number | null;
  deleted: number;
};
/** Facts are read for many cards at once: the calls into SQLite would cost more than the rows. */
type Cards = { cards: string };
const ofCards = 'IN (SELECT value FROM json_each(@cards))';

const cardFacts = statement<Cards, CardFacts & { card_id: number }>(
  'study.cardFacts',
  `SELECT c.id AS card_id, c.lecture_id, c.note_id, c.position, c.suspended, c.buried_on,
     c.deleted_at IS NOT NULL OR l.deleted_at IS NOT NULL OR co.deleted_at IS NOT NULL AS deleted
   FROM cards c JOIN lectures l ON l.id = c.lecture_id JOIN courses co ON co.id = l.course_id WHERE c.id ${ofCards}`,
);
type ReviewRow = {
  card_id: number;
  at: number;
  uid: Uint8Array;
  study_day: number;
  rating: number;
  phase: number;
  interval_seconds: number | null;
  duration_ms: number;
};
const cardReviews = statement<Cards, ReviewRow>(
  'study.cardReviews',
  // The view's other condition, an undone import, takes the card itself away; left out here, a fold is twice as fast.
  `SELECT card_id, at, uid, study_day, rating, phase, interval_seconds, duration_ms FROM reviews r WHERE card_id ${ofCards}
     AND NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = r.uid AND u.undone = 1) ORDER BY card_id, at, uid`,
);
type ChangeRow = {
  card_id: number;
  at: number;
  uid: Uint8Array;
  kind: ScheduleChange['kind'];
  due_day: number | null;
  interval_days: number | null;
};
const cardChanges = statement<Cards, ChangeRow>(
  'study.cardScheduleChanges',
  `SELECT card_id, at, uid, kind, due_day, interval_days FROM live_schedule_changes WHERE card_id ${ofCards}`,
);
type BaselineRow = {
  card_id: number;
  at: number;
  uid: Uint8Array;
  study_day: number;
  phase: number;
  step: number;
  due_at: number | null;
  due_day: number | null;
  interval_days: number;
  ease_permille: number | null;
  stability: number | null;
  difficulty: number | null;
  reps: number;
  lapses: number;
};
const cardBaselines = statement<Cards, BaselineRow>(
  'study.cardBaselines',
  `SELECT card_id, at, uid, study_day, phase, step, due_at, due_day, interval_days, ease_permille, stability, difficulty, reps, lapses
   FROM live_card_baselines WHERE card_id ${ofCards}`,
);

const reviewEvent = (row: ReviewRow): LoggedEvent => ({
  type: 'review',
  uid: uidToHex(row.uid),
  effAt: row.at,
  studyDay: row.study_day,
  rating: row.rating as Rating, // the table's CHECK holds 1 to 4
  phaseBefore: reviewPhase(row.phase),
  intervalSeconds: row.interval_seconds,
  durationMs: row.duration_ms,
});

const changeEvent = (row: ChangeRow): LoggedEvent => ({
  type: 'change',
  uid: uidToHex(row.uid),
  effAt: row.at,
  kind: row.kind,
  dueDay: row.due_day,
  intervalDays: row.interval_days,
});

const baselineEvent = (row: BaselineRow): LoggedEvent => ({
  type: 'baseline',
  uid: uidToHex(row.uid),
  effAt: row.at,
  studyDay: row.study_day,
  phase: cardPhase(row.phase),
  step: row.step,
  dueAt: row.due_at,
  dueDay: row.due_day,
  intervalDays: row.interval_days,
  ease: row.ease_permille,
  stability: row.stability,
  difficulty: row.difficulty,
  reps: row.reps,
  lapses: row.lapses,
});

const anyClamp = statement<Record<string, never>, { found: number }>(
  'study.anyClamp',
  'SELECT EXISTS (SELECT 1 FROM eff_clamps) AS found',
);
const clampOf = statement<{ uid: Uint8Array }, { eff_at: number }>(
  'study.clampOf',
  'SELECT eff_at FROM eff_clamps WHERE uid = @uid',
);

/** What a wrong clock stamped in the future happened when all devices have agreed that it did. */
const asAgreed = <Row extends { at: number; uid: Uint8Array; study_day?: number }>(
  reader: StoreReader,
  rows: Row[],
  hasClamps: boolean,
): Row[] => {
  if (!hasClamps) return rows;
  return rows.map((row) => {
    const clamp = reader.get(clampOf, { uid: row.uid });
    if (clamp === undefined) return row;
    const days = Math.round((row.at - clamp.eff_at) / 86_400_000);
    return {
      ...row,
      at: clamp.eff_at,
      ...(row.study_day === undefined ? {} : { study_day: row.study_day - days }),
    };
  });
};

/** Every live fact about the scheduling of some cards, by card, in no order between the logs. */
export const eventsOfCards = (reader: StoreReader, cards: readonly number[]): Map<number, LoggedEvent[]> => {
  const events = new Map<number, LoggedEvent[]>(cards.map((card) => [card, []]));
  const params = { cards: JSON.stringify(cards) };
  const hasClamps = reader.get(anyClamp, {})?.found === 1;
  for (const row of asAgreed(reader, reader.all(cardReviews, params), hasClamps))
    events.get(row.card_id)?.push(reviewEvent(row));
  for (const row of asAgreed(reader, reader.all(cardChanges, params), hasClamps))
    events.get(row.card_id)?.push(changeEvent(row));
  for (const row of asAgreed(reader, reader.all(cardBaselines, params), hasClamps))
    events.get(row.card_id)?.push(baselineEvent(row));
  return events;
};

export const cardEvents = (reader: StoreReader, card: number): LoggedEvent[] =>
  eventsOfCards(reader, [card]).get(card) ?? [];

export const toCardState = (row: CardStateRow): CardState => ({
  phase: cardPhase(row.phase),
  step: row.step,
  stability: row.stability,
  difficulty: row.difficulty,
  dueAt: row.due_at,
  dueDay: row.due_day,
  intervalDays: row.interval_days,
  reps: row.reps,
  lapses: row.lapses,
  lastAt: row.last_at,
  lastDay: row.last_day,
  introducedDay: row.introduced_day,
  historyComplete: row.history_complete === 1,
});

/** -1 out of study, 0 new, 1 due at an instant, 2 due on a study day. */
const queueOf = (facts: CardFacts, state: CardState): number => {
  if (facts.suspended === 1 || facts.deleted === 1) return -1;
  if (state.phase === 'new') return 0;
  return state.dueAt !== null ? 1 : 2;
};

export const writeCardState = (
  tx: WriteTransaction,
  card: number,
  facts: CardFacts,
  state: CardState,
): void => {
  tx.run(putState, {
    card_id: card,
    lecture_id: facts.lecture_id,
    note_id: facts.note_id,
    queue: queueOf(facts, state),
    position: facts.position,
    phase: phaseCode(state.phase),
    step: state.step,
    stability: state.stability,
    difficulty: state.difficulty,
    due_at: state.dueAt,
    due_day: state.dueDay,
    interval_days: state.intervalDays,
    reps: state.reps,
    lapses: state.lapses,
    last_at: state.lastAt,
    last_day: state.lastDay,
    introduced_day: state.introducedDay,
    history_complete: state.historyComplete ? 1 : 0,
    buried_on: facts.buried_on,
  });
};

export const factsOfCard = (reader: StoreReader, card: number): CardFacts | undefined =>
  reader.get(cardFacts, { cards: `[${card}]` });

const isWaiting = statement<{ card: number }, { found: number }>(
  'study.isStateWaiting',
  `SELECT EXISTS (SELECT 1 FROM stale_derivations WHERE derivation = 'card_states' AND key = @card)
     OR EXISTS (SELECT 1 FROM derivation_bases WHERE derivation = 'card_states' AND next_key <= @card) AS found`,
);

/**
 * The state of a card as its facts and the parameters in force say: a merge, or new parameters, may have left it to be
 * computed in a slice that has not come yet.
 */
export const currentStateOf = (tx: WriteTransaction, card: number): CardStateRow | undefined => {
  if (tx.get(isWaiting, { card })?.found === 1) cardStatesDerivation.compute(tx, [card]);
  return tx.get(stateByCard, { card });
};

/** The same for those who only read: the stored row, with the memory of the parameters in force. */
export const withMemoryInForce = (reader: StoreReader, row: CardStateRow): CardStateRow => {
  if (reader.get(isWaiting, { card: row.card_id })?.found !== 1) return row;
  const { stability, difficulty } = foldCard(modelInForce(reader), cardEvents(reader, row.card_id));
  return { ...row, stability, difficulty };
};

const itself = (_reader: StoreReader, owner: number): readonly number[] => [owner];

/** Memory state and due date of each card: the fold of its facts. */
export const cardStatesDerivation: KeyedDerivation = {
  name: 'card_states',
  sources: {
    reviews: itself,
    schedule_changes: itself,
    card_baselines: itself,
    cards: itself,
    lectures: (reader, lecture) => reader.all(cardsOfLecture, { lecture }).map((row) => row.key),
  },
  keys: allCards,
  basis: { sources: ['settings', 'scheduler_parameters'], read: fitInForce, keysFrom: cardsFrom },
  clear: (tx) => {
    tx.run(dropStates, {});
  },
  compute: (tx, cards) => {
    const events = eventsOfCards(tx, cards);
    const model = modelInForce(tx);
    for (const facts of tx.all(cardFacts, { cards: JSON.stringify(cards) })) {
      const card = facts.card_id;
      writeCardState(tx, card, facts, foldCard(model, events.get(card) ?? []));
    }
  },
};
