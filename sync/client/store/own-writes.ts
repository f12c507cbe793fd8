import type { IdSource } from '#core/store/clock.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { Row } from '#core/store/undo-steps.ts';
import type { Hlc } from '../../protocol/hlc.ts';
import type { CellsBody, Op, OpBody } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';
import { BULK_FROM, bulkOf, type RowBody } from './bulk.ts';
import type { RowChange } from './capture.ts';
import type { CellsFold } from './cells-fold.ts';
import type { JoinMarks } from './join-marks.ts';
import { opsOfChanges, type Said } from './ops-of-changes.ts';
import type { RowNames } from './row-names.ts';
import type { StoreBlobs } from './store-blobs.ts';
import { defaultStamp, type Stamps } from './stamps.ts';
import { PRESENT, type SyncedTable } from './synced-tables.ts';

/** Texts and bytes of one op: what is more than this does not fit a frame. */
const FRAME_VALUES_AT_MOST = 48 * 1024;

export interface OwnWritesParts {
  readonly blobs: StoreBlobs;
  readonly ids: IdSource;
  readonly names: RowNames;
  readonly stamps: Stamps;
  readonly marks: JoinMarks;
  readonly cells: CellsFold;
  /** Stamps from now on are later than this. */
  readonly see: (eff: Hlc) => void;
  /** Stamps an op and appends it. */
  readonly write: (id: string, body: OpBody) => Op;
}

/** Turns what a transaction changed into ops, and remembers which op each field is of. */
export class OwnWrites {
  readonly #parts: OwnWritesParts;

  constructor(parts: OwnWritesParts) {
    this.#parts = parts;
  }

  record(changes: readonly RowChange[]): void {
    const said = opsOfChanges(changes, this.#parts.names);
    for (const { body, change } of said) if (body.kind === 'cells') this.#lookAt(body, change);
    const rows = said.filter(({ body }) => isOfRow(body));
    if (rows.length > BULK_FROM) {
      this.#bulk(rows);
      for (const { body } of said) if (!isOfRow(body)) this.#parts.write(this.#id(), body);
      return;
    }
    for (const one of said)
      if (isOfRow(one.body) && isLarge(one.body)) this.#bulk([one]);
      else this.#stamp(one, this.#parts.write(this.#id(), one.body));
  }

  /** What is written over is older, whatever this machine's clock says. */
  #lookAt({ table, uid, fields }: CellsBody, { table: synced, before }: RowChange): void {
    const { stamps, see } = this.#parts;
    const cells = stamps.cells(table, uid);
    for (const field of Object.keys(fields)) {
      const cell = cells.get(field);
      if (cell !== undefined) see(cell.stamp.eff);
    }
    const base = stamps.row(table, uid) ?? (before === null ? undefined : defaultStamp(synced, before));
    if (base !== undefined) see(base.eff);
  }

  /** Fields of a row as they stand, as a write of now. */
  reassert(table: SyncedTable, uid: string, row: Row, fields: readonly string[]): void {
    const { names } = this.#parts;
    const told = names.toFields(
      table,
      row,
      [...new Set([...table.naming, ...fields])].filter((field) => table.fields.includes(field)),
    );
    if (fields.includes(PRESENT)) told[PRESENT] = true;
    const body: CellsBody = { kind: 'cells', table: table.name, uid, fields: told };
    const change: RowChange = { table, before: row, after: row };
    this.#lookAt(body, change);
    this.#stamp({ body, change }, this.#parts.write(this.#id(), body));
  }

  #id(): string {
    return uidToHex(this.#parts.ids.uid());
  }

  #bulk(said: readonly Said[]): void {
    const { body, blob } = bulkOf(said.map((one) => one.body as RowBody));
    this.#parts.blobs.add(body.blob, blob);
    const op = this.#parts.write(this.#id(), body);
    for (const [place, one] of said.entries()) this.#stamp(one, { id: `${op.id}.${place}`, at: op.at });
  }

  #stamp({ body, change }: Said, { id, at }: Pick<Op, 'id' | 'at'>): void {
    const { stamps } = this.#parts;
    const stamp: Stamp = { eff: at, op: id };
    if (body.kind === 'generated' || (body.kind === 'event' && body.table === 'erasures'))
      stamps.putRow(body.table, body.uid, stamp);
    if (body.kind !== 'cells') return;
    const { table, uid, fields } = body;
    if (fields[PRESENT] === true) this.#made(table, uid, stamp);
    else if (fields[PRESENT] === false) this.#removed(change, uid, stamp);
    else {
      if (stamps.row(table, uid) === undefined)
        stamps.putRow(table, uid, defaultStamp(change.table, change.before as Row));
      for (const [field, value] of Object.entries(fields)) {
        if (change.table.identity.includes(field)) continue;
        stamps.putCell(
          table,
          uid,
          field,
          stamp,
          field === 'deleted_at' && value !== null ? value : undefined,
        );
      }
    }
  }

  #made(table: string, uid: string, stamp: Stamp): void {
    const { stamps, marks } = this.#parts;
    stamps.dropCells(table, uid);
    stamps.putRow(table, uid, stamp);
    marks.dropAbsent(table, uid);
  }

  #removed({ table, before }: RowChange, uid: string, stamp: Stamp): void {
    const { stamps, marks, cells } = this.#parts;
    cells.entomb(table, uid, before as Row);
    stamps.putCell(table.name, uid, PRESENT, stamp, false);
    marks.dropAbsent(table.name, uid);
  }
}

function isOfRow(body: OpBody): body is RowBody {
  return body.kind === 'cells' || body.kind === 'event' || body.kind === 'generated';
}

function isLarge(body: RowBody): boolean {
  const values = Object.values(body.kind === 'cells' ? body.fields : body.row);
  const size = values.reduce<number>(
    (sum, value) =>
      sum +
      (typeof value === 'string' ? Buffer.byteLength(value) : value instanceof Uint8Array ? value.length : 9),
    0,
  );
  return size > FRAME_VALUES_AT_MOST;
}
