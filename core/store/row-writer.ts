import type { Database, Statement } from 'better-sqlite3';
import { tables } from './migrations/index.ts';
import type { SqlValue } from './statements.ts';
import type { Row } from './undo-steps.ts';

/** Inserts, updates and deletes of single rows by column names, prepared once for each shape. */
export class RowWriter {
  readonly #db: Database;
  readonly #prepared = new Map<string, Statement>();
  readonly #columns = new Map<string, ReadonlySet<string>>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Names are checked against the file's own schema before they become SQL. */
  columns(table: string): ReadonlySet<string> {
    let known = this.#columns.get(table);
    if (known === undefined) {
      if (!tables.has(table)) throw new Error(`no table ${table}`);
      const info = this.#db.pragma(`table_info(${table})`) as { name: string }[];
      known = new Set(info.map((column) => column.name));
      this.#columns.set(table, known);
    }
    return known;
  }

  #prepare(table: string, shape: string, names: readonly string[], sql: () => string): Statement {
    const cacheKey = `${table}|${shape}`;
    let prepared = this.#prepared.get(cacheKey);
    if (prepared === undefined) {
      const known = this.columns(table);
      for (const name of names) if (!known.has(name)) throw new Error(`${table} has no column ${name}`);
      prepared = this.#db.prepare(sql());
      this.#prepared.set(cacheKey, prepared);
    }
    return prepared;
  }

  insert(table: string, row: Row): number {
    const names = Object.keys(row);
    const sql = () =>
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`;
    return Number(this.#prepare(table, `insert ${names.join()}`, names, sql).run(row).lastInsertRowid);
  }

  read(table: string, key: Row, names: readonly string[]): Row | undefined {
    const keys = Object.keys(key);
    const sql = () =>
      `SELECT ${names.join(', ')} FROM ${table} WHERE ${keys.map((name) => `${name} = @${name}`).join(' AND ')}`;
    return this.#prepare(table, `read ${names.join()} by ${keys.join()}`, [...names, ...keys], sql).get(
      key,
    ) as Row | undefined;
  }

  update(table: string, key: Row, patch: Row): void {
    const keys = Object.keys(key);
    const names = Object.keys(patch);
    const sql = () =>
      `UPDATE ${table} SET ${names.map((name) => `${name} = @${name}`).join(', ')}
       WHERE ${keys.map((name) => `${name} = @key_${name}`).join(' AND ')}`;
    const params: Record<string, SqlValue> = { ...patch };
    for (const name of keys) params[`key_${name}`] = key[name] ?? null;
    this.#prepare(table, `update ${names.join()} by ${keys.join()}`, [...names, ...keys], sql).run(params);
  }

  /**
   * Stamp for a row that goes to the trash now. Never the moment in which it was made: that says that it was never out of
   * the trash, and nothing brings it back.
   */
  trashStamp(table: string, key: Row, now: number): number {
    return Math.max(now, Number(this.read(table, key, ['created_at'])?.['created_at'] ?? 0) + 1);
  }

  delete(table: string, key: Row): void {
    const keys = Object.keys(key);
    const sql = () => `DELETE FROM ${table} WHERE ${keys.map((name) => `${name} = @${name}`).join(' AND ')}`;
    this.#prepare(table, `delete by ${keys.join()}`, keys, sql).run(key);
  }
}
