import type Database from 'better-sqlite3';
import { TransactionHooks } from '../events/transaction-events.ts';
import type { Outcome } from '../rpc/changes.ts';
import type { RpcError } from '../rpc/errors.ts';
import { ChangeFeed } from './change-feed.ts';
import type { Clock, IdSource } from './clock.ts';
import { hasOpenBases, settleBases } from './derivation-bases.ts';
import { pendingDerivations, settleSlice, type Derivations } from './derivations.ts';
import type { OpSink } from './op-sink.ts';
import type { Profile } from './profile.ts';
import { readerOf, type StoreReader } from './reader.ts';
import { RowWriter } from './row-writer.ts';
import { runTransaction, type TransactionParts, type WriteOptions } from './run-transaction.ts';
import { asStoreError } from './sqlite-errors.ts';
import { StatementCache, type SlowStatement } from './statements.ts';
import { applyUndo, applyUndoTo, pruneUndo, type UndoEntry, type Undoers } from './undo.ts';
import { uidToHex } from './uid.ts';
import { WriteLane } from './write-lane.ts';
import type { WriteTransaction } from './write-transaction.ts';

export type StoreParts = {
  db: Database.Database;
  profile: Profile;
  clock: Clock;
  ids: IdSource;
  derivations: Derivations;
  undoers: Undoers;
  onSlow(slow: SlowStatement): void;
  /** What went wrong in work that nobody waits for. */
  onBackgroundError(error: unknown): void;
  /** Left out: the store may be written. Else it is only read, and whoever writes hears this. */
  refusal?: RpcError;
};

const walPagesBeforeCheckpoint = 1000;
const checkpointIdleMs = 250;
/** Slices of work that nobody waits for: shorter than an answer, with room for answers between them. */
const basisSliceMs = 2;
const basisPauseMs = 8;
/** How often pages hear how far it has come, and what was written is moved into the file: never much at once. */
const announceMs = 1000;

/** The open store of a profile: one writer connection, one lane, one feed of changes. */
export class Store implements StoreReader {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly hooks = new TransactionHooks();
  readonly feed: ChangeFeed;
  readonly lane = new WriteLane();
  readonly derivations: Derivations;
  readonly #db: Database.Database;
  readonly #cache: StatementCache;
  readonly #writer: TransactionParts;
  readonly #parts: StoreParts;
  #settling: Promise<void> | undefined;
  #checkpointTimer: NodeJS.Timeout | undefined;
  #writesSinceCheckpoint = 0;
  #closed = false;
  #frozen: Error | undefined;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#db = parts.db;
    this.#frozen = parts.refusal;
    this.profile = parts.profile;
    this.clock = parts.clock;
    this.ids = parts.ids;
    this.feed = new ChangeFeed(uidToHex(parts.ids.uid()));
    this.derivations = parts.derivations;
    this.#cache = new StatementCache(parts.db, parts.onSlow);
    this.#writer = {
      db: parts.db,
      clock: parts.clock,
      cache: this.#cache,
      rows: new RowWriter(parts.db),
      derivations: parts.derivations,
      hooks: this.hooks,
    };
  }

  /** The connection itself, for care of the file (backup, verify), never for domain SQL. */
  get connection(): Database.Database {
    return this.#db;
  }

  /** Why this store is only read from its opening on; undefined: it may be written. */
  get refusal(): RpcError | undefined {
    return this.#parts.refusal;
  }

  /** Whoever hears what every write changes from now on; undefined: nobody any more. */
  plugSink(sink: OpSink | undefined): void {
    this.#writer.sink = sink;
  }

  get sink(): OpSink | undefined {
    return this.#writer.sink;
  }

  get reader(): StoreReader {
    return readerOf(this.#cache);
  }

  all: StoreReader['all'] = (def, params) => this.#cache.all(def, params);
  get: StoreReader['get'] = (def, params) => this.#cache.get(def, params);
  iterate: StoreReader['iterate'] = (def, params) => this.#cache.iterate(def, params);

  /**
   * Several reads of one moment: they see one state of the file, and it is locked once for all of them. `work` is
   * synchronous and only reads.
   */
  snapshot<T>(work: () => T): T {
    this.#db.exec('BEGIN');
    try {
      const seen = work();
      this.#db.exec('COMMIT');
      return seen;
    } catch (error) {
      // Whatever happened, the next write finds no transaction open; a read has nothing to lose.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * One operation, one transaction, one `Changes` value. `work` is synchronous; when the promise resolves the write
   * is on the disk. Errors roll everything back.
   */
  write<T>(
    command: string,
    work: (tx: WriteTransaction) => T,
    options: WriteOptions = {},
  ): Promise<Outcome<T>> {
    return this.lane.run(() => this.#transaction(command, work, options));
  }

  #transaction<T>(command: string, work: (tx: WriteTransaction) => T, options: WriteOptions): Outcome<T> {
    if (this.#frozen !== undefined) throw this.#frozen;
    const start = performance.now();
    const outcome = runTransaction(this.#writer, command, work, options);
    const ms = performance.now() - start;
    if (ms > 40) this.#parts.onSlow({ name: `write ${command}`, ms });
    this.#scheduleCheckpoint();
    this.feed.publish(outcome.changes);
    this.settleInBackground();
    return outcome;
  }

  /** Reverses the newest command, or brings back the last one undone; `expected` names the entry that must be meant. */
  async stepHistory(direction: 'undo' | 'redo', expected?: number): Promise<Outcome<UndoEntry | null>> {
    return this.write(direction, (tx) => applyUndo(tx, this.#parts.undoers, direction, expected), {
      noUndo: true,
    });
  }

  /** Goes back to before the command `target`, or forward to after it, in one transaction (see applyUndoTo). */
  moveHistory(direction: 'undo' | 'redo', target: number, from: number): Promise<Outcome<number>> {
    return this.write(direction, (tx) => applyUndoTo(tx, this.#parts.undoers, direction, target, from), {
      noUndo: true,
    });
  }

  async pruneUndo(): Promise<void> {
    await this.write('store.pruneUndo', (tx) => pruneUndo(tx), { noUndo: true });
  }

  /**
   * Lets another connection of this program write (a merge in a worker) while the lane is held, then announces what it changed.
   */
  async writeElsewhere<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await this.lane.run(() => {
      if (this.#frozen !== undefined) throw this.#frozen;
      return work();
    });
    this.#scheduleCheckpoint();
    this.feed.publish(outcome.changes);
    this.settleInBackground();
    return outcome;
  }

  /** Another store takes the place of this one: whoever writes from now on hears this, and nothing is lost in silence. */
  freeze(why: Error): void {
    this.#frozen = why;
  }

  /** Recomputes waiting derived rows in slices between other work; answers do not wait for it. */
  settleInBackground(): void {
    if (this.#closed || this.#settling !== undefined) return;
    if (pendingDerivations(this) === 0 && !hasOpenBases(this)) return;
    this.#settling = this.settle(() => {}, undefined, basisPauseMs)
      .then(() => undefined)
      .catch((error: unknown) => this.#parts.onBackgroundError(error))
      .finally(() => {
        this.#settling = undefined;
      });
  }

  /**
   * Recomputes every waiting derived row. `onProgress` hears how many are left. Rows on a new basis come last, and with
   * pauses: nobody waits for them, since who needs one computes it, and answers come first.
   */
  async settle(
    onProgress: (left: number) => void = () => {},
    signal?: AbortSignal,
    pauseMs = 0,
  ): Promise<void> {
    let announced = performance.now();
    let hasKeys = true;
    for (;;) {
      if (this.#closed || this.#frozen !== undefined) return;
      signal?.throwIfAborted();
      hasKeys ||= pendingDerivations(this) > 0;
      if (hasKeys) {
        const { output: done } = await this.#slice((tx) => settleSlice(tx, this.derivations));
        const left = pendingDerivations(this);
        onProgress(left);
        hasKeys = done > 0 && left > 0;
        await new Promise((resolve) => setImmediate(resolve));
      } else if (hasOpenBases(this)) {
        await this.#slice((tx) => settleBases(tx, this.derivations, basisSliceMs));
        if (performance.now() - announced >= announceMs) {
          announced = performance.now();
          this.feed.publish(['derivation_bases']);
          this.#checkpoint();
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      } else break;
    }
    const settled = this.derivations.keyed.map((derivation) => derivation.name);
    this.feed.publish([...settled, 'stale_derivations', 'derivation_bases']);
  }

  #slice<T>(work: (tx: WriteTransaction) => T): Promise<Outcome<T>> {
    return this.write('store.settle', work, { noUndo: true, forgettable: true });
  }

  #scheduleCheckpoint(): void {
    this.#writesSinceCheckpoint += 1;
    if (this.#closed) return;
    clearTimeout(this.#checkpointTimer);
    this.#checkpointTimer = setTimeout(() => this.#checkpoint(), checkpointIdleMs);
    this.#checkpointTimer.unref();
  }

  /** Moves the log into the file at an idle moment, when there is enough of it. */
  #checkpoint(): void {
    if (this.#closed || this.lane.depth > 0 || this.#writesSinceCheckpoint < 20) return;
    const start = performance.now();
    try {
      const [state] = this.#db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
      this.#writesSinceCheckpoint = 0;
      const ms = performance.now() - start;
      if (ms > 40 && state !== undefined && state.log > walPagesBeforeCheckpoint) {
        this.#parts.onSlow({ name: 'checkpoint', ms });
      }
    } catch (error) {
      // The disk may be full: what is in the log is safe there, and the next idle moment tries again.
      this.#parts.onBackgroundError(asStoreError(error));
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#checkpointTimer);
    await this.#settling;
    await this.lane.run(() => this.#db.close());
  }
}
