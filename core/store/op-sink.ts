import type { Database } from 'better-sqlite3';
import type { Clock, IdSource } from './clock.ts';
import type { Derivations } from './derivations.ts';
import type { WriteTransaction } from './write-transaction.ts';

/**
 * Hears what a write changed, at its end and in its transaction: what it writes then is committed with the write or not at
 * all. Sync plugs in here; the store does not know it.
 */
export interface OpSink {
  finish(tx: WriteTransaction): void;
  /** The write was taken back. */
  discard(): void;
}

/** What hears the writes of a connection for the owner's other devices; undefined: there are none. */
export type RecorderFor = (parts: {
  db: Database;
  clock: Clock;
  ids: IdSource;
  derivations: Derivations;
}) => Promise<OpSink | undefined>;
