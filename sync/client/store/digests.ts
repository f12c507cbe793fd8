import { createHash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { encode, rfc8949EncodeOptions } from 'cborg';
import type { Row } from '#core/store/undo-steps.ts';
import type { RowChange } from './capture.ts';
import type { RowNames } from './row-names.ts';
import type { SyncedTable } from './synced-tables.ts';

const BUCKETS = 256;
const MASK = (1n << 64n) - 1n;
/** Old events go into an archive of each machine, when it comes to it. */
const uncounted = new Set(['behavioral_events']);

/**
 * What a table holds, as 256 sums of hashes of its rows: kept with every write, the same on every device that holds the
 * same, and cheap to keep because what is added can be taken away again. Rows are hashed as they travel.
 */
export class Digests {
  readonly #db: Database;
  readonly #tables: ReadonlyMap<string, SyncedTable>;
  readonly #names: RowNames;
  readonly #read: Statement;
  readonly #put: Statement;
  readonly #all: Statement;

  constructor(db: Database, tables: ReadonlyMap<string, SyncedTable>, names: RowNames) {
    this.#db = db;
    this.#tables = tables;
    this.#names = names;
    this.#read = db.prepare('SELECT sum FROM table_digests WHERE tbl = ? AND bucket = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO table_digests (tbl, bucket, sum) VALUES (?, ?, ?)');
    this.#all = db.prepare('SELECT bucket, sum FROM table_digests WHERE tbl = ?');
  }

  /** Takes the changes of a transaction into the sums, in that transaction. */
  note(changes: readonly RowChange[]): void {
    const deltas = new Map<SyncedTable, Map<number, bigint>>();
    const stale = new Set<SyncedTable>();
    for (const { table, before, after } of changes) {
      if (uncounted.has(table.name)) continue;
      const sums = deltas.get(table) ?? new Map<number, bigint>();
      deltas.set(table, sums);
      if (before !== null) this.#add(sums, table, before, -1n);
      if (after !== null) this.#add(sums, table, after, 1n);
      if (isRenamed(before, after)) for (const child of this.#childrenOf(table)) stale.add(child);
    }
    for (const [table, sums] of deltas)
      if (!stale.has(table)) for (const [bucket, delta] of sums) this.#move(table, bucket, delta);
    for (const table of stale) this.#store(table, this.#count(table));
  }

  /** Counts every table anew: when sync is switched on. */
  begin(): void {
    for (const table of this.#tables.values())
      if (!uncounted.has(table.name)) this.#store(table, this.#count(table));
  }

  /** 32 bytes for each table. */
  kept(): Record<string, Uint8Array> {
    return this.#digest((table) => {
      const sums = new BigUint64Array(BUCKETS);
      for (const { bucket, sum } of this.#all.all(table.name) as { bucket: number; sum: Buffer }[])
        sums[bucket] = sum.readBigUInt64BE();
      return sums;
    });
  }

  /** The same from the rows themselves: slow. */
  counted(): Record<string, Uint8Array> {
    return this.#digest((table) => this.#count(table));
  }

  #digest(sumsOf: (table: SyncedTable) => BigUint64Array): Record<string, Uint8Array> {
    const digests: Record<string, Uint8Array> = {};
    for (const table of this.#tables.values()) {
      if (uncounted.has(table.name)) continue;
      const sums = sumsOf(table);
      // A table that a newer version has and that is empty says nothing.
      if (sums.some((sum) => sum !== 0n))
        digests[table.name] = createHash('sha256').update(bytesOf(sums)).digest();
    }
    return digests;
  }

  #count(table: SyncedTable): BigUint64Array {
    const sums = new BigUint64Array(BUCKETS);
    for (const row of this.#db.prepare(`SELECT * FROM ${table.name}`).iterate() as IterableIterator<Row>) {
      const [bucket, hash] = this.#hash(table, row);
      sums[bucket] = ((sums[bucket] ?? 0n) + hash) & MASK;
    }
    return sums;
  }

  #store({ name }: SyncedTable, sums: BigUint64Array): void {
    this.#db.prepare('DELETE FROM table_digests WHERE tbl = ?').run(name);
    for (const [bucket, sum] of sums.entries()) if (sum !== 0n) this.#put.run(name, bucket, packed(sum));
  }

  #move({ name }: SyncedTable, bucket: number, delta: bigint): void {
    if (delta === 0n) return;
    const kept = this.#read.get(name, bucket) as { sum: Buffer } | undefined;
    this.#put.run(name, bucket, packed(((kept?.sum.readBigUInt64BE() ?? 0n) + delta) & MASK));
  }

  #add(sums: Map<number, bigint>, table: SyncedTable, row: Row, sign: bigint): void {
    const [bucket, hash] = this.#hash(table, row);
    sums.set(bucket, ((sums.get(bucket) ?? 0n) + sign * hash) & MASK);
  }

  #hash(table: SyncedTable, row: Row): [bucket: number, hash: bigint] {
    const fields = this.#names.toFields(table, row, table.fields);
    const digest = createHash('sha256').update(encode(fields, rfc8949EncodeOptions)).digest();
    const uid = Buffer.from(this.#names.uidOfRow(table, row), 'hex');
    // The end of a uid is spread evenly, its beginning is a clock.
    return [uid[15] ?? 0, digest.readBigUInt64BE()];
  }

  #childrenOf({ name }: SyncedTable): SyncedTable[] {
    return [...this.#tables.values()].filter(({ parents }) => parents.some(({ table }) => table === name));
  }
}

function isRenamed(before: Row | null, after: Row | null): boolean {
  const [a, b] = [before?.['uid'], after?.['uid']];
  return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) !== 0;
}

function packed(sum: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(sum);
  return bytes;
}

function bytesOf(sums: BigUint64Array): Buffer {
  return Buffer.concat([...sums].map(packed));
}
