import type { Database } from 'better-sqlite3';
import type { TransactionHooks } from '../events/transaction-events.ts';
import type { Outcome } from '../rpc/changes.ts';
import type { Clock } from './clock.ts';
import { settleTouched, type Derivations } from './derivations.ts';
import type { OpSink } from './op-sink.ts';
import type { RowWriter } from './row-writer.ts';
import { asStoreError } from './sqlite-errors.ts';
import type { StatementCache } from './statements.ts';
import { recordUndo } from './undo.ts';
import { WriteTransaction } from './write-transaction.ts';

export type WriteOptions = {
  /** Not to be undone by the owner: bookkeeping such as the end of a job. */
  noUndo?: boolean;
  /**
   * Need not outlast a power cut: derived rows, whose progress is in the same transaction. Its commit does not wait for
   * the disk; whatever commits after it makes it durable too.
   */
  forgettable?: boolean;
  /** What it was done to, for the words of the undo toast. */
  subject?: string;
};

/** What a connection needs to run writes: the service's own, or a worker's that holds the lane. */
export type TransactionParts = {
  db: Database;
  clock: Clock;
  cache: StatementCache;
  rows: RowWriter;
  derivations: Derivations;
  hooks: TransactionHooks;
  /** Once sync is on. */
  sink?: OpSink | undefined;
};

/** Runs `work` in one immediate transaction with its derivations and its undo record; any error rolls all back. */
export const runTransaction = <T>(
  parts: TransactionParts,
  command: string,
  work: (tx: WriteTransaction) => T,
  options: WriteOptions = {},
): Outcome<T> => {
  const tx = new WriteTransaction({ ...parts, now: parts.clock.now() });
  if (options.forgettable === true) parts.db.pragma('synchronous = NORMAL');
  try {
    parts.db.exec('BEGIN IMMEDIATE');
    const output = work(tx);
    settleTouched(tx, parts.derivations, tx.touched);
    parts.sink?.finish(tx);
    if (options.noUndo !== true && tx.steps.length > 0) recordUndo(tx, command, options.subject ?? '');
    parts.db.exec('COMMIT');
    return { output, changes: tx.changes };
  } catch (error) {
    if (parts.db.inTransaction) parts.db.exec('ROLLBACK');
    parts.sink?.discard();
    throw asStoreError(error);
  } finally {
    if (options.forgettable === true) parts.db.pragma('synchronous = FULL');
  }
};
