import type { TransactionEvents } from '../../events/transaction-events.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { derivedUid, uidToHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { logTimesUsual } from '../load/latency-baseline.ts';
import type { LoadBasis } from '../load/load-state.ts';
import { readLoadBasis } from '../load/read-basis.ts';
import { isRecorded, sessionAnswers, type AnswerKey } from '../load/session-events.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import { addToTally, emptyTally, findingOf, type Finding, type SessionTally } from './session-tally.ts';

type Recorded = TransactionEvents['review.recorded'];
type Answer = Pick<Recorded, 'at' | 'durationMs' | 'phase' | 'retrievability'> & { recalled: boolean };

/** As core/twin/facts: a card is about its own objective, else about that of its lecture. */
const objectiveOfCard = statement<{ card: number }, { objective: number | null }>(
  'twin.objectiveOfCard',
  `SELECT coalesce(
     (SELECT min(oc.objective_id) FROM objective_cards oc JOIN learning_objectives o ON o.id = oc.objective_id
      WHERE oc.card_id = @card AND o.deleted_at IS NULL),
     (SELECT min(r.objective_id) FROM objective_rules r JOIN learning_objectives o ON o.id = r.objective_id
      WHERE r.lecture_id = (SELECT lecture_id FROM cards WHERE id = @card) AND o.deleted_at IS NULL)) AS objective`,
);
const uids = statement<
  { session: number; objective: number },
  { session: Uint8Array; objective: Uint8Array }
>(
  'twin.uidsOfIndicator',
  `SELECT s.uid AS session, o.uid AS objective FROM study_sessions s, learning_objectives o
   WHERE s.id = @session AND o.id = @objective`,
);
const keptIndicator = statement<{ uid: Uint8Array }, { id: number; severity: number }>(
  'twin.keptIndicator',
  'SELECT id, severity FROM struggle_indicators WHERE uid = @uid',
);
const loadOfSession = statement<{ session: number }, { score: number }>(
  'twin.loadOfSession',
  `SELECT score FROM live_cognitive_load_metrics WHERE session_id = @session ORDER BY at DESC LIMIT 1`,
);
const ownRecallRow = statement<{ from: number; to: number }, { n: number; recalled: number }>(
  'twin.ownRecall',
  `SELECT coalesce(sum(review_answers), 0) AS n, coalesce(sum(review_recalled), 0) AS recalled
   FROM daily_rollups WHERE study_day >= @from AND study_day < @to`,
);
const OWN_DAYS = 60;
const LEAST_OWN = 50;

type Live = {
  session: number;
  latency: LoadBasis['latency'];
  ownRecall: number | null;
  tallies: Map<number, SessionTally>;
  /** The last answer that is in the tallies. */
  last: AnswerKey | undefined;
};

export type LiveIndicator = Finding & {
  readonly uid: Uint8Array;
  readonly objective: number;
  readonly tally: SessionTally;
};

/**
 * Objectives of the session under way that go badly. As the live load it holds no fact: it follows answer by answer, and
 * folds the session anew after a restart, an undo, or a write that did not come to its end.
 */
export class LiveIndicators {
  readonly #store: Store;
  readonly #permits: TwinPermits;
  #live: Live | undefined;
  #isOn: boolean | undefined;

  constructor(store: Store, permits: TwinPermits) {
    this.#store = store;
    this.#permits = permits;
    store.hooks.on('review.recorded', (tx, event) => this.#answered(tx, event));
    store.hooks.on('log.toggled', (_tx, { table }) => {
      if (table === 'reviews') this.#live = undefined;
    });
    store.hooks.on('behavior.erased', () => (this.#live = undefined));
    store.feed.subscribe((changes) => {
      if (changes.includes('settings')) this.#isOn = undefined;
    });
  }

  /** The owner lets the twin look, and wants to be told; their institution lets it predict. */
  get isOn(): boolean {
    if (this.#isOn === undefined) {
      const settings = readSettings(this.#store);
      this.#isOn = this.#permits.isOn(settings, 'predictions') && settings['twin.indicators'];
    }
    return this.#isOn;
  }

  /** Recall of the owner in the days before; null: too little is known. */
  ownRecall(reader: StoreReader, session: number): number | null {
    return this.#of(reader, session).ownRecall;
  }

  /** Everything that is worth a word, the most pressing first. */
  of(reader: StoreReader, session: number): LiveIndicator[] {
    const live = this.#of(reader, session);
    const found: LiveIndicator[] = [];
    for (const [objective, tally] of live.tallies) {
      const finding = this.#finding(reader, live, tally);
      const uid = finding === null ? null : indicatorUid(reader, session, objective);
      if (finding !== null && uid !== null) found.push({ ...finding, uid, objective, tally });
    }
    return found.sort((a, b) => b.priority - a.priority || a.objective - b.objective);
  }

  #finding(reader: StoreReader, live: Live, tally: SessionTally): Finding | null {
    if (findingOf(tally, live.ownRecall, null) === null) return null;
    const load = reader.get(loadOfSession, { session: live.session });
    return findingOf(tally, live.ownRecall, load === undefined ? null : load.score / 100);
  }

  #of(reader: StoreReader, session: number, except?: Uint8Array): Live {
    const kept = this.#live;
    const isWhole = kept?.session === session && (kept.last === undefined || isRecorded(reader, kept.last));
    if (isWhole) return kept;
    const { studyDay } = localMoment(this.#store.clock.now(), this.#store.clock, readSettings(reader));
    const live: Live = {
      session,
      latency: readLoadBasis(reader, studyDay).latency,
      ownRecall: ownRecallOf(reader, studyDay),
      tallies: new Map(),
      last: undefined,
    };
    for (const answer of sessionAnswers(reader, session, except)) add(reader, live, answer.cardId, answer);
    this.#live = live;
    return live;
  }

  #answered(tx: WriteTransaction, event: Recorded): void {
    const { session } = event;
    if (session === null || !this.isOn) return;
    const live = this.#of(tx, session, event.uid);
    live.last = event;
    const added = add(tx, live, event.cardId, { ...event, recalled: event.rating > 1 });
    if (added === null) return;
    const finding = this.#finding(tx, live, added.tally);
    if (finding !== null) keepIndicator(tx, event, session, added.objective, finding);
  }
}

const add = (
  reader: StoreReader,
  live: Live,
  card: number,
  answer: Answer,
): { objective: number; tally: SessionTally } | null => {
  const objective = reader.get(objectiveOfCard, { card })?.objective ?? null;
  if (objective === null) return null;
  const tally = addToTally(live.tallies.get(objective) ?? emptyTally, {
    at: answer.at,
    recalled: answer.recalled,
    retrievability: answer.retrievability,
    logTimes: logTimesUsual(live.latency, answer),
  });
  live.tallies.set(objective, tally);
  return { objective, tally };
};

const ownRecallOf = (reader: StoreReader, today: number): number | null => {
  const sums = reader.get(ownRecallRow, { from: today - OWN_DAYS, to: today });
  return sums === undefined || sums.n < LEAST_OWN ? null : sums.recalled / sums.n;
};

const indicatorUid = (reader: StoreReader, session: number, objective: number): Uint8Array | null => {
  const row = reader.get(uids, { session, objective });
  return row === undefined ? null : derivedUid('struggle_indicators', row.session, uidToHex(row.objective));
};

/** One row a session and objective, as grave as it came to be; it is taken back with the answer that made it. */
const keepIndicator = (
  tx: WriteTransaction,
  event: Recorded,
  session: number,
  objective: number,
  { kind, severity, priority }: Finding,
): void => {
  const uid = indicatorUid(tx, session, objective);
  if (uid === null) return;
  const kept = tx.get(keptIndicator, { uid });
  if (kept === undefined)
    tx.insertRow('struggle_indicators', {
      uid,
      at: event.at,
      utc_offset_min: event.utcOffsetMin,
      study_day: event.studyDay,
      session_id: session,
      objective_id: objective,
      kind,
      severity,
      priority,
    });
  else if (severity > kept.severity)
    tx.updateRow('struggle_indicators', { id: kept.id }, { kind, severity, priority });
};
