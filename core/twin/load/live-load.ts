import type { TransactionEvents } from '../../events/transaction-events.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { Store } from '../../store/store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { recordEvent } from '../events/record-event.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import {
  noLoad,
  stepLoad,
  type BreakEvent,
  type LoadBasis,
  type LoadEvent,
  type LoadNotice,
  type LoadState,
} from './load-state.ts';
import { readLoadBasis } from './read-basis.ts';
import { isRecorded, sessionEvents, type AnswerKey } from './session-events.ts';

type Live = {
  session: number;
  basis: LoadBasis;
  state: LoadState;
  /** The last answer that is in the state. */
  last: AnswerKey | undefined;
};

type Recorded = TransactionEvents['review.recorded'];

const appendMetric = (
  tx: WriteTransaction,
  store: Store,
  session: number,
  { reading }: Extract<LoadNotice, { kind: 'metric' }>,
  moment: { utcOffsetMin: number; studyDay: number },
): void => {
  const { parts } = reading;
  const row = {
    uid: store.ids.uid(),
    at: reading.at,
    utc_offset_min: moment.utcOffsetMin,
    study_day: moment.studyDay,
    session_id: session,
    score: reading.score,
    level: reading.level,
    latency: parts.latency,
    errors: parts.errors,
    disengagement: parts.disengagement,
    decline: parts.decline,
    duration: parts.duration,
    confidence: reading.confidence,
  };
  tx.append('cognitive_load_metrics', row, { owner: session });
};

/**
 * The load of the session under way. It holds no fact: what it knows is folded from the session's own, answer by answer,
 * and folded anew after a restart, an undo, or a write that did not come to its end.
 */
export class LiveLoad {
  readonly #store: Store;
  readonly #permits: TwinPermits;
  #live: Live | undefined;
  #isOn: boolean | undefined;

  constructor(store: Store, permits: TwinPermits) {
    this.#store = store;
    this.#permits = permits;
    store.hooks.on('review.recorded', (tx, event) => this.#answered(tx, event));
    store.hooks.on('session.paused', (_tx, { session, at }) => {
      if (this.#live?.session === session) this.#step(this.#live, { kind: 'paused', at });
    });
    store.hooks.on('log.toggled', (_tx, { table }) => {
      if (table === 'reviews' || table === 'behavioral_events') this.#live = undefined;
    });
    store.hooks.on('behavior.erased', () => (this.#live = undefined));
    store.feed.subscribe((changes) => {
      if (changes.includes('settings')) this.#isOn = undefined;
    });
  }

  /** The owner lets the twin look, and so does their institution. */
  get isOn(): boolean {
    this.#isOn ??= this.#permits.isOn(readSettings(this.#store), 'wellbeing');
    return this.#isOn;
  }

  /** Where a session stands, and what it is measured against. */
  of(reader: StoreReader, session: number): { state: LoadState; basis: LoadBasis } {
    return this.#of(reader, session);
  }

  /** Writes down what was done about a break, and what follows from it. */
  break(tx: WriteTransaction, session: number, event: BreakEvent): void {
    const live = this.#of(tx, session);
    if (event.kind === 'breakStarted')
      recordEvent(tx, this.#store, 'BREAK_STARTED', { minutes: event.minutes }, session);
    else if (event.kind === 'breakEnded') {
      const durationMs = Math.max(0, event.at - (live.state.onBreak?.at ?? event.at));
      recordEvent(tx, this.#store, 'BREAK_ENDED', { durationMs }, session);
    } else if (event.kind === 'breakPostponed')
      recordEvent(tx, this.#store, 'BREAK_POSTPONED', { minutes: event.minutes }, session);
    else recordEvent(tx, this.#store, 'BREAK_SKIPPED', {}, session);
    this.#step(live, event);
  }

  #of(reader: StoreReader, session: number, except?: Uint8Array): Live {
    const kept = this.#live;
    const isWhole = kept?.session === session && (kept.last === undefined || isRecorded(reader, kept.last));
    if (isWhole) return kept;
    const { studyDay } = localMoment(this.#store.clock.now(), this.#store.clock, readSettings(reader));
    const basis = readLoadBasis(reader, studyDay);
    let state = noLoad;
    for (const event of sessionEvents(reader, session, except)) ({ state } = stepLoad(state, event, basis));
    this.#live = { session, basis, state, last: undefined };
    return this.#live;
  }

  #step(live: Live, event: LoadEvent): LoadNotice[] {
    const { state, notices } = stepLoad(live.state, event, live.basis);
    live.state = state;
    return notices;
  }

  #answered(tx: WriteTransaction, event: Recorded): void {
    const { session } = event;
    if (session === null || !this.isOn) return;
    const live = this.#of(tx, session, event.uid);
    const answer: LoadEvent = {
      kind: 'answer',
      at: event.at,
      durationMs: event.durationMs,
      phase: event.phase,
      recalled: event.rating > 1,
      retrievability: event.retrievability,
    };
    const notices = this.#step(live, answer);
    live.last = event;
    for (const notice of notices) {
      if (notice.kind === 'metric') appendMetric(tx, this.#store, session, notice, event);
      else if (notice.kind === 'offer')
        recordEvent(tx, this.#store, 'BREAK_OFFERED', { load: notice.load }, session);
      else {
        const { load, level } = notice;
        recordEvent(tx, this.#store, 'OVERLOAD_DETECTED', { load, level }, session);
      }
    }
  }
}
