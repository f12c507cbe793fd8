import type { Database, Statement } from 'better-sqlite3';
import type { Row } from '#core/store/undo-steps.ts';
import { uidFromHex, uidToHex } from '#core/store/uid.ts';
import type { Value } from '../../protocol/op.ts';
import type { RowNames } from './row-names.ts';
import type { SyncedTable } from './synced-tables.ts';
import { packValue, unpackValue } from './value-bytes.ts';

type Index = { name: string; unique: number; partial: number; origin: string };

/** Rows that two devices made of one thing: every device calls them by the smaller of their names. */
export class Aliases {
  readonly #db: Database;
  readonly #tables: ReadonlyMap<string, SyncedTable>;
  readonly #find: Statement;
  readonly #put: Statement;
  readonly #redirect: Statement;

  constructor(db: Database, tables: ReadonlyMap<string, SyncedTable>) {
    this.#db = db;
    this.#tables = tables;
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

  /** What the row of an op is called: links by the names that their ends have now. */
  nameOf(table: SyncedTable, uid: string, fields: Readonly<Record<string, Value>>, names: RowNames): string {
    if (table.identity[0] === 'uid') return this.canonical(table.name, uid);
    if (!table.identity.some((column) => table.parentOf.get(column)?.byId === true)) return uid;
    return names.uidOfFields(table, this.#canonicalEnds(table, fields));
  }

  #canonicalEnds(table: SyncedTable, fields: Readonly<Record<string, Value>>): Record<string, Value> {
    return Object.fromEntries(
      table.identity.map((column) => {
        const parent = table.parentOf.get(column);
        const value = fields[column] ?? null;
        const isName = parent?.byId === true && value instanceof Uint8Array;
        return [column, isName ? this.canonicalBytes(parent.table, value) : value];
      }),
    );
  }

  /** Makes one of two: `uid` is not here as a row, `other` is. */
  join(table: SyncedTable, uid: string, other: string, names: RowNames): void {
    const [small, large] = uid < other ? [uid, other] : [other, uid];
    const links = this.#linksTo(table, [small, large], names);
    if (small === uid)
      this.#db
        .prepare(`UPDATE ${table.name} SET uid = ? WHERE uid = ?`)
        .run(uidFromHex(uid), uidFromHex(other));
    this.#move(table.name, large, small);
    this.#redirect.run(uidFromHex(small), table.name, uidFromHex(large));
    this.#put.run(table.name, uidFromHex(large), uidFromHex(small));
    for (const { child, old, fields } of links) {
      const now = names.uidOfFields(child, this.#canonicalEnds(child, fields));
      if (now !== old) this.#move(child.name, old, now);
    }
  }

  /** Links that name one of two rows, those that are no more among them. */
  #linksTo(
    table: SyncedTable,
    uids: readonly string[],
    names: RowNames,
  ): { child: SyncedTable; old: string; fields: Record<string, Value> }[] {
    return [...this.#tables.values()].flatMap((child) => {
      const parent = child.parents.find(
        (one) => one.table === table.name && child.identity.includes(one.column),
      );
      if (parent === undefined) return [];
      const found: { child: SyncedTable; old: string; fields: Record<string, Value> }[] = [];
      for (const uid of uids) {
        const id = names.idOfUid(table.name, uidFromHex(uid));
        const rows = id === undefined ? [] : names.rowsWhere(child.name, parent.column, id);
        for (const row of rows) {
          const fields = names.toFields(child, row, child.identity);
          found.push({ child, old: names.uidOfFields(child, fields), fields });
        }
        found.push(...this.#tombsOf(child, parent.column, uid));
      }
      return found;
    });
  }

  #tombsOf(
    child: SyncedTable,
    column: string,
    uid: string,
  ): { child: SyncedTable; old: string; fields: Record<string, Value> }[] {
    const named = this.#db
      .prepare('SELECT uid FROM sync_cells WHERE tbl = ? AND field = ? AND value = ?')
      .all(child.name, column, packValue(uidFromHex(uid))) as { uid: Uint8Array }[];
    const values = this.#db.prepare('SELECT field, value FROM sync_cells WHERE tbl = ? AND uid = ?');
    return named.map(({ uid: tomb }) => {
      const cells = values.all(child.name, tomb) as { field: string; value: Uint8Array | null }[];
      const ends = cells.filter(({ field }) => child.identity.includes(field));
      const fields = Object.fromEntries(
        ends.map(({ field, value }) => [field, value === null ? null : unpackValue(value)]),
      );
      return { child, old: uidToHex(tomb), fields };
    });
  }

  /** What is known of the fields of two rows is known of one: the later of each stays. */
  #move(name: string, from: string, to: string): void {
    const [old, now] = [uidFromHex(from), uidFromHex(to)];
    for (const table of ['sync_cells', 'sync_shadows'])
      this.#db
        .prepare(
          `DELETE FROM ${table} AS a WHERE tbl = @name AND uid IN (@old, @now) AND EXISTS (
             SELECT 1 FROM ${table} b WHERE b.tbl = @name AND b.uid IN (@old, @now) AND b.uid <> a.uid
               AND b.field = a.field AND (b.ms, b.n, b.op) > (a.ms, a.n, a.op))`,
        )
        .run({ name, old, now });
    this.#db
      .prepare(
        `DELETE FROM sync_rows AS a WHERE tbl = @name AND uid IN (@old, @now) AND EXISTS (
           SELECT 1 FROM sync_rows b WHERE b.tbl = @name AND b.uid IN (@old, @now) AND b.uid <> a.uid
             AND (b.ms, b.n, b.op) > (a.ms, a.n, a.op))`,
      )
      .run({ name, old, now });
    for (const table of ['sync_cells', 'sync_rows', 'sync_shadows', 'sync_absent'])
      this.#db
        .prepare(`UPDATE OR REPLACE ${table} SET uid = ? WHERE tbl = ? AND uid = ?`)
        .run(now, name, old);
  }
}
