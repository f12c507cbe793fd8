import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { decode, encode } from 'cborg';
import { z } from 'zod';
import type { SqlValue } from '#core/store/statements.ts';
import type { Row } from '#core/store/undo-steps.ts';
import { BrokenSegment } from '../planner/sync-disk.ts';
import { packColumn, unpackColumn, type PackedColumn } from './columns.ts';
import { syncedTables, type SyncedTable } from './synced-tables.ts';

const ROWS_IN_PART = 20_000;
const VERSION = 1;
/** Inflated, of one part. */
const PART_BYTES_AT_MOST = 256 * 1024 * 1024;

/** Local tables that say when things were written, and what is put aside: they go along as they are. */
const beside = {
  sync_rows: ['tbl', 'uid', 'ms', 'n', 'op'],
  sync_cells: ['tbl', 'uid', 'field', 'ms', 'n', 'op', 'value'],
  sync_aliases: ['tbl', 'uid', 'canonical'],
  sync_absent: ['tbl', 'uid'],
  pending_ops: ['id', 'ms', 'n', 'frame'],
  quarantine: ['id', 'ms', 'n', 'frame', 'why', 'tbl', 'detail'],
  eff_clamps: ['uid', 'eff_at'],
  sync_known: ['id'],
  sync_frontiers: ['dev', 'seq', 'chain'],
} as const;
export type Beside = keyof typeof beside;

const packed = z.object({
  kind: z.enum(['int', 'text', 'bytes', 'any']),
  nulls: z.instanceof(Uint8Array),
  body: z.instanceof(Uint8Array),
});
const part = z.object({
  table: z.string().max(64),
  rows: z.int().min(0).max(ROWS_IN_PART),
  columns: z.record(z.string().max(64), packed),
});
const parts = z.tuple([z.literal(VERSION), z.array(z.instanceof(Uint8Array)).max(100_000)]);

/** Rows of a table as a snapshot has them: references are places of the parent's rows in it, from 0. */
export interface SnapshotPart {
  readonly table: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly SqlValue[]>;
}

/**
 * All facts of a store as another device can take them over, column by column and compressed. Read within one transaction
 * or on a connection that sees one moment.
 */
export function writeSnapshot(db: Database): Uint8Array {
  const bytes: Uint8Array[] = [];
  const places = new Map<string, Map<number, number>>();
  for (const table of syncedTables(db).values())
    for (const found of partsOf(db, table, places)) bytes.push(found);
  for (const [name, columns] of Object.entries(beside)) {
    const where = name === 'sync_known' ? ' WHERE clamped = 1' : '';
    const sql = `SELECT ${columns.join(', ')} FROM ${name}${where}`;
    bytes.push(...inParts(db, sql, (rows) => pack(name, columns, rows)));
  }
  return encode([VERSION, bytes]);
}

function* inParts(db: Database, sql: string, packRows: (rows: Row[]) => Uint8Array): Generator<Uint8Array> {
  let rows: Row[] = [];
  for (const row of db.prepare(sql).iterate() as IterableIterator<Row>) {
    rows.push(row);
    if (rows.length < ROWS_IN_PART) continue;
    yield packRows(rows);
    rows = [];
  }
  if (rows.length > 0) yield packRows(rows);
}

function partsOf(db: Database, table: SyncedTable, places: Map<string, Map<number, number>>): Uint8Array[] {
  const own = new Map<number, number>();
  if (table.rowKey[0] === 'id') places.set(table.name, own);
  const columns = [...table.fields, ...(table.columns.includes('updated_at') ? ['updated_at'] : [])];
  // A row of a tree may stand before the one above it: places are known before the rows are written.
  if (table.rowKey[0] === 'id')
    for (const { id } of db
      .prepare(`SELECT id FROM ${table.name} ORDER BY id`)
      .iterate() as IterableIterator<{
      id: number;
    }>)
      own.set(id, own.size);
  const sql = `SELECT * FROM ${table.name} ORDER BY ${table.rowKey.join(', ')}`;
  return [
    ...inParts(db, sql, (rows) =>
      pack(
        table.name,
        columns,
        rows.map((row) => asPlaces(table, row, places)),
      ),
    ),
  ];
}

function asPlaces(
  table: SyncedTable,
  row: Row,
  places: ReadonlyMap<string, ReadonlyMap<number, number>>,
): Row {
  for (const { column, table: parent, byId } of table.parents)
    if (byId && row[column] !== null) row[column] = places.get(parent)?.get(Number(row[column])) ?? null;
  return row;
}

function pack(table: string, columns: readonly string[], rows: readonly Row[]): Uint8Array {
  const packedColumns: Record<string, PackedColumn> = {};
  for (const column of columns) packedColumns[column] = packColumn(rows.map((row) => row[column] ?? null));
  return deflateRawSync(encode({ table, rows: rows.length, columns: packedColumns }), { level: 6 });
}

/** The parts of a snapshot, in an order in which rows can be written. @throws BrokenSegment where it is none */
export function* readSnapshot(bytes: Uint8Array): Generator<SnapshotPart> {
  const [, found] = checked(() => parts.parse(decode(bytes)));
  for (const deflated of found) {
    yield checked(() => {
      const read = part.parse(decode(inflateRawSync(deflated, { maxOutputLength: PART_BYTES_AT_MOST })));
      const columns = Object.entries(read.columns).map(
        ([name, column]) => [name, unpackColumn(column, read.rows)] as const,
      );
      return { table: read.table, rows: read.rows, columns: new Map(columns) };
    });
  }
}

function checked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new BrokenSegment('a snapshot is not one', { cause: error });
  }
}

export function isBeside(table: string): table is Beside {
  return Object.hasOwn(beside, table);
}
