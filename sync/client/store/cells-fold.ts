import Database from 'better-sqlite3';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import type { Row } from '#core/store/undo-steps.ts';
import { uidFromHex } from '#core/store/uid.ts';
import { compareHlc } from '../../protocol/hlc.ts';
import type { CellsBody, Op, Value } from '../../protocol/op.ts';
import { compareStamps, type Stamp } from '../../protocol/stamp.ts';
import type { Aliases } from './aliases.ts';
import type { ConflictLog } from './conflict-log.ts';
import type { DeleteBrake } from './delete-brake.ts';
import { aroundChange } from './around-change.ts';
import type { JoinMarks } from './join-marks.ts';
import type { KeptOps } from './kept-ops.ts';
import { MissingParent, type RowNames } from './row-names.ts';
import { compareValues } from './value-bytes.ts';
import { defaultStamp, type Stamps } from './stamps.ts';
import { keyOf, PRESENT, type SyncedTable } from './synced-tables.ts';

export interface CellsParts {
  readonly tables: ReadonlyMap<string, SyncedTable>;
  readonly names: RowNames;
  readonly stamps: Stamps;
  readonly kept: KeptOps;
  readonly aliases: Aliases;
  readonly conflicts: ConflictLog;
  readonly brake: DeleteBrake;
  readonly marks: JoinMarks;
  /** Whether an op is ours and its moment is not final yet. */
  readonly isProvisional: (op: string) => boolean;
}

/** A row as it is addressed everywhere, and as it is here. */
interface Place {
  readonly table: SyncedTable;
  readonly uid: string;
  readonly row: Row | undefined;
  /** When fields count as written that nobody wrote since the row was made. */
  readonly base: Stamp | undefined;
}

interface Win {
  readonly field: string;
  readonly value: Value;
  readonly stamp: Stamp;
}

/** Applies fields: the last writer of each wins, and what a row is follows from its fields alone. */
export class CellsFold {
  readonly #parts: CellsParts;

  constructor(parts: CellsParts) {
    this.#parts = parts;
  }

  /** @throws MissingParent before anything is written */
  apply(tx: WriteTransaction, table: SyncedTable, op: Op, body: CellsBody, stamp: Stamp): void {
    const { names, brake, kept, aliases, marks } = this.#parts;
    const uid = aliases.nameOf(table, body.uid, body.fields, names);
    const place = this.#placeOf(table, uid, body.fields);
    marks.has(table.name, uid);
    if (place.row !== undefined) names.toColumns(table, body.fields);
    if (brake.holds(tx, table, place.row, body.fields, op.id)) {
      kept.quarantine(op, stamp, 'held', 'more deletions than usual', tx.now);
      return;
    }
    const bare = { eff: stamp.eff, op: bareId(stamp.op) };
    const wins = Object.entries(body.fields).flatMap(([field, value]) =>
      table.identity.includes(field) ? [] : this.#judge(place, field, value, bare),
    );
    if (place.row !== undefined) {
      this.#change(tx, place, wins);
      if (wins.length === 0) this.#settleTrash(tx, place);
    } else if (isWhole(table, body.fields) && wins.length > 0 && this.#isNew(place)) {
      // A row's own columns say the rest.
      if (bare.op !== '') this.#parts.stamps.putRow(table.name, uid, bare);
      this.#make(tx, table, uid, body.fields, bare);
    } else this.#keepAbsent(tx, place, wins, body.fields, bare);
  }

  /** Makes rows of which all is known now. @returns whether there were any */
  makeAbsent(tx: WriteTransaction): boolean {
    let hasMade = false;
    for (const { table: name, uid } of this.#parts.marks.absent())
      hasMade = this.#tryMake(tx, this.#parts.tables.get(name) as SyncedTable, uid) || hasMade;
    return hasMade;
  }

  #placeOf(table: SyncedTable, uid: string, fields: Readonly<Record<string, Value>>): Place {
    const row = this.#parts.names.find(table, uid, fields);
    return {
      table,
      uid,
      row,
      base: this.#parts.stamps.row(table.name, uid) ?? (row && defaultStamp(table, row)),
    };
  }

  #isNew({ table, uid }: Place): boolean {
    return this.#parts.stamps.cells(table.name, uid).size === 0;
  }

  /** Whether a field takes a value: with the stamp it then has. */
  #judge(place: Place, field: string, value: Value, stamp: Stamp): Win[] {
    const { stamps, isProvisional, marks } = this.#parts;
    const { table, uid, base } = place;
    const cell = stamps.cell(table.name, uid, field);
    const known = cell?.stamp ?? base;
    if (known === undefined) return [{ field, value, stamp }];
    if (known.op !== '' && known.op === stamp.op) return this.#settle(place, field, value, stamp);
    const byValue = compareValues(value, this.#valueOf(place, field, cell?.value));
    // What is read again because rows here may be damaged wins where nothing else decides.
    const order = compareStamps(stamp, known) || (marks.isRereading ? Math.abs(byValue) : byValue);
    const isMine = isProvisional(known.op);
    if (isMine && order !== 0) this.#note(place, field, value, cell?.value, order > 0);
    if (order > 0) return [{ field, value, stamp }];
    if (isMine && order < 0) this.#shadow(place, field, value, stamp);
    else if (order < 0) marks.mineIsLater(table.name, uid, field);
    return [];
  }

  /** The write that stands has come back: from now on it counts from the account's moment for it. */
  #settle(place: Place, field: string, value: Value, stamp: Stamp): Win[] {
    const { stamps } = this.#parts;
    const { table, uid } = place;
    const cell = stamps.cell(table.name, uid, field);
    if (cell !== undefined) {
      if (compareHlc(cell.stamp.eff, stamp.eff) !== 0)
        stamps.putCell(table.name, uid, field, stamp, cell.value);
    } else stamps.putRow(table.name, uid, stamp);
    const shadow = stamps.shadow(table.name, uid, field);
    if (shadow === undefined) {
      // What it says is not what stands here: the row is not what was written.
      return compareValues(value, this.#valueOf(place, field, cell?.value)) === 0
        ? []
        : [{ field, value, stamp }];
    }
    stamps.dropShadow(table.name, uid, field);
    return compareStamps(shadow.stamp, stamp) > 0
      ? [{ field, value: shadow.value, stamp: shadow.stamp }]
      : [];
  }

  #shadow({ table, uid }: Place, field: string, value: Value, stamp: Stamp): void {
    const known = this.#parts.stamps.shadow(table.name, uid, field);
    if (known === undefined || compareStamps(stamp, known.stamp) > 0)
      this.#parts.stamps.putShadow(table.name, uid, field, stamp, value);
  }

  #note(place: Place, field: string, value: Value, kept: Value | undefined, mineLost: boolean): void {
    const mine = this.#valueOf(place, field, kept);
    if (compareValues(mine, value) === 0) return;
    const [winner, loser] = mineLost ? [value, mine] : [mine, value];
    const { table, uid } = place;
    this.#parts.conflicts.note({ table: table.name, uid, field, kept: winner, lost: loser, mineLost });
  }

  #valueOf({ table, row }: Place, field: string, kept: Value | undefined): Value {
    if (kept !== undefined) return kept;
    if (field === PRESENT) return row !== undefined;
    if (row === undefined || !(field in row)) return null;
    return this.#parts.names.toFields(table, row, [field])[field] ?? null;
  }

  #change(tx: WriteTransaction, place: Place, wins: readonly Win[]): void {
    const { names, stamps } = this.#parts;
    const { table, uid, base } = place;
    const row = place.row as Row;
    if (wins.length === 0) return;
    if (base !== undefined) stamps.putRow(table.name, uid, base);
    for (const { field, value, stamp } of wins)
      stamps.putCell(table.name, uid, field, stamp, isShown(table, field, value) ? undefined : value);
    if (wins.some(({ field, value }) => field === PRESENT && value === false)) {
      this.#remove(tx, table, uid, row);
      return;
    }
    const values = Object.fromEntries(wins.map(({ field, value }) => [field, value]));
    const patch = names.toColumns(table, values);
    if (table.hasTrash) patch['deleted_at'] = this.#trashOf(table, uid, { ...row, ...patch });
    if (table.columns.includes('updated_at'))
      patch['updated_at'] = Math.max(Number(row['updated_at']), ...wins.map(({ stamp }) => stamp.eff.ms));
    // A link has nothing but its ends.
    if (Object.keys(patch).length === 0) return;
    const key = keyOf(table, row);
    aroundChange(tx, table.name, row, { ...row, ...patch }, () => tx.rows.update(table.name, key, patch));
    touch(tx, table, row);
  }

  /** Moments that became final may put an edit before a deletion, or after it. */
  #settleTrash(tx: WriteTransaction, { table, uid, row }: Place): void {
    if (!table.hasTrash || row === undefined) return;
    if (this.#parts.stamps.cell(table.name, uid, 'deleted_at') === undefined) return;
    const deletedAt = this.#trashOf(table, uid, row);
    if (deletedAt === row['deleted_at']) return;
    tx.rows.update(table.name, keyOf(table, row), { deleted_at: deletedAt });
    touch(tx, table, row);
  }

  /** What is written after a deletion brings the row back: by the moments of its fields, the same everywhere. */
  #trashOf(table: SyncedTable, uid: string, row: Row): number | null {
    const { stamps } = this.#parts;
    const cells = stamps.cells(table.name, uid);
    const deletion = cells.get('deleted_at');
    const base = stamps.row(table.name, uid) ?? defaultStamp(table, row);
    const value = deletion === undefined ? row['deleted_at'] : (deletion.value ?? null);
    if (value === null || value === undefined) return null;
    const since = deletion?.stamp ?? base;
    const isEdited = [...cells].some(
      ([field, { stamp }]) => field !== 'deleted_at' && compareHlc(stamp.eff, since.eff) > 0,
    );
    if (deletion === undefined) stamps.putCell(table.name, uid, 'deleted_at', base, value);
    return isEdited ? null : Number(value);
  }

  /** Takes a row out of its table. Its fields stay known, so that later ones are judged by them. */
  #remove(tx: WriteTransaction, table: SyncedTable, uid: string, row: Row): void {
    for (const child of this.#childrenOf(table, row)) this.#remove(tx, child.table, child.uid, child.row);
    this.entomb(table, uid, row);
    aroundChange(tx, table.name, row, null, () => tx.rows.delete(table.name, keyOf(table, row)));
    touch(tx, table, row);
  }

  /** Keeps the fields of a row that goes. */
  entomb(table: SyncedTable, uid: string, row: Row): void {
    const { names, stamps, marks } = this.#parts;
    const base = stamps.row(table.name, uid) ?? defaultStamp(table, row);
    const cells = stamps.cells(table.name, uid);
    const fields = names.toFields(table, row, table.content);
    for (const [field, value] of Object.entries(fields)) {
      const cell = cells.get(field);
      stamps.putCell(table.name, uid, field, cell?.stamp ?? base, cell?.value ?? value);
    }
    if (!cells.has(PRESENT)) stamps.putCell(table.name, uid, PRESENT, base, true);
    marks.addAbsent(table.name, uid);
  }

  #childrenOf(table: SyncedTable, row: Row): { table: SyncedTable; uid: string; row: Row }[] {
    const { tables, names } = this.#parts;
    return [...tables.values()].flatMap((child) =>
      child.parents.flatMap(({ column, table: parent, byId }) => {
        if (parent !== table.name || child.sync !== 'cells') return [];
        const key = byId ? row['id'] : row[table.identity[0] as string];
        return names
          .rowsWhere(child.name, column, key ?? null)
          .map((found) => ({ table: child, uid: names.uidOfRow(child, found), row: found }));
      }),
    );
  }

  #keepAbsent(
    tx: WriteTransaction,
    { table, uid }: Place,
    wins: readonly Win[],
    fields: Readonly<Record<string, Value>>,
    stamp: Stamp,
  ): void {
    const { stamps, marks } = this.#parts;
    for (const win of wins) stamps.putCell(table.name, uid, win.field, win.stamp, win.value);
    for (const column of table.naming)
      if (fields[column] !== undefined) stamps.putCell(table.name, uid, column, stamp, fields[column]);
    marks.addAbsent(table.name, uid);
    this.#tryMake(tx, table, uid);
  }

  #tryMake(tx: WriteTransaction, table: SyncedTable, uid: string): boolean {
    const { stamps, marks } = this.#parts;
    const cells = stamps.cells(table.name, uid);
    const present = cells.get(PRESENT);
    if (present?.value !== true) {
      // A row that is removed waits for nothing.
      if (present?.value === false) marks.dropAbsent(table.name, uid);
      return false;
    }
    const fields = Object.fromEntries([...cells].map(([field, { value }]) => [field, value ?? null]));
    if (!isWhole(table, fields)) return false;
    try {
      this.#make(tx, table, uid, fields, present.stamp);
    } catch (error) {
      if (error instanceof MissingParent) return false;
      throw error;
    }
    stamps.putRow(table.name, uid, present.stamp);
    for (const [field, cell] of cells)
      if (isShown(table, field, cell.value ?? null)) stamps.putCell(table.name, uid, field, cell.stamp);
    marks.dropAbsent(table.name, uid);
    return true;
  }

  #make(
    tx: WriteTransaction,
    table: SyncedTable,
    uid: string,
    fields: Readonly<Record<string, Value>>,
    stamp: Stamp,
  ): void {
    const { names } = this.#parts;
    const row = names.toColumns(table, fields);
    if (table.columns.includes('uid')) row['uid'] = uidFromHex(uid);
    if (table.columns.includes('updated_at')) row['updated_at'] = stamp.eff.ms;
    if (table.hasTrash) row['deleted_at'] = this.#trashOf(table, uid, { deleted_at: null, ...row });
    this.#orMerge(tx, table, uid, row, () => {
      let made = row;
      aroundChange(tx, table.name, null, row, () => {
        const id = tx.rows.insert(table.name, row);
        if (table.rowKey[0] === 'id') made = { ...row, id };
      });
      touch(tx, table, made);
    });
  }

  /** Two devices made one row (a tag, a file of one name): they become one, under the smaller name. */
  #orMerge(tx: WriteTransaction, table: SyncedTable, uid: string, row: Row, write: () => void): void {
    try {
      write();
    } catch (error) {
      const isTwice = error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE';
      const other = isTwice ? this.#parts.aliases.rivalOf(table, uid, row) : undefined;
      if (other === undefined) throw error;
      const stamp = this.#parts.stamps.row(table.name, uid) ?? defaultStamp(table, row);
      this.#parts.aliases.join(table, uid, other, this.#parts.names);
      const fields = this.#parts.names.toFields(
        table,
        row,
        Object.keys(row).filter((column) => table.content.includes(column)),
      );
      const op: Op = { id: stamp.op, at: stamp.eff, body: { kind: 'cells', table: table.name, uid, fields } };
      this.apply(tx, table, op, op.body as CellsBody, stamp);
    }
  }
}

/** An op's id without the field of it. */
export function bareId(id: string): string {
  const end = id.indexOf('/');
  return end < 0 ? id : id.slice(0, end);
}

/** Whether the row itself says what its field holds. */
function isShown(table: SyncedTable, field: string, value: Value): boolean {
  if (field === 'deleted_at') return value === null;
  return table.fields.includes(field);
}

function isWhole(table: SyncedTable, fields: Readonly<Record<string, Value>>): boolean {
  return (
    fields[PRESENT] === true &&
    table.required.every((column) => column === 'uid' || (fields[column] ?? null) !== null)
  );
}

function touch(tx: WriteTransaction, table: SyncedTable, row: Row): void {
  tx.touch(table.name, Number(row[table.rowKey[0] as string]));
}
