import type { Database } from 'better-sqlite3';
import type { Row } from '#core/store/undo-steps.ts';
import type { SqlValue } from '#core/store/statements.ts';
import { derivedUid, uidFromHex, uidToHex } from '#core/store/uid.ts';
import type { Value } from '../../protocol/op.ts';
import type { RowChange } from './capture.ts';
import { Prepared } from './prepared.ts';
import type { SyncedTable } from './synced-tables.ts';

/** A row that another refers to is not here. */
export class MissingParent extends Error {
  readonly table: string;
  readonly uid: string;
  constructor(table: string, uid: string) {
    super(`a row of ${table} is not here yet`);
    this.table = table;
    this.uid = uid;
  }
}

/** Local keys and what rows are called everywhere: in ops a reference is the uid of the row. */
export class RowNames {
  readonly #tables: ReadonlyMap<string, SyncedTable>;
  readonly #prepared: Prepared;
  /** Uids of rows that this transaction removed, by table and local key. */
  readonly #removed = new Map<string, Uint8Array>();
  /** By table and uid: two devices made one row, and another name stays. */
  readonly #canonical: (table: string, uid: Uint8Array) => Uint8Array;

  constructor(
    db: Database,
    tables: ReadonlyMap<string, SyncedTable>,
    canonical: (table: string, uid: Uint8Array) => Uint8Array,
  ) {
    this.#prepared = new Prepared(db);
    this.#tables = tables;
    this.#canonical = canonical;
  }

  /** Rows that are gone by the end of the transaction still have children that name them. */
  rememberRemoved(changes: readonly RowChange[]): void {
    for (const { table, before, after } of changes)
      if (
        before !== null &&
        after === null &&
        before['uid'] instanceof Uint8Array &&
        before['id'] !== undefined
      )
        this.#removed.set(`${table.name} ${Number(before['id'])}`, before['uid']);
  }

  forgetRemoved(): void {
    this.#removed.clear();
  }

  uidOfId(table: string, id: number): Uint8Array {
    const row = this.#prepared.sql(`SELECT uid FROM ${table} WHERE id = ?`).get(id) as
      | { uid: Uint8Array }
      | undefined;
    const uid = row?.uid ?? this.#removed.get(`${table} ${id}`);
    if (uid === undefined) throw new Error(`no row ${id} of ${table}`);
    return uid;
  }

  idOfUid(table: string, uid: Uint8Array): number | undefined {
    const row = this.#prepared
      .sql(`SELECT id FROM ${table} WHERE uid = ?`)
      .get(this.#canonical(table, uid)) as { id: number } | undefined;
    return row?.id;
  }

  /** What a row of this file is called everywhere, as hex. */
  uidOfRow(table: SyncedTable, row: Row): string {
    return this.uidOfFields(table, this.toFields(table, row, table.identity));
  }

  /** The same, from the fields of an op. */
  uidOfFields({ name, identity }: SyncedTable, fields: Readonly<Record<string, Value>>): string {
    if (name === 'log_undos' || identity[0] === 'uid') return hexOf(fields[identity[0] as string]);
    const parts = identity.map((column) => {
      const value = fields[column];
      return value instanceof Uint8Array ? value : String(value);
    });
    return uidToHex(derivedUid(`sync ${name}`, ...parts));
  }

  /** Columns of a row as they travel. */
  toFields(table: SyncedTable, row: Row, columns: readonly string[]): Record<string, Value> {
    const fields: Record<string, Value> = {};
    for (const column of columns) {
      const value = row[column] ?? null;
      const parent = table.parentOf.get(column);
      fields[column] =
        parent?.byId === true && value !== null ? this.uidOfId(parent.table, Number(value)) : value;
    }
    return fields;
  }

  /** Fields of an op as columns of this file. @throws MissingParent */
  toColumns(table: SyncedTable, fields: Readonly<Record<string, Value>>): Row {
    const row: Row = {};
    for (const [column, value] of Object.entries(fields)) {
      // A field of a newer version: its cell is kept, the column is not here.
      if (!table.fields.includes(column)) continue;
      row[column] = this.#toColumn(table, column, value);
    }
    return row;
  }

  #toColumn(table: SyncedTable, column: string, value: Value): SqlValue {
    const parent = table.parentOf.get(column);
    if (parent === undefined || value === null) return typeof value === 'boolean' ? Number(value) : value;
    if (!parent.byId) {
      const { name, identity } = this.#tables.get(parent.table) as SyncedTable;
      const key = identity[0] as string;
      if (this.#prepared.sql(`SELECT 1 FROM ${name} WHERE ${key} = ?`).get(value) === undefined)
        throw new MissingParent(name, String(value));
      return value as SqlValue;
    }
    const uid = bytesOf(value);
    const id = this.idOfUid(parent.table, uid);
    if (id === undefined) throw new MissingParent(parent.table, uidToHex(uid));
    return id;
  }

  /** The row of this file that an op names; undefined: not here. */
  find(table: SyncedTable, uid: string, fields: Readonly<Record<string, Value>>): Row | undefined {
    if (table.identity[0] === 'uid' || table.name === 'log_undos') {
      const bytes = this.#canonical(table.name, uidFromHex(uid));
      return this.#prepared.sql(`SELECT * FROM ${table.name} WHERE ${table.identity[0]} = ?`).get(bytes) as
        | Row
        | undefined;
    }
    const key = Object.fromEntries(table.identity.map((column) => [column, fields[column] ?? null]));
    let columns: Row;
    try {
      columns = this.toColumns(table, key);
    } catch (error) {
      if (error instanceof MissingParent) return undefined;
      throw error;
    }
    const where = table.identity.map((column) => `${column} = @${column}`).join(' AND ');
    return this.#prepared.sql(`SELECT * FROM ${table.name} WHERE ${where}`).get(columns) as Row | undefined;
  }

  /** The same where only the name is known: rows that are named by their content are looked for one by one. */
  findByUid(table: SyncedTable, uid: string): Row | undefined {
    if (table.identity[0] === 'uid' || table.name === 'log_undos') return this.find(table, uid, {});
    const rows = this.#prepared.sql(`SELECT * FROM ${table.name}`).all() as Row[];
    return rows.find((row) => this.uidOfRow(table, row) === uid);
  }

  rowsWhere(table: string, column: string, value: SqlValue): Row[] {
    return this.#prepared.sql(`SELECT * FROM ${table} WHERE ${column} = ?`).all(value) as Row[];
  }
}

function bytesOf(value: Value | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError('a reference is a uid');
  return value;
}

function hexOf(value: Value | undefined): string {
  return uidToHex(bytesOf(value));
}
