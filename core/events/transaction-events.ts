import type { WriteTransaction } from '../store/write-transaction.ts';

/**
 * What happens inside a write, for other features to hear in the same transaction: what a listener writes is
 * committed with the write or not at all. Study emits, the twin listens; nobody imports the other.
 */
export type TransactionEvents = {
  /** An answer was recorded. */
  'review.recorded': {
    cardId: number;
    uid: Uint8Array;
    at: number;
    studyDay: number;
    rating: number;
    /** 0 new, 1 learning, 2 review, 3 relearning, 4 filtered: the card's phase when it was answered. */
    phase: number;
    /** false: practice, which changes no card. */
    schedules: boolean;
    utcOffsetMin: number;
    durationMs: number;
    /** Local key; null: given beside any session, in a practice test. */
    session: number | null;
    /** What memory gave the card just before the answer, 0 to 1; null for a card without one, and in steps on one day. */
    retrievability: number | null;
  };
  /** A session was left for a while: by hand, or with its page. */
  'session.paused': { session: number; at: number };
  /** A row of a log was undone, or redone. */
  'log.toggled': { table: string; uid: Uint8Array; owner: number; undone: boolean };
  /** What is known of how the owner studies was erased: whoever remembers something of it forgets it. */
  'behavior.erased': Record<string, never>;
};

export type TransactionListener<K extends keyof TransactionEvents> = (
  tx: WriteTransaction,
  event: TransactionEvents[K],
) => void;

/** Typed hooks, registered once when the service is composed. */
export class TransactionHooks {
  readonly #listeners: { [K in keyof TransactionEvents]: TransactionListener<K>[] } = {
    'review.recorded': [],
    'session.paused': [],
    'log.toggled': [],
    'behavior.erased': [],
  };

  on<K extends keyof TransactionEvents>(kind: K, listener: TransactionListener<K>): void {
    this.#listeners[kind].push(listener);
  }

  emit<K extends keyof TransactionEvents>(tx: WriteTransaction, kind: K, event: TransactionEvents[K]): void {
    for (const listener of this.#listeners[kind]) listener(tx, event);
  }
}
