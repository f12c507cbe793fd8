import type { Database } from 'better-sqlite3';
import type { SqlValue } from '#core/store/statements.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import { uidToHex } from '#core/store/uid.ts';
import { FRAME_BYTES_AT_MOST } from '../../protocol/limits.ts';
import { decodeFrame } from '../../protocol/frame.ts';
import type { Op, Value } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';
import { BrokenSegment } from '../planner/sync-disk.ts';
import { erasedTables } from './erasures.ts';
import type { RowNames } from './row-names.ts';
import { isBeside, readSnapshot, type SnapshotPart } from './snapshot.ts';
import type { StoreFold } from './store-fold.ts';
import { namingOf, PRESENT, type SyncedTable } from './synced-tables.ts';
import { unpackValue } from './value-bytes.ts';

export interface TakeParts {
  readonly db: Database;
  readonly tables: ReadonlyMap<string, SyncedTable>;
  readonly names: RowNames;
  readonly fold: StoreFold;
  readonly hasErasure: (uid: Uint8Array) => boolean;
}

type Cell = { readonly stamp: Stamp; readonly value: Value | undefined };
/** What the snapshot knows of moments: of rows, and of single fields by row. */
interface Moments {
  readonly rows: ReadonlyMap<string, Stamp>;
  readonly cells: Map<string, Map<string, Cell>>;
}

const replaced = new Set(['sync_frontiers', 'sync_known']);

const hex = (value: SqlValue | undefined): string => uidToHex(value as Uint8Array);
const bytes = (value: SqlValue | undefined): Uint8Array => value as Uint8Array;

/**
 * Takes over what a snapshot has, as if each of its rows and fields came as an op: what is here and later stays, whatever
 * else is here stays too. Frontiers and the ids that are known for ever are replaced.
 * @param isMine made here, of what is here: only what is replaced is read
 * @throws BrokenSegment
 */
export function takeSnapshot(
  parts: TakeParts,
  tx: WriteTransaction,
  state: Uint8Array,
  isMine: boolean,
): void {
  const { db, tables, fold } = parts;
  const moments = isMine ? noMoments() : readMoments(state);
  const uids = new Map<string, Uint8Array[]>();
  const late: SnapshotPart[] = [];
  db.exec('DELETE FROM sync_frontiers; DELETE FROM sync_known');
  for (const part of readSnapshot(state)) {
    const table = tables.get(part.table);
    if (isMine && !replaced.has(part.table)) continue;
    if (table !== undefined) takeRows(parts, tx, table, part, uids, moments);
    else if (isBeside(part.table)) late.push(part);
    else throw new BrokenSegment(`a snapshot with a table ${part.table}`);
  }
  for (const part of late) takeBeside(parts, tx, part);
  // Fields of rows that are not there: of what was removed, or waits for its parent.
  for (const [key, cells] of moments.cells) {
    const [name = '', uid = ''] = key.split(' ');
    const table = tables.get(name);
    if (table === undefined) continue;
    const identity = Object.fromEntries(
      table.naming.map((column) => [column, cells.get(column)?.value ?? null] as const),
    );
    takeCells(parts, tx, table, uid, identity, cells, {});
  }
  fold.retry(tx);
}

const noMoments = (): Moments => ({ rows: new Map(), cells: new Map() });

/** Moments come after the rows in the file, and are wanted before. */
function readMoments(state: Uint8Array): Moments {
  const rows = new Map<string, Stamp>();
  const cells = new Map<string, Map<string, Cell>>();
  for (const part of readSnapshot(state)) {
    if (part.table !== 'sync_rows' && part.table !== 'sync_cells') continue;
    for (let place = 0; place < part.rows; place += 1) {
      const at = (name: string): SqlValue => part.columns.get(name)?.[place] ?? null;
      const key = `${String(at('tbl'))} ${hex(at('uid'))}`;
      const stamp = { eff: { ms: Number(at('ms')), n: Number(at('n')) }, op: String(at('op')) };
      if (part.table === 'sync_rows') rows.set(key, stamp);
      else {
        const value = at('value');
        const fields = cells.get(key) ?? new Map<string, Cell>();
        fields.set(String(at('field')), {
          stamp,
          value: value === null ? undefined : unpackValue(bytes(value)),
        });
        cells.set(key, fields);
      }
    }
  }
  return { rows, cells };
}

function takeCells(
  { fold }: TakeParts,
  tx: WriteTransaction,
  { name: table }: SyncedTable,
  uid: string,
  identity: Record<string, Value>,
  cells: ReadonlyMap<string, Cell>,
  shown: Readonly<Record<string, Value>>,
): void {
  for (const [field, { stamp, value }] of cells) {
    const fields = { ...identity, [field]: value ?? (field === PRESENT ? true : (shown[field] ?? null)) };
    fold.fold(tx, { id: stamp.op, at: stamp.eff, body: { kind: 'cells', table, uid, fields } }, stamp);
  }
}

function takeRows(
  parts: TakeParts,
  tx: WriteTransaction,
  table: SyncedTable,
  part: SnapshotPart,
  uids: Map<string, Uint8Array[]>,
  { rows, cells }: Moments,
): void {
  const { names, fold, hasErasure } = parts;
  const named = uids.get(table.name) ?? [];
  uids.set(table.name, named);
  const uidColumn = part.columns.get('uid');
  if (uidColumn !== undefined) for (const uid of uidColumn) named.push(uid as Uint8Array);
  for (let place = 0; place < part.rows; place += 1) {
    const fields: Record<string, Value> = {};
    for (const [column, values] of part.columns) {
      const value = values[place] ?? null;
      if (column === 'uid' || column === 'updated_at' || (value === null && table.sync === 'cells')) continue;
      const parent = table.parentOf.get(column);
      fields[column] =
        parent?.byId === true && value !== null ? (uids.get(parent.table)?.[Number(value)] ?? null) : value;
    }
    const uid =
      uidColumn === undefined ? names.uidOfFields(table, fields) : uidToHex(uidColumn[place] as Uint8Array);
    const moment = Number(part.columns.get('updated_at')?.[place] ?? fields[table.moment ?? ''] ?? 0);
    const key = `${table.name} ${uid}`;
    const stamp = rows.get(key) ?? { eff: { ms: moment, n: 0 }, op: '' };
    const row = { ...fields };
    // Asked before it is written.
    const isErasure = table.name === 'erasures' && !hasErasure(bytes(uidColumn?.[place]));
    fold.fold(tx, { id: stamp.op, at: stamp.eff, body: bodyOf(table, uid, row) }, stamp);
    const own = cells.get(key);
    if (own !== undefined) {
      cells.delete(key);
      takeCells(parts, tx, table, uid, namingOf(table, row), own, row);
    }
    const takes = erasedTables(table, row as Record<string, SqlValue>);
    if (isErasure) fold.erase(tx, takes, Math.max(Number(row['up_to']), stamp.eff.ms));
  }
}

function bodyOf({ name, sync }: SyncedTable, uid: string, row: Record<string, Value>): Op['body'] {
  if (sync === 'cells') return { kind: 'cells', table: name, uid, fields: { ...row, [PRESENT]: true } };
  return { kind: sync === 'events' ? 'event' : 'generated', table: name, uid, row };
}

function takeBeside({ db, fold }: TakeParts, tx: WriteTransaction, part: SnapshotPart): void {
  for (let place = 0; place < part.rows; place += 1) {
    const at = (name: string): SqlValue => part.columns.get(name)?.[place] ?? null;
    const eff = { ms: Number(at('ms')), n: Number(at('n')) };
    if (part.table === 'sync_frontiers')
      db.prepare('INSERT OR REPLACE INTO sync_frontiers (dev, seq, chain) VALUES (?, ?, ?)').run(
        at('dev'),
        at('seq'),
        at('chain'),
      );
    else if (part.table === 'sync_known')
      db.prepare('INSERT OR REPLACE INTO sync_known (id, clamped) VALUES (?, 1)').run(at('id'));
    else if (part.table === 'sync_aliases')
      db.prepare('INSERT OR IGNORE INTO sync_aliases (tbl, uid, canonical) VALUES (?, ?, ?)').run(
        at('tbl'),
        at('uid'),
        at('canonical'),
      );
    else if (part.table === 'eff_clamps')
      db.prepare('INSERT OR IGNORE INTO eff_clamps (uid, eff_at) VALUES (?, ?)').run(at('uid'), at('eff_at'));
    else if (part.table === 'pending_ops' || part.table === 'quarantine') {
      const frame = bytes(at('frame'));
      if (frame.length > FRAME_BYTES_AT_MOST) throw new BrokenSegment('a frame larger than it may be');
      const op = decodeFrame(frame);
      fold.fold(tx, op, { eff, op: op.id });
    }
  }
}
