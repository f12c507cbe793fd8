import type { Database } from 'better-sqlite3';
import { countAnswers, recountAnswers } from '#core/exchange/merge/merge-days.ts';
import { throughEraseGate } from '#core/store/erase-gate.ts';
import { uidFromHex } from '#core/store/uid.ts';
import type { Row } from '#core/store/undo-steps.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import { AHEAD_AT_MOST_MS } from '../../protocol/hlc.ts';
import type { EventBody, GeneratedBody } from '../../protocol/op.ts';
import { compareStamps, type Stamp } from '../../protocol/stamp.ts';
import { bareId } from './cells-fold.ts';
import { compareValues } from './value-bytes.ts';
import type { JoinMarks } from './join-marks.ts';
import { Prepared } from './prepared.ts';
import type { RowNames } from './row-names.ts';
import { defaultStamp, type Stamps } from './stamps.ts';
import { keyOf, type SyncedTable } from './synced-tables.ts';

/** Answers of one transaction that are counted one by one. */
const COUNTED_AT_MOST = 200;

export interface RowsParts {
  readonly db: Database;
  readonly names: RowNames;
  readonly stamps: Stamps;
  readonly marks: JoinMarks;
}

/** Applies rows that are written once: of logs, and what the program makes. */
export class RowsFold {
  readonly #parts: RowsParts;
  readonly #prepared: Prepared;
  #counted = 0;
  /** Counts of answers are made anew when the transaction ends: where many arrive at once. */
  countsLater = false;

  constructor(parts: RowsParts) {
    this.#parts = parts;
    this.#prepared = new Prepared(parts.db);
  }

  /** At the end of a transaction. */
  settle(tx: WriteTransaction): void {
    if (this.countsLater) recountAnswers(tx);
    this.countsLater = false;
    this.#counted = 0;
  }

  /** A row of a log: there once, whoever brings it. @throws MissingParent */
  addEvent(tx: WriteTransaction, table: SyncedTable, body: EventBody, stamp: Stamp): void {
    const { names, marks } = this.#parts;
    const row: Row = { ...names.toColumns(table, body.row), uid: uidFromHex(body.uid) };
    marks.has(table.name, body.uid);
    if (table.name === 'erasures')
      this.#parts.stamps.putRow(table.name, body.uid, { eff: stamp.eff, op: bareId(stamp.op) });
    const isClamped = this.#clamp(table, row, stamp);
    const here = this.#find(table, row);
    if (here !== undefined) {
      if (isClamped) tx.touch(table.name, ownerOf(table, row));
      if (marks.isRereading) this.#mend(tx, table, here, row);
      return;
    }
    const owner = ownerOf(table, row);
    const insert = (): void => void tx.rows.insert(table.name, row);
    if (table.name === 'reviews' && !this.countsLater) {
      this.#counted += 1;
      this.countsLater = this.#counted > COUNTED_AT_MOST;
      countAnswers(tx, [owner], -1);
      insert();
      countAnswers(tx, [owner], 1);
    } else insert();
    tx.touch(table.name, owner);
  }

  /** Made by two devices, the first one stays. @throws MissingParent */
  addGenerated(tx: WriteTransaction, table: SyncedTable, body: GeneratedBody, stamp: Stamp): void {
    const { names, stamps, marks } = this.#parts;
    const uid = uidFromHex(body.uid);
    const row: Row = { ...names.toColumns(table, body.row), uid };
    marks.has(table.name, body.uid);
    const here = this.#rowOf(table, uid);
    const bare = { eff: stamp.eff, op: bareId(stamp.op) };
    if (here === undefined) {
      tx.rows.insert(table.name, row);
      stamps.putRow(table.name, body.uid, bare);
    } else {
      const known = stamps.row(table.name, body.uid) ?? defaultStamp(table, here);
      if (known.op !== '' && known.op === bare.op) {
        stamps.putRow(table.name, body.uid, bare);
        return;
      }
      const order = compareStamps(bare, known) || this.#compareRows(table, body, here);
      if (order > 0) marks.mineIsLater(table.name, body.uid, 'made');
      if (order >= 0) return;
      tx.rows.update(table.name, { uid }, row);
      stamps.putRow(table.name, body.uid, bare);
    }
    tx.touch(table.name, ownerOf(table, row));
  }

  #compareRows(table: SyncedTable, { row }: GeneratedBody, here: Row): number {
    const mine = this.#parts.names.toFields(table, here, Object.keys(row));
    for (const [field, value] of Object.entries(row)) {
      const order = compareValues(value, mine[field] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  }

  /** A log row of a clock well ahead of the account's happened when the account says, for every device. */
  #clamp({ moment }: SyncedTable, row: Row, { eff }: Stamp): boolean {
    if (moment === undefined || Number(row[moment]) <= eff.ms + AHEAD_AT_MOST_MS) return false;
    this.#prepared
      .sql('INSERT OR REPLACE INTO eff_clamps (uid, eff_at) VALUES (?, ?)')
      .run(row['uid'], eff.ms);
    return true;
  }

  #find(table: SyncedTable, row: Row): Row | undefined {
    if (table.rowKey[0] === 'id') return this.#rowOf(table, row['uid'] as Uint8Array);
    const where = table.rowKey.map((column) => `${column} = @${column}`).join(' AND ');
    return this.#prepared.sql(`SELECT * FROM ${table.name} WHERE ${where}`).get(keyOf(table, row)) as
      | Row
      | undefined;
  }

  /** A row of a log that is not what was written, on a disk that forgets. */
  #mend(tx: WriteTransaction, table: SyncedTable, here: Row, row: Row): void {
    const patch = Object.fromEntries(
      Object.entries(row).filter(([column, value]) => compareValues(value, here[column] ?? null) !== 0),
    );
    if (Object.keys(patch).length === 0) return;
    throughEraseGate(tx, () => tx.rows.update(table.name, keyOf(table, here), patch));
    this.countsLater = true;
    tx.touch(table.name, ownerOf(table, row));
  }

  #rowOf({ name }: SyncedTable, uid: Uint8Array): Row | undefined {
    return this.#prepared.sql(`SELECT * FROM ${name} WHERE uid = ?`).get(uid) as Row | undefined;
  }
}

/** What the derivations of a log hang on: the card of a review, the session of a pause. */
function ownerOf({ rowKey, parents }: SyncedTable, row: Row): number {
  const column = rowKey[0] === 'id' ? parents[0]?.column : rowKey[0];
  return Number(row[column ?? 'id'] ?? 0);
}
