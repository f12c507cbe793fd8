import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import { BrokenFrame, decodeFrame, encodeFrame } from '../../protocol/frame.ts';
import { chainAfter, FIRST_CHAIN } from '../../protocol/chain.ts';
import { compareHlc } from '../../protocol/hlc.ts';
import type { Chain, Frontier, StoredSegment } from '../../protocol/messages.ts';
import type { Op } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';
import { openSegment, sealSegment } from '../crypto/segment-seal.ts';
import {
  BrokenSegment,
  type Digest,
  type SegmentLabel,
  type SyncDisk,
  type SyncRecord,
} from '../planner/sync-disk.ts';
import type { Capture } from './capture.ts';
import { bareId } from './cells-fold.ts';
import type { Digests } from './digests.ts';
import { joinOps, type JoinParts } from './join-ops.ts';
import { limitStamps } from './limit-stamps.ts';
import { Prepared } from './prepared.ts';
import { restampStored } from './restamp.ts';
import { writeSnapshot } from './snapshot.ts';
import type { StoreFold } from './store-fold.ts';
import type { SyncKeys } from './sync-keys.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** More than this that the account lacks is given to it as a new epoch. */
const JOIN_OPS_AT_MOST = 20_000;
/** Frames of one segment, before they are compressed. */
const SEGMENT_FRAMES_BYTES = 400 * 1024;

export interface StoreDiskParts extends JoinParts {
  readonly capture: Capture;
  readonly fold: StoreFold;
  readonly digests: Digests;
  readonly keys: SyncKeys;
  /** Runs where what was read of the file may not be true any more. */
  readonly forget: () => void;
}

/** The engine's disk on the store: its own tables beside the owner's, all in the transaction of the write. */
export class StoreDisk implements SyncDisk<Uint8Array, Uint8Array> {
  readonly #parts: StoreDiskParts;
  readonly #db: Database;
  readonly #prepared: Prepared;
  #record: SyncRecord;
  #isDirty = false;
  #tx: WriteTransaction | undefined;

  constructor(parts: StoreDiskParts) {
    this.#parts = parts;
    this.#db = parts.db;
    this.#prepared = new Prepared(parts.db);
    this.#record = this.#read();
  }

  get record(): Readonly<SyncRecord> {
    return this.#record;
  }

  /** Everything until `end` belongs to this write. Another connection may have written since the last. */
  begin(tx: WriteTransaction): void {
    this.#tx = tx;
    this.#reload();
  }

  end(): void {
    if (this.#isDirty)
      this.#prepared.sql('UPDATE sync_state SET record = ? WHERE id = 1').run(JSON.stringify(this.#record));
    this.#isDirty = false;
    this.#tx = undefined;
  }

  /** The write was taken back. */
  discard(): void {
    this.#tx = undefined;
    this.#reload();
    this.#parts.forget();
  }

  transaction<T>(work: () => T): T {
    this.#db.exec('SAVEPOINT disk');
    const before = { ...this.#record };
    try {
      const result = work();
      this.#parts.fold.retry(this.#write);
      this.#db.exec('RELEASE disk');
      return result;
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK TO disk; RELEASE disk');
      this.#record = before;
      this.#parts.capture.discard();
      this.#parts.forget();
      throw error;
    }
  }

  update(change: Partial<SyncRecord>): void {
    Object.assign(this.#record, change);
    this.#isDirty = true;
    if (change.confirmed !== undefined)
      this.#prepared.sql('DELETE FROM sync_ops WHERE dseq < ?').run(change.confirmed);
    this.#mark();
  }

  op(dseq: number): Op | undefined {
    const row = this.#prepared.sql('SELECT frame FROM sync_ops WHERE dseq = ?').get(dseq) as
      | { frame: Uint8Array }
      | undefined;
    return row && decodeFrame(row.frame);
  }

  chainAt(dseq: number): Chain | undefined {
    if (dseq === 0) return FIRST_CHAIN;
    const row = this.#prepared.sql('SELECT chain FROM sync_ops WHERE dseq = ?').get(dseq) as
      | { chain: Chain }
      | undefined;
    return row?.chain;
  }

  append(op: Op): void {
    const dseq = this.#record.length + 1;
    this.#put(dseq, op, this.chainAt(this.#record.length) ?? FIRST_CHAIN);
    this.update({ length: dseq });
  }

  replaceFrom(dseq: number, ops: readonly Op[]): void {
    let chain = this.chainAt(dseq - 1) ?? FIRST_CHAIN;
    const old = ops.map((_, place) => this.op(dseq + place));
    this.#prepared.sql('DELETE FROM sync_ops WHERE dseq >= ?').run(dseq);
    for (const [place, op] of ops.entries()) {
      const before = old[place];
      if (before !== undefined && before.id !== op.id) restampStored(this.#parts, before, op);
      chain = this.#put(dseq + place, op, chain);
    }
  }

  renumber(dev: string, ops: readonly Op[]): void {
    this.#prepared.sql('DELETE FROM sync_ops').run();
    this.update({ dev, length: 0, acked: 0, confirmed: 0, attempted: 0 });
    for (const op of ops) this.append(op);
  }

  /** Whether an op is ours and its moment is not final yet. */
  isProvisional(id: string): boolean {
    const row = this.#prepared.sql('SELECT dseq FROM sync_ops WHERE id = ?').get(entryOf(id)) as
      | { dseq: number }
      | undefined;
    return row !== undefined && row.dseq > this.#record.confirmed;
  }

  /** How many of the next own ops one segment can carry. */
  opsThatFit(atMost: number): number {
    let bytes = 0;
    let n = 0;
    const rows = this.#prepared.sql(
      'SELECT length(frame) AS size FROM sync_ops WHERE dseq > ? ORDER BY dseq LIMIT ?',
    );
    for (const { size } of rows.iterate(this.#record.acked, atMost) as IterableIterator<{ size: number }>) {
      bytes += size + 4;
      if (n > 0 && bytes > SEGMENT_FRAMES_BYTES) break;
      n += 1;
    }
    return Math.max(1, n);
  }

  frontier(dev: string): Frontier | undefined {
    return this.#prepared.sql('SELECT seq, chain FROM sync_frontiers WHERE dev = ?').get(dev) as
      | Frontier
      | undefined;
  }

  setFrontier(dev: string, { seq, chain }: Frontier): void {
    this.#prepared
      .sql('INSERT OR REPLACE INTO sync_frontiers (dev, seq, chain) VALUES (?, ?, ?)')
      .run(dev, seq, chain);
  }

  has(opId: string): boolean {
    const known = this.#prepared.sql('SELECT 1 FROM sync_known WHERE id IN (?, ?)');
    return known.get(opId, bareId(opId)) !== undefined;
  }

  fold(op: Op, stamp: Stamp): void {
    const isClamped = compareHlc(op.at, stamp.eff) !== 0;
    this.#prepared
      .sql('INSERT OR REPLACE INTO sync_known (id, clamped) VALUES (?, ?)')
      .run(op.id, Number(isClamped));
    this.#parts.fold.fold(this.#write, op, stamp);
  }

  open(segment: StoredSegment<Uint8Array>): readonly Op[] {
    const { key, epoch } = this.#key();
    const { dev, from, n, prev, next, body } = segment;
    const label = { account: this.#parts.keys.account, epoch, dev, from, n, prev, next };
    try {
      return openSegment(key, label, body).map(decodeFrame);
    } catch (error) {
      if (error instanceof BrokenFrame) throw new BrokenSegment('a frame is not one', { cause: error });
      throw error;
    }
  }

  chain(prev: Chain, op: Op): Chain {
    return chainAfter(prev, encodeFrame(op));
  }

  seal(ops: readonly Op[], label: SegmentLabel): Uint8Array {
    const { key, epoch } = this.#key();
    return sealSegment(key, { account: this.#parts.keys.account, epoch, ...label }, ops.map(encodeFrame));
  }

  snapshot(limitMs: number | null): Uint8Array {
    if (limitMs !== null) limitStamps(this.#db, this.#parts.tables, limitMs);
    const state = writeSnapshot(this.#db);
    this.#prepared.sql('UPDATE sync_state SET sealed = ? WHERE id = 1').run(hashOf(state));
    return state;
  }

  digest(how: 'kept' | 'counted'): Digest {
    // Own ops on their way are in the rows already.
    if (this.#parts.kept.isIncomplete || this.#record.length > this.#record.confirmed) return null;
    return how === 'kept' ? this.#parts.digests.kept() : this.#parts.digests.counted();
  }

  beginEpoch(state: Uint8Array): void {
    const { marks } = this.#parts;
    const { sealed } = this.#prepared.sql('SELECT sealed FROM sync_state WHERE id = 1').get() as {
      sealed: Buffer | null;
    };
    // What was made here of what is here: there is nothing to compare.
    const isMine = sealed !== null && sealed.equals(hashOf(state));
    marks.clear();
    marks.isJoining = true;
    if (isMine) marks.allMine();
    takeSnapshot(
      {
        ...this.#parts,
        hasErasure: (uid) =>
          this.#prepared.sql('SELECT 1 FROM erasures WHERE uid = ?').get(uid) !== undefined,
      },
      this.#write,
      state,
      isMine,
    );
  }

  endJoin(): Op[] {
    const { marks, digests } = this.#parts;
    const ops: Op[] = [];
    if (!marks.isAllMine())
      for (const op of joinOps(this.#parts)) {
        if (this.has(op.id) || this.isProvisional(op.id)) continue;
        ops.push(op);
        if (ops.length > JOIN_OPS_AT_MOST) break;
      }
    marks.clear();
    marks.isJoining = false;
    if (this.#record.rereads !== null) digests.begin();
    if (ops.length <= JOIN_OPS_AT_MOST) return ops;
    this.update({ mustSeal: true });
    return [];
  }

  #put(dseq: number, op: Op, prev: Chain): Chain {
    const frame = encodeFrame(op);
    const chain = chainAfter(prev, frame);
    this.#prepared
      .sql('INSERT INTO sync_ops (dseq, id, frame, chain) VALUES (?, ?, ?, ?)')
      .run(dseq, op.id, frame, chain);
    return chain;
  }

  #key(): { key: Uint8Array; epoch: string } {
    const { epoch } = this.#record;
    const key = epoch === null ? undefined : this.#parts.keys.keyOf(epoch);
    if (epoch === null || key === undefined) throw new BrokenSegment('no key of this epoch');
    return { key, epoch };
  }

  get #write(): WriteTransaction {
    if (this.#tx === undefined) throw new Error('sync writes within a write of the store');
    return this.#tx;
  }

  #read(): SyncRecord {
    const row = this.#db.prepare('SELECT record FROM sync_state WHERE id = 1').get() as { record: string };
    return JSON.parse(row.record) as SyncRecord;
  }

  #reload(): void {
    this.#record = this.#read();
    this.#isDirty = false;
    this.#mark();
  }

  #mark(): void {
    this.#parts.marks.isJoining = this.#record.isJoining;
    this.#parts.marks.isRereading = this.#record.rereads !== null;
  }
}

function hashOf(state: Uint8Array): Buffer {
  return createHash('sha256').update(state).digest();
}

/** The op that an entry of a bulk, or a field of an op, is of. */
function entryOf(id: string): string {
  const bare = bareId(id);
  const end = bare.indexOf('.');
  return end < 0 ? bare : bare.slice(0, end);
}
