import type { Database } from 'better-sqlite3';
import type { Row } from '#core/store/undo-steps.ts';
import type { SqlValue } from '#core/store/statements.ts';
import { syncedTables, type SyncedTable } from './synced-tables.ts';

/** What a transaction did to a row, from its beginning to its end. Null: the row was not there. */
export interface RowChange {
  readonly table: SyncedTable;
  readonly before: Row | null;
  after: Row | null;
}

/** Of one transaction: an import of a whole history is more. */
const CHANGES_AT_MOST = 150_000;
const INSERTED = 0;
const UPDATED = 1;
const DELETED = 2;

/**
 * Sees every change of a synced table that this connection makes, however it is written: temporary triggers hand old and new
 * rows to a function. They live in the connection, so that the file says nothing of them, and another connection that
 * writes has its own.
 */
export class Capture {
  readonly #db: Database;
  readonly #tables: readonly SyncedTable[];
  readonly #changes = new Map<string, RowChange>();
  #hasOverflowed = false;
  /** What changes were before each step since the mark; undefined: there was none. */
  #journal: { key: string; after: Row | null | undefined }[] | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#tables = [...syncedTables(db).values()];
    db.function('sync_note', { varargs: true }, (...values: unknown[]) => {
      this.#note(values as SqlValue[]);
      return null;
    });
    for (const [index, table] of this.#tables.entries()) this.#watch(table, index);
  }

  /** The connection is not watched any more. */
  stop(): void {
    for (const { name } of this.#tables)
      for (const verb of ['insert', 'update', 'delete'])
        this.#db.exec(`DROP TRIGGER IF EXISTS temp.sync_${name}_${verb}`);
    this.discard();
  }

  /** Whether a transaction changed more than is remembered of one: what it did is told by a snapshot. */
  get hasOverflowed(): boolean {
    return this.#hasOverflowed;
  }

  /** Changes since the last look, in the order in which rows were first touched; without what came and went. */
  take(): RowChange[] {
    const changes = [...this.#changes.values()].filter(
      ({ before, after }) => before !== null || after !== null,
    );
    this.#changes.clear();
    this.#hasOverflowed = false;
    return changes;
  }

  discard(): void {
    this.#changes.clear();
    this.#journal = undefined;
    this.#hasOverflowed = false;
  }

  /** From here on, changes can be taken back without the transaction. */
  mark(): void {
    this.#journal = [];
  }

  /** The file has gone back to where it was at `mark`. */
  rollBack(): void {
    for (const { key, after } of (this.#journal ?? []).toReversed())
      if (after === undefined) this.#changes.delete(key);
      else (this.#changes.get(key) as RowChange).after = after;
    this.#journal = undefined;
  }

  #watch({ name, columns }: SyncedTable, index: number): void {
    const of = (row: string): string => columns.map((column) => `${row}.${column}`).join(', ');
    const watch = (verb: string, code: number, values: string): void => {
      this.#db.exec(`CREATE TEMP TRIGGER sync_${name}_${verb.toLowerCase()} AFTER ${verb} ON main.${name}
        BEGIN SELECT sync_note(${index}, ${code}, ${values}); END`);
    };
    watch('INSERT', INSERTED, of('NEW'));
    watch('UPDATE', UPDATED, `${of('OLD')}, ${of('NEW')}`);
    watch('DELETE', DELETED, of('OLD'));
  }

  #note(values: readonly SqlValue[]): void {
    if (this.#hasOverflowed) return;
    if (this.#changes.size >= CHANGES_AT_MOST) {
      this.#changes.clear();
      this.#hasOverflowed = true;
      return;
    }
    const table = this.#tables[Number(values[0])] as SyncedTable;
    const code = values[1];
    const old = code === INSERTED ? null : rowOf(table, values, 2);
    const now =
      code === DELETED ? null : rowOf(table, values, code === INSERTED ? 2 : 2 + table.columns.length);
    // A row that takes another key is another row.
    if (old !== null && now !== null && keyOf(table, old) !== keyOf(table, now)) {
      this.#change(table, old, null);
      this.#change(table, null, now);
    } else this.#change(table, old, now);
  }

  #change(table: SyncedTable, old: Row | null, now: Row | null): void {
    const key = keyOf(table, (old ?? now) as Row);
    const known = this.#changes.get(key);
    this.#journal?.push({ key, after: known === undefined ? undefined : known.after });
    if (known === undefined) this.#changes.set(key, { table, before: old, after: now });
    else known.after = now;
  }
}

function rowOf({ columns }: SyncedTable, values: readonly SqlValue[], from: number): Row {
  const row: Row = {};
  for (let place = 0; place < columns.length; place += 1)
    row[columns[place] as string] = values[from + place] ?? null;
  return row;
}

function keyOf({ name, rowKey }: SyncedTable, row: Row): string {
  return `${name} ${rowKey.map((column) => text(row[column])).join(' ')}`;
}

function text(value: SqlValue | undefined): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
