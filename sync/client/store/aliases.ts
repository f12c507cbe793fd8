import type { Database, Statement } from 'better-sqlite3';
import type { Row } from '#core/store/undo-steps.ts';
import { uidFromHex, uidToHex } from '#core/store/uid.ts';
import type { SyncedTable } from './synced-tables.ts';

type Index = { name: string; unique: number; partial: number; origin: string };

/** Rows that two devices made of one thing: every device calls them by the smaller of their names. */
export class Aliases {
  readonly #db: Database;
  readonly #find: Statement;
  readonly #put: Statement;
  readonly #redirect: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#find = db.prepare('SELECT canonical FROM sync_aliases WHERE tbl = ? AND uid = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO sync_aliases (tbl, uid, canonical) VALUES (?, ?, ?)');
    this.#redirect = db.prepare('UPDATE sync_aliases SET canonical = ? WHERE tbl = ? AND canonical = ?');
  }

  canonical(table: string, uid: string): string {
    return uidToHex(this.canonicalBytes(table, uidFromHex(uid)));
  }

  canonicalBytes(table: string, uid: Uint8Array): Uint8Array {
    return (this.#find.get(table, uid) as { canonical: Uint8Array } | undefined)?.canonical ?? uid;
  }

  /** The other row that has what only one may have, by its uid. */
  rivalOf(table: SyncedTable, uid: string, row: Row): string | undefined {
    if (table.identity[0] !== 'uid' || table.sync !== 'cells') return undefined;
    for (const index of this.#db.pragma(`index_list(${table.name})`) as Index[]) {
      if (index.unique === 0 || index.partial === 1) continue;
      const columns = (this.#db.pragma(`index_info(${index.name})`) as { name: string }[]).map(
        ({ name }) => name,
      );
      if (columns.includes('uid') || columns.includes('id')) continue;
      const where = columns.map((column) => `${column} = @${column}`).join(' AND ');
      const key = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
      const found = this.#db
        .prepare(`SELECT uid FROM ${table.name} WHERE ${where} AND uid <> @uid`)
        .get({ ...key, uid: uidFromHex(uid) }) as { uid: Uint8Array } | undefined;
      if (found !== undefined) return uidToHex(found.uid);
    }
    return undefined;
  }

  /** Makes one of two: `uid` is not here as a row, `other` is. */
  join(table: SyncedTable, uid: string, other: string): void {
    const [small, large] = uid < other ? [uid, other] : [other, uid];
    if (small === uid) this.#rename(table, other, uid);
    this.#redirect.run(uidFromHex(small), table.name, uidFromHex(large));
    this.#put.run(table.name, uidFromHex(large), uidFromHex(small));
  }

  #rename({ name }: SyncedTable, from: string, to: string): void {
    const [old, now] = [uidFromHex(from), uidFromHex(to)];
    this.#db.prepare(`UPDATE ${name} SET uid = ? WHERE uid = ?`).run(now, old);
    // What is known of the fields of both: the later of each stays.
    this.#db
      .prepare(
        `DELETE FROM sync_cells AS a WHERE tbl = @name AND uid IN (@old, @now) AND EXISTS (
           SELECT 1 FROM sync_cells b WHERE b.tbl = @name AND b.uid IN (@old, @now) AND b.uid <> a.uid
             AND b.field = a.field AND (b.ms, b.n, b.op) > (a.ms, a.n, a.op))`,
      )
      .run({ name, old, now });
    for (const table of ['sync_cells', 'sync_rows', 'sync_shadows'])
      this.#db
        .prepare(`UPDATE OR REPLACE ${table} SET uid = ? WHERE tbl = ? AND uid = ?`)
        .run(now, name, old);
    this.#db.prepare('DELETE FROM sync_absent WHERE tbl = ? AND uid = ?').run(name, now);
  }
}
