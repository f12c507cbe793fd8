import type { Hlc } from '../../protocol/hlc.ts';
import type { Chain, Frontier } from '../../protocol/messages.ts';
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
  /** Why nothing is sent any more; null: it is. */
  stopped: 'revoked' | 'server' | null;
}

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

  /** What a segment carries, checked. @throws BrokenSegment */
  open(body: Body, n: number): readonly Op[];
  chain(prev: Chain, op: Op): Chain;
  seal(ops: readonly Op[]): Body;

  /** All facts of the account that are here, as another device can take them over; none later than a moment. */
  snapshot(limitMs: number | null): State;
  /** Sets aside what is here and starts again from a snapshot; local work goes on with both. */
  beginEpoch(state: State): void;
  /** Ends joining: what was set aside and the epoch lacks, as ops. */
  endJoin(): Op[];
}

/** A segment that is not what it says: nothing of its page is taken. */
export class BrokenSegment extends Error {}
