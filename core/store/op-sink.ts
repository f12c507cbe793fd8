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
