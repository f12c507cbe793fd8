import Database from 'better-sqlite3';
import type { SqlValue } from '../../store/statements.ts';
import { stagedHoursSql } from '../../twin/rollups/hourly-rollups.ts';
import { stagedSessionsSql } from '../../twin/rollups/session-metrics.ts';
import { stagingSchema } from './staging-schema.ts';

type StagedRow = Record<string, SqlValue>;
type Insert = { names: readonly string[]; run: (...values: SqlValue[]) => boolean };

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((name, index) => name === others[index]);

/** Writes the second file of an import. Rows are inserted by the column names they carry. */
export class StagedFile {
  readonly db: Database.Database;
  /** Of each table, that of the columns of its last row: a table is filled with rows of one shape. */
  readonly #inserts = new Map<string, Insert>();

  constructor(path: string) {
    this.db = new Database(path);
    // The file can be made again from the package: nothing is worth a sync.
    this.db.pragma('journal_mode = OFF');
    this.db.pragma('synchronous = OFF');
    this.db.pragma('cache_size = -131072');
    for (const sql of stagingSchema) this.db.exec(sql);
    this.db.exec('BEGIN');
  }

  insert(table: string, row: StagedRow): void {
    const names = Object.keys(row);
    let insert = this.#inserts.get(table);
    if (insert === undefined || !isSame(insert.names, names)) {
      insert = { names, run: this.inserter(table, names) };
      this.#inserts.set(table, insert);
    }
    insert.run(...Object.values(row));
  }

  /**
   * The same for tables of many rows: values in the order of the columns, prepared once. Says whether the row is new:
   * one whose key is there already is ignored.
   */
  inserter(table: string, columns: readonly string[]): (...values: SqlValue[]) => boolean {
    const places = columns.map(() => '?').join(', ');
    const prepared = this.db.prepare(
      `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`,
    );
    return (...values) => prepared.run(...values).changes === 1;
  }

  finish(): void {
    this.db.exec(stagedHoursSql);
    this.db.exec(stagedSessionsSql);
    this.db.exec('COMMIT');
    this.db.close();
  }

  abandon(): void {
    this.db.close();
  }
}
