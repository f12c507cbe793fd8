import type { Database } from 'better-sqlite3';
import { tables } from '#core/store/migrations/index.ts';
import type { Row } from '#core/store/undo-steps.ts';
import type { Value } from '../../protocol/op.ts';

/** A column that refers to a row of another synced table. */
export interface Parent {
  readonly column: string;
  readonly table: string;
  /** Whether it holds the local key, which means nothing elsewhere: the parent's uid travels in its place. */
  readonly byId: boolean;
}

/** What sync knows of a table: read from the registry of tables and from the file's own schema. */
export interface SyncedTable {
  readonly name: string;
  readonly sync: 'cells' | 'events' | 'generated';
  /** All columns, in the order of the file. */
  readonly columns: readonly string[];
  /** Those that travel: all but the local key, and when the row was touched last. */
  readonly fields: readonly string[];
  /** Those that say what the row is: without its own uid, which the op has. */
  readonly content: readonly string[];
  /** Those that every op of it says, because they name the row; none where the uid does. */
  readonly naming: readonly string[];
  /** Columns without which there is no row. */
  readonly required: readonly string[];
  /** What names a row in this file: `id`, or the columns of its primary key. */
  readonly rowKey: readonly string[];
  /** What names it everywhere: `uid`, or columns that mean the same on every device. */
  readonly identity: readonly string[];
  readonly parents: readonly Parent[];
  readonly parentOf: ReadonlyMap<string, Parent>;
  /** The column that says when it happened or was made. */
  readonly moment: string | undefined;
  readonly hasTrash: boolean;
}

/** `present`: whether a row is there at all, of tables whose rows are removed. */
export const PRESENT = 'present';

const moments = ['at', 'predicted_at', 'recorded_at', 'marked_at', 'created_at'];

type Column = { name: string; notnull: number; pk: number; dflt_value: string | null };
type ForeignKey = { table: string; from: string; to: string | null };

const cache = new WeakMap<Database, ReadonlyMap<string, SyncedTable>>();

/** The columns that address a row in this file. */
export function keyOf({ rowKey }: SyncedTable, row: Row): Row {
  return Object.fromEntries(rowKey.map((column) => [column, row[column] ?? null]));
}

/** Of some fields, those that name the row. */
export function namingOf(
  { naming }: SyncedTable,
  fields: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return Object.fromEntries(naming.map((column) => [column, fields[column] ?? null]));
}

/** Parents come before their children, so that rows can be written in this order. */
export function syncedTables(db: Database): ReadonlyMap<string, SyncedTable> {
  const known = cache.get(db);
  if (known !== undefined) return known;
  const found = new Map<string, SyncedTable>();
  for (const spec of tables.values())
    if (spec.sync !== 'never') found.set(spec.name, describe(db, spec.name, spec.sync));
  const sorted = new Map<string, SyncedTable>();
  const add = (table: SyncedTable): void => {
    if (sorted.has(table.name)) return;
    for (const { table: parent } of table.parents)
      if (parent !== table.name) add(found.get(parent) as SyncedTable);
    sorted.set(table.name, table);
  };
  for (const table of found.values()) add(table);
  cache.set(db, sorted);
  return sorted;
}

function describe(db: Database, name: string, sync: SyncedTable['sync']): SyncedTable {
  const info = db.pragma(`table_info(${name})`) as Column[];
  const columns = info.map((column) => column.name);
  const isLocalKey = columns.includes('id');
  const primary = info.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const parents = (db.pragma(`foreign_key_list(${name})`) as ForeignKey[])
    .filter(({ table }) => tables.get(table)?.sync !== 'never')
    .map(({ table, from, to }) => ({ column: from, table, byId: (to ?? 'id') === 'id' }));
  const fields = columns.filter((column) => column !== 'id' && column !== 'updated_at');
  const identity = columns.includes('uid') ? ['uid'] : primary.map((column) => column.name);
  return {
    name,
    sync,
    columns,
    fields,
    required: info
      .filter(
        ({ notnull, dflt_value, name: column }) =>
          notnull === 1 && dflt_value === null && fields.includes(column),
      )
      .map((column) => column.name),
    rowKey: isLocalKey ? ['id'] : primary.map((column) => column.name),
    identity,
    content: fields.filter((field) => field !== 'uid'),
    naming: identity[0] === 'uid' ? [] : identity,
    parents,
    parentOf: new Map(parents.map((parent) => [parent.column, parent])),
    moment: moments.find((moment) => columns.includes(moment)),
    hasTrash: columns.includes('deleted_at'),
  };
}
