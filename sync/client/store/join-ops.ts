import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { encode, rfc8949EncodeOptions } from 'cborg';
import type { Row } from '#core/store/undo-steps.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { Op, OpBody, Value } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';
import { erasedTables } from './erasures.ts';
import type { JoinMarks } from './join-marks.ts';
import type { KeptOps } from './kept-ops.ts';
import type { RowNames } from './row-names.ts';
import { defaultStamp, type Stamps } from './stamps.ts';
import { namingOf, PRESENT, type SyncedTable } from './synced-tables.ts';

export interface JoinParts {
  readonly db: Database;
  readonly tables: ReadonlyMap<string, SyncedTable>;
  readonly names: RowNames;
  readonly stamps: Stamps;
  readonly marks: JoinMarks;
  readonly kept: KeptOps;
}

/**
 * The ops that say what is here and what the joined epoch lacks: each with the moment it counts from, and an id that
 * every device that has the same gives it.
 */
export function* joinOps(parts: JoinParts): Generator<Op> {
  const { db, tables, names, marks, kept } = parts;
  for (const table of tables.values())
    for (const row of db.prepare(`SELECT * FROM ${table.name}`).iterate() as IterableIterator<Row>) {
      const uid = names.uidOfRow(table, row);
      if (!marks.isInEpoch(table.name, uid)) yield* opsOfRow(parts, table, uid, row);
    }
  for (const { table: name, uid, field } of marks.later()) yield* opsOfField(parts, name, uid, field);
  for (const { op, stamp } of [...kept.waiting(), ...kept.quarantined()]) yield { ...op, at: stamp.eff };
}

function* opsOfRow({ names, stamps }: JoinParts, table: SyncedTable, uid: string, row: Row): Generator<Op> {
  const { name, sync } = table;
  const fields = names.toFields(
    table,
    row,
    table.content.filter((field) => sync !== 'cells' || row[field] !== null),
  );
  const stamp = stamps.row(name, uid) ?? defaultStamp(table, row);
  if (sync !== 'cells') {
    yield opOf({ kind: sync === 'events' ? 'event' : 'generated', table: name, uid, row: fields }, stamp);
    const takes = erasedTables(table, row);
    if (takes.length > 0) yield opOf({ kind: 'erase', tables: takes, upToMs: Number(row['up_to']) }, stamp);
    return;
  }
  yield opOf({ kind: 'cells', table: name, uid, fields: { ...fields, [PRESENT]: true } }, stamp);
  const naming = namingOf(table, fields);
  for (const [field, cell] of stamps.cells(name, uid))
    yield opOf(
      {
        kind: 'cells',
        table: name,
        uid,
        fields: { ...naming, [field]: cell.value ?? shown(table, row, field, fields) },
      },
      cell.stamp,
      field,
    );
}

function shown(table: SyncedTable, row: Row, field: string, fields: Record<string, Value>): Value {
  return field === PRESENT
    ? true
    : table.fields.includes(field) && row[field] !== null
      ? (fields[field] ?? null)
      : null;
}

/** A field of which this device knows a later value than the epoch has. */
function* opsOfField(
  { tables, names, stamps }: JoinParts,
  name: string,
  uid: string,
  field: string,
): Generator<Op> {
  const table = tables.get(name) as SyncedTable;
  const cells = stamps.cells(name, uid);
  const known = Object.fromEntries(
    table.naming.map((column) => [column, cells.get(column)?.value ?? null] as const),
  );
  const row = names.find(table, uid, known) ?? names.findByUid(table, uid);
  const columns = row === undefined ? known : names.toFields(table, row, table.content);
  const byDefault = stamps.row(name, uid) ?? (row && defaultStamp(table, row));
  if (table.sync === 'generated') {
    if (row !== undefined && byDefault !== undefined)
      yield opOf({ kind: 'generated', table: name, uid, row: columns }, byDefault);
    return;
  }
  const cell = cells.get(field);
  const stamp = cell?.stamp ?? byDefault;
  if (stamp === undefined) return;
  const value = cell?.value ?? (field === PRESENT ? row !== undefined : (columns[field] ?? null));
  const fields = { ...namingOf(table, columns), [field]: value };
  yield opOf({ kind: 'cells', table: name, uid, fields }, stamp, field);
}

/** @param field where the op says one field of an op that said several */
function opOf(body: OpBody, { eff, op }: Stamp, field?: string): Op {
  const id = op === '' ? contentId(body) : field === undefined ? op : `${op}/${field}`;
  return { id, at: eff, body };
}

/** Of what was written before sync: the same content has the same id on every device. */
function contentId(body: OpBody): string {
  const bytes = encode(body, rfc8949EncodeOptions);
  return uidToHex(createHash('sha256').update('americano op').update(bytes).digest().subarray(0, 16));
}
