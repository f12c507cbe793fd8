import type { Database, Statement } from 'better-sqlite3';
import type { Row } from '#core/store/undo-steps.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import type { Value } from '../../protocol/op.ts';
import { PRESENT, type SyncedTable } from './synced-tables.ts';

const AT_LEAST = 50;
const SHARE = 0.2;

/**
 * Deletions of other devices beyond max(50, 20 %) of a kind in a day wait until the owner has seen how many they are: a
 * program gone wrong on one laptop empties no other.
 */
export class DeleteBrake {
  readonly #db: Database;
  readonly #counts: Statement;
  readonly #put: Statement;
  readonly #dayOf: (at: number) => number;
  readonly #isOwn: (op: string) => boolean;
  /** The owner has seen the counts. */
  isReleased = false;

  constructor(db: Database, dayOf: (at: number) => number, isOwn: (op: string) => boolean) {
    this.#db = db;
    this.#dayOf = dayOf;
    this.#isOwn = isOwn;
    this.#counts = db.prepare('SELECT live, deleted FROM delete_counts WHERE tbl = ? AND study_day = ?');
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO delete_counts (tbl, study_day, live, deleted) VALUES (?, ?, ?, ?)',
    );
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
    if (this.isReleased || row === undefined || table.identity[0] !== 'uid' || this.#isOwn(op)) return false;
    const isDeleted =
      fields[PRESENT] === false || ((fields['deleted_at'] ?? null) !== null && row['deleted_at'] === null);
    if (!isDeleted) return false;
    const day = this.#dayOf(tx.now);
    const known = this.#counts.get(table.name, day) as { live: number; deleted: number } | undefined;
    const { live, deleted } = known ?? { live: this.#live(table), deleted: 0 };
    if (deleted >= Math.max(AT_LEAST, Math.floor(live * SHARE))) return true;
    this.#put.run(table.name, day, live, deleted + 1);
    return false;
  }

  #live({ name, hasTrash }: SyncedTable): number {
    const where = hasTrash ? ' WHERE deleted_at IS NULL' : '';
    return (this.#db.prepare(`SELECT count(*) AS n FROM ${name}${where}`).get() as { n: number }).n;
  }
}
