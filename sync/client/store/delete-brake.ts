import type { Database, Statement } from 'better-sqlite3';
import type { Row } from '#core/store/undo-steps.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import type { Value } from '../../protocol/op.ts';
import { brake, type BrakeDay } from '../fold/delete-brake.ts';
import { PRESENT, type SyncedTable } from './synced-tables.ts';

/** Keeps in the file what the brake on deletions goes by. */
export class DeleteBrake {
  readonly #db: Database;
  readonly #day: Statement;
  readonly #put: Statement;
  readonly #held: Statement;
  readonly #isOwn: (op: string) => boolean;
  /** The owner has seen the counts. */
  isReleased = false;

  constructor(db: Database, isOwn: (op: string) => boolean) {
    this.#db = db;
    this.#isOwn = isOwn;
    this.#day = db.prepare('SELECT from_ms AS fromMs, stood, deleted FROM delete_counts WHERE tbl = ?');
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO delete_counts (tbl, from_ms, stood, deleted) VALUES (?, ?, ?, ?)',
    );
    this.#held = db.prepare(`SELECT count(*) AS n FROM quarantine WHERE why = 'held' AND tbl = ?`);
  }

  /** Whether an op deletes one row too many; counts it where it does not. */
  holds(
    tx: WriteTransaction,
    table: SyncedTable,
    row: Row | undefined,
    fields: Readonly<Record<string, Value>>,
    op: string,
  ): boolean {
    // Links, settings and undo are no things of their own.
    if (this.isReleased || row === undefined || table.naming.length > 0 || this.#isOwn(op)) return false;
    const isDeleted =
      fields[PRESENT] === false || ((fields['deleted_at'] ?? null) !== null && row['deleted_at'] === null);
    if (!isDeleted) return false;
    const known = this.#day.get(table.name) as BrakeDay | undefined;
    const held = (this.#held.get(table.name) as { n: number }).n;
    const { day, isHeld } = brake(known, { standing: () => this.#standing(table), held, nowMs: tx.now });
    this.#put.run(table.name, day.fromMs, day.stood, day.deleted);
    return isHeld;
  }

  #standing({ name, hasTrash }: SyncedTable): number {
    const where = hasTrash ? ' WHERE deleted_at IS NULL' : '';
    return (this.#db.prepare(`SELECT count(*) AS n FROM ${name}${where}`).get() as { n: number }).n;
  }
}
