import Database from 'better-sqlite3';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import { BrokenBulk, entriesOf } from './bulk.ts';
import type { Capture } from './capture.ts';
import type { CellsFold } from './cells-fold.ts';
import type { EraseFold } from './erase-fold.ts';
import type { KeptOps } from './kept-ops.ts';
import type { RowsFold } from './rows-fold.ts';
import { MissingParent } from './row-names.ts';
import type { SyncedTable } from './synced-tables.ts';
import { AHEAD_AT_MOST_MS } from '../../protocol/hlc.ts';
import type { CellsBody, EventBody, GeneratedBody, Op } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';

export interface FoldParts {
  readonly db: Database.Database;
  readonly capture: Capture;
  readonly tables: ReadonlyMap<string, SyncedTable>;
  readonly kept: KeptOps;
  readonly cells: CellsFold;
  readonly rows: RowsFold;
  readonly erase: EraseFold;
  /** The blob of a bulk op; undefined: not here yet. */
  readonly blob: (sha256: string) => Uint8Array | undefined;
}

/** Applies ops to the store, in whatever order they come: the rows are the same in the end. */
export class StoreFold {
  readonly #parts: FoldParts;

  constructor(parts: FoldParts) {
    this.#parts = parts;
  }

  /** One op that counts from `stamp`. What cannot be applied is put aside, and the rest goes on. */
  fold(tx: WriteTransaction, op: Op, stamp: Stamp): void {
    const { kept, capture, db } = this.#parts;
    // A bulk op's entries are each taken or put aside by themselves.
    const isWhole = op.body.kind === 'bulk';
    if (!isWhole) {
      db.exec('SAVEPOINT op');
      capture.mark();
    }
    try {
      this.#apply(tx, op, stamp);
      if (!isWhole) db.exec('RELEASE op');
    } catch (error) {
      if (!isWhole && db.inTransaction) {
        db.exec('ROLLBACK TO op; RELEASE op');
        capture.rollBack();
      }
      if (error instanceof MissingParent) kept.wait(op, stamp);
      else if (isRefusal(error)) kept.quarantine(op, stamp, 'refused', String(error), tx.now);
      else throw error;
    }
  }

  #apply(tx: WriteTransaction, op: Op, stamp: Stamp): void {
    const { body } = op;
    const { kept, cells, rows, erase, tables, blob } = this.#parts;
    if (body.kind === 'digest') return;
    if (body.kind === 'unknown') {
      kept.quarantine(op, stamp, 'newer', `${body.name} ${body.version}`, tx.now);
    } else if (body.kind === 'erase') {
      // By the account's clock: the eraser's own may be behind.
      erase.apply(tx, body.tables, Math.max(body.upToMs, stamp.eff.ms));
    } else if (body.kind === 'bulk') {
      const bytes = blob(body.blob);
      if (bytes === undefined) kept.wait(op, stamp);
      else for (const entry of entriesOf(bytes, op)) this.fold(tx, entry, { eff: stamp.eff, op: entry.id });
    } else {
      const table = tables.get(body.table);
      if (
        table === undefined ||
        table.sync !== { cells: 'cells', event: 'events', generated: 'generated' }[body.kind]
      )
        kept.quarantine(op, stamp, 'newer', `table ${body.table}`, tx.now);
      else if (erase.hasTaken(table.name, countsFrom(table, body, stamp))) return;
      else if (body.kind === 'cells') cells.apply(tx, table, op, body, stamp);
      else if (body.kind === 'event') rows.addEvent(tx, table, body, stamp);
      else rows.addGenerated(tx, table, body, stamp);
    }
  }

  erase(tx: WriteTransaction, tables: readonly string[], upToMs: number): void {
    this.#parts.erase.apply(tx, tables, upToMs);
  }

  /** Tries again what waits, until nothing moves any more. */
  retry(tx: WriteTransaction): void {
    const { kept, cells } = this.#parts;
    for (;;) {
      let moved = cells.makeAbsent(tx);
      for (const { op, stamp } of kept.waiting()) {
        kept.dropWaiting(op.id);
        this.fold(tx, op, stamp);
        moved = kept.isWaiting(op.id) ? moved : true;
      }
      if (!moved) return;
    }
  }
}

/** What a row of a log says of its moment, unless that is well ahead of the account: the same as `eff_clamps` makes of it. */
function countsFrom(
  { moment }: SyncedTable,
  body: CellsBody | EventBody | GeneratedBody,
  { eff }: Stamp,
): number {
  const at = body.kind === 'cells' || moment === undefined ? eff.ms : Number(body.row[moment] ?? eff.ms);
  return at > eff.ms + AHEAD_AT_MOST_MS ? eff.ms : at;
}

/** What the store or the bytes of an op refuse: no device can apply it. The disk's own failures go on. */
function isRefusal(error: unknown): boolean {
  if (error instanceof Database.SqliteError)
    return error.code.startsWith('SQLITE_CONSTRAINT') || error.code === 'SQLITE_MISMATCH';
  return error instanceof TypeError || error instanceof RangeError || error instanceof BrokenBulk;
}
