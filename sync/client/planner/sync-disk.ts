import { HLC_ZERO, type Hlc } from '../../protocol/hlc.ts';
import type { Chain, Frontier, Segment, StoredSegment } from '../../protocol/messages.ts';
import type { Op } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';

/** What a device remembers of its sync: one row, written in the transaction that changes it. */
export interface SyncRecord {
  /** Random, and new after a fork. */
  dev: string;
  /** Null: not joined. */
  epoch: string | null;
  /** Own ops written so far: the device sequence number of the last. */
  length: number;
  /** Own ops the server has acknowledged. */
  acked: number;
  /** Own ops that came back, or stand in the snapshot of the epoch: they are facts of the account now. */
  confirmed: number;
  /** Own ops that have been in a request: their bytes may be anywhere, and never change. */
  attempted: number;
  /** Account sequence number that is here. */
  cursor: number;
  /** The server's last known; null: to be asked. */
  head: number | null;
  last: Hlc;
  /** What to add to this machine's clock, from the round trip with the least delay; null: never asked. */
  offsetMs: number | null;
  offsetDelayMs: number;
  /** The server knows this device as somebody else: this is a copy, or was restored. */
  isForked: boolean;
  /** An epoch is being joined: what was here before is compared with it once all of it is here. */
  isJoining: boolean;
  /** An erasure lies in this epoch's segments: a new epoch is to begin without what it took. */
  mustSeal: boolean;
  /** Why nothing is asked any more; null: it is. An update of the program ends `upgrade`. */
  stopped: 'revoked' | 'upgrade' | null;
  /** Why nothing, or with `quota` nothing of ours, is sent for a while. */
  paused: Pause | null;
  /** Answers in a row that led nowhere. */
  troubles: number;
  /** The epoch that is read again from its beginning; null: none is. */
  rereads: string | null;
  /** Something was repaired: others are to compare. */
  mustDigest: boolean;
  /** When it was found last, by this machine's clock, that somebody holds something else. */
  healedMs: number | null;
}

/** By this machine's clock: over where that stands before or behind it. */
export interface Pause {
  /** `server`: it answers what cannot be. */
  readonly reason: 'quota' | 'rate' | 'server';
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Of a device that was never synced. */
export function newSyncRecord(dev: string): SyncRecord {
  return {
    dev,
    epoch: null,
    length: 0,
    acked: 0,
    confirmed: 0,
    attempted: 0,
    cursor: 0,
    head: null,
    last: HLC_ZERO,
    offsetMs: null,
    offsetDelayMs: 0,
    isForked: false,
    isJoining: false,
    mustSeal: false,
    stopped: null,
    paused: null,
    troubles: 0,
    rereads: null,
    mustDigest: false,
    healedMs: null,
  };
}

/** What a segment says of itself: its seal is bound to it, and to `record.epoch`. */
export type SegmentLabel = Omit<Segment<never>, 'body'>;

/**
 * The content of each synced table, as 32 bytes; under `WAITING_BLOBS`, where there are any, the ids of bulk ops that wait for
 * their blob: others may have it. Null: cannot be said.
 */
export type Digest = Readonly<Record<string, Uint8Array>> | null;
export const WAITING_BLOBS = 'waiting_blobs';

/**
 * What the engine needs of the disk. Whatever one of its functions does between `transaction`'s beginning and end is
 * there as a whole or not at all.
 */
export interface SyncDisk<Body, State> {
  transaction<T>(work: () => T): T;
  readonly record: Readonly<SyncRecord>;
  update(change: Partial<SyncRecord>): void;

  /** Own ops that are not confirmed yet, by device sequence number. */
  op(dseq: number): Op | undefined;
  /** The chain after an own op, of the last confirmed one at least. Undefined: not known, or not any more. */
  chainAt(dseq: number): Chain | undefined;
  /** Appends an own op at `length + 1` and moves `length`. */
  append(op: Op): void;
  /** Puts other ops in the places of own ones from `dseq` to the last. */
  replaceFrom(dseq: number, ops: readonly Op[]): void;
  /** The same ops under another device, from 1 on: `dev`, `length`, `acked`, `attempted` and `confirmed` follow. */
  renumber(dev: string, ops: readonly Op[]): void;

  frontier(dev: string): Frontier | undefined;
  setFrontier(dev: string, frontier: Frontier): void;
  /** Whether an op with this id was folded in this epoch. */
  has(opId: string): boolean;
  fold(op: Op, stamp: Stamp): void;

  /** What a segment carries: as many ops as it says. Its chain is checked by who asks. @throws BrokenSegment */
  open(segment: StoredSegment<Body>): readonly Op[];
  chain(prev: Chain, op: Op): Chain;
  seal(ops: readonly Op[], label: SegmentLabel): Body;

  /** All facts of the account that are here, as another device can take them over; none later than a moment. */
  snapshot(limitMs: number | null): State;
  /**
   * Digest of the account's facts that are here, without own ops that are not confirmed: as it was kept with every write, or
   * counted anew from the rows (slow). Where the two differ, rows changed behind the program's back.
   */
  digest(how: 'kept' | 'counted'): Digest;
  /** Sets aside what is here and starts again from a snapshot; local work goes on with both. @throws BrokenSegment */
  beginEpoch(state: State): void;
  /** Ends joining: what was set aside and the epoch lacks, as ops. */
  endJoin(): Op[];
}

/** A segment or snapshot that is not what it says: nothing of its answer is taken. */
export class BrokenSegment extends Error {}
