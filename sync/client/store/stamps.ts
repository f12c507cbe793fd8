import type { Database, Statement } from 'better-sqlite3';
import { uidFromHex } from '#core/store/uid.ts';
import type { Row } from '#core/store/undo-steps.ts';
import type { Value } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';
import type { SyncedTable } from './synced-tables.ts';
import { packValue, unpackValue } from './value-bytes.ts';

/** A field's last writer. `value`: kept only where the row does not show it. */
export interface StoredCell {
  readonly stamp: Stamp;
  readonly value: Value | undefined;
}

type StampRow = { ms: number; n: number; op: string };
type CellRow = StampRow & { field: string; value: Uint8Array | null };

const packed = (value: Value | undefined): Uint8Array | null =>
  value === undefined ? null : packValue(value);
const unpacked = (bytes: Uint8Array | null): Value | undefined =>
  bytes === null ? undefined : unpackValue(bytes);
const stampOf = ({ ms, n, op }: StampRow): Stamp => ({ eff: { ms, n }, op });

/**
 * Of what nobody wrote since sync was switched on: the moment an entered row was touched last, or that another one says it
 * happened or was made.
 */
export function defaultStamp({ sync, moment }: SyncedTable, row: Row): Stamp {
  const at = sync === 'cells' ? (row['updated_at'] ?? row['created_at']) : moment && row[moment];
  return { eff: { ms: Number(at ?? 0), n: 0 }, op: '' };
}

/** When fields and rows were written, and by which op. */
export class Stamps {
  readonly #row: Statement;
  readonly #putRow: Statement;
  readonly #dropRow: Statement;
  readonly #cell: Statement;
  readonly #cells: Statement;
  readonly #putCell: Statement;
  readonly #dropCells: Statement;
  readonly #shadow: Statement;
  readonly #putShadow: Statement;
  readonly #dropShadow: Statement;

  constructor(db: Database) {
    const at = 'tbl = ? AND uid = ?';
    this.#row = db.prepare(`SELECT ms, n, op FROM sync_rows WHERE ${at}`);
    this.#putRow = db.prepare(
      'INSERT OR REPLACE INTO sync_rows (tbl, uid, ms, n, op) VALUES (?, ?, ?, ?, ?)',
    );
    this.#dropRow = db.prepare(`DELETE FROM sync_rows WHERE ${at}`);
    this.#cell = db.prepare(`SELECT ms, n, op, field, value FROM sync_cells WHERE ${at} AND field = ?`);
    this.#cells = db.prepare(`SELECT ms, n, op, field, value FROM sync_cells WHERE ${at}`);
    this.#putCell = db.prepare(
      'INSERT OR REPLACE INTO sync_cells (tbl, uid, field, ms, n, op, value) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#dropCells = db.prepare(`DELETE FROM sync_cells WHERE ${at}`);
    this.#shadow = db.prepare(`SELECT ms, n, op, field, value FROM sync_shadows WHERE ${at} AND field = ?`);
    this.#putShadow = db.prepare(
      'INSERT OR REPLACE INTO sync_shadows (tbl, uid, field, ms, n, op, value) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#dropShadow = db.prepare(`DELETE FROM sync_shadows WHERE ${at} AND field = ?`);
  }

  row(table: string, uid: string): Stamp | undefined {
    const found = this.#row.get(table, uidFromHex(uid)) as StampRow | undefined;
    return found && stampOf(found);
  }

  putRow(table: string, uid: string, { eff, op }: Stamp): void {
    this.#putRow.run(table, uidFromHex(uid), eff.ms, eff.n, op);
  }

  dropRow(table: string, uid: string): void {
    this.#dropRow.run(table, uidFromHex(uid));
  }

  cell(table: string, uid: string, field: string): StoredCell | undefined {
    const found = this.#cell.get(table, uidFromHex(uid), field) as CellRow | undefined;
    return found && { stamp: stampOf(found), value: unpacked(found.value) };
  }

  cells(table: string, uid: string): Map<string, StoredCell> {
    const rows = this.#cells.all(table, uidFromHex(uid)) as CellRow[];
    return new Map(rows.map((row) => [row.field, { stamp: stampOf(row), value: unpacked(row.value) }]));
  }

  putCell(table: string, uid: string, field: string, { eff, op }: Stamp, value?: Value): void {
    this.#putCell.run(table, uidFromHex(uid), field, eff.ms, eff.n, op, packed(value));
  }

  dropCells(table: string, uid: string): void {
    this.#dropCells.run(table, uidFromHex(uid));
  }

  shadow(table: string, uid: string, field: string): (StoredCell & { value: Value }) | undefined {
    const found = this.#shadow.get(table, uidFromHex(uid), field) as CellRow | undefined;
    return found && { stamp: stampOf(found), value: unpacked(found.value) as Value };
  }

  putShadow(table: string, uid: string, field: string, { eff, op }: Stamp, value: Value): void {
    this.#putShadow.run(table, uidFromHex(uid), field, eff.ms, eff.n, op, packed(value));
  }

  dropShadow(table: string, uid: string, field: string): void {
    this.#dropShadow.run(table, uidFromHex(uid), field);
  }
}
