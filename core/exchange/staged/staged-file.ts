import Database from 'better-sqlite3';
import type { SqlValue } from '../../store/statements.ts';
import { stagingSchema } from './staging-schema.ts';

type StagedRow = Record<string, SqlValue>;

/** Writes the second file of an import. Rows are inserted by the column names they carry. */
export class StagedFile {
  readonly db: Database.Database;
  readonly #inserts = new Map<string, Database.Statement>();

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
    const cacheKey = `${table} ${names.join()}`;
    let prepared = this.#inserts.get(cacheKey);
    if (prepared === undefined) {
      const values = names.map((name) => `@${name}`).join(', ');
      prepared = this.db.prepare(`INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${values})`);
      this.#inserts.set(cacheKey, prepared);
    }
    prepared.run(row);
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
    this.db.exec('COMMIT');
    this.db.close();
  }

  abandon(): void {
    this.db.close();
  }
}
