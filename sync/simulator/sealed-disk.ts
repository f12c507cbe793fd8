import type { FoldState } from '../client/fold/fold-state.ts';
import { openSegment, sealSegment } from '../client/crypto/segment-seal.ts';
import {
  BrokenSegment,
  type Digest,
  type SegmentLabel,
  type SyncDisk,
  type SyncRecord,
} from '../client/planner/sync-disk.ts';
import { chainAfter } from '../protocol/chain.ts';
import { BrokenFrame, decodeFrame, encodeFrame } from '../protocol/frame.ts';
import type { Chain, Frontier, StoredSegment } from '../protocol/messages.ts';
import type { Op } from '../protocol/op.ts';
import type { Stamp } from '../protocol/stamp.ts';
import { MemoryDisk } from './memory-disk.ts';

/** A disk in memory whose segments are what really travels, and whose transactions end as a whole or not at all. */
export class SealedDisk implements SyncDisk<Uint8Array, FoldState> {
  #inner: MemoryDisk;
  readonly #key: Uint8Array;
  readonly #account: string;

  constructor(dev: string, account: string, key: Uint8Array) {
    this.#account = account;
    this.#key = key;
    const parts = {
      chain: (prev: Chain, op: Op): Chain => chainAfter(prev, encodeFrame(op)),
      canBe: () => true,
      meaningOf: () => null,
      nowMs: () => 0,
      hasDeletions: false,
    };
    this.#inner = new MemoryDisk(dev, parts, 1);
  }

  get inner(): MemoryDisk {
    return this.#inner;
  }

  transaction<T>(work: () => T): T {
    const before = this.#inner.copy();
    try {
      return work();
    } catch (error) {
      this.#inner = before;
      throw error;
    }
  }

  open({ body, ...label }: StoredSegment<Uint8Array>): readonly Op[] {
    try {
      return openSegment(this.#key, this.#labelOf(label), body).map(decodeFrame);
    } catch (error) {
      if (error instanceof BrokenFrame) throw new BrokenSegment('a frame is not one', { cause: error });
      throw error;
    }
  }

  seal(ops: readonly Op[], label: SegmentLabel): Uint8Array {
    return sealSegment(this.#key, this.#labelOf(label), ops.map(encodeFrame));
  }

  #labelOf({ dev, from, n, prev, next }: SegmentLabel): Parameters<typeof sealSegment>[1] {
    return { account: this.#account, epoch: this.record.epoch ?? '', dev, from, n, prev, next };
  }

  get record(): Readonly<SyncRecord> {
    return this.#inner.record;
  }
  update(change: Partial<SyncRecord>): void {
    this.#inner.update(change);
  }
  op(dseq: number): Op | undefined {
    return this.#inner.op(dseq);
  }
  chainAt(dseq: number): Chain | undefined {
    return this.#inner.chainAt(dseq);
  }
  append(op: Op): void {
    this.#inner.append(op);
  }
  replaceFrom(dseq: number, ops: readonly Op[]): void {
    this.#inner.replaceFrom(dseq, ops);
  }
  renumber(dev: string, ops: readonly Op[]): void {
    this.#inner.renumber(dev, ops);
  }
  frontier(dev: string): Frontier | undefined {
    return this.#inner.frontier(dev);
  }
  setFrontier(dev: string, frontier: Frontier): void {
    this.#inner.setFrontier(dev, frontier);
  }
  has(opId: string): boolean {
    return this.#inner.has(opId);
  }
  fold(op: Op, stamp: Stamp): void {
    this.#inner.fold(op, stamp);
  }
  chain(prev: Chain, op: Op): Chain {
    return this.#inner.chain(prev, op);
  }
  digest(how: 'kept' | 'counted'): Digest {
    return this.#inner.digest(how);
  }
  snapshot(limitMs: number | null): FoldState {
    return this.#inner.snapshot(limitMs);
  }
  beginEpoch(state: FoldState): void {
    this.#inner.beginEpoch(state);
  }
  endJoin(): Op[] {
    return this.#inner.endJoin();
  }
}
