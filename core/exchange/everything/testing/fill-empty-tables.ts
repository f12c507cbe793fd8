import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { toldColumns } from '../told-columns.ts';

type Info = { name: string; type: string; notnull: number; pk: number };
type Reference = { table: string; from: string; to: string | null };

const textOf = (name: string): string => (name.endsWith('_day') ? '20000' : `of ${name}`);

/** One row in each table that has none, made from what its definition admits; a table it cannot fill throws. */
export const fillEmptyTables = (db: Database, told: readonly { name: string }[]): void => {
  for (const { name: table } of told) {
    if (db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined) continue;
    const references = db.pragma(`foreign_key_list(${table})`) as Reference[];
    const choices = new Map(toldColumns(db, table).map((column) => [column.sql, column]));
    const columns = (db.pragma(`table_info(${table})`) as Info[]).filter(({ name }) => name !== 'id');
    const values = columns.map(({ name, type, notnull, pk }, index) => {
      const reference = references.find(({ from }) => from === name);
      if (reference !== undefined) {
        const key = reference.to ?? 'id';
        const rows = db.prepare(`SELECT ${key} AS key FROM ${reference.table} LIMIT 9`).all() as {
          key: unknown;
        }[];
        // Two references to one table name different rows where there are some.
        const row = rows[index % Math.max(1, rows.length)];
        if (row !== undefined) return row.key;
        if (notnull === 1 || pk > 0) throw new Error(`${reference.table} has no row for ${table}`);
        return null;
      }
      const column = choices.get(`t.${name}`);
      if (column?.choices !== undefined) return column.choices[0];
      if (column?.as === 'json') return '{}';
      if (type === 'BLOB') return randomBytes(name === 'sha256' ? 32 : 16);
      if (type === 'INTEGER') return name.endsWith('_end') ? 2 : 1;
      return type === 'REAL' ? 0.5 : textOf(name);
    });
    const names = columns.map(({ name }) => name).join(', ');
    db.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`).run(values);
  }
};
