import { compareHlc } from '../protocol/hlc.ts';
import type { Chain, Frontier, StoredSegment } from '../protocol/messages.ts';
import type { Op, OpBody } from '../protocol/op.ts';
import type { Stamp } from '../protocol/stamp.ts';
import { applyOp, retryKept } from '../client/fold/apply-op.ts';
import { clampState } from '../client/fold/clamp-state.ts';
import type { FoldRules } from '../client/fold/fold-rules.ts';
import { copyFoldState, newFoldState, type FoldState } from '../client/fold/fold-state.ts';
import { mergeStates } from '../client/fold/merge-states.ts';
import { missingOps } from '../client/fold/missing-ops.ts';
import { FIRST_CHAIN } from '../protocol/chain.ts';
import type { BlobDisk } from '../client/planner/blob-engine.ts';
import { newSyncRecord, type Digest, type SyncDisk, type SyncRecord } from '../client/planner/sync-disk.ts';
import { Damage } from './damage.ts';
import { HeldDeletes, isDeleted } from './held-deletes.ts';

type Blob = readonly OpBody[];

/** What all disks of a simulation share. */
export interface DiskParts {
  readonly chain: (prev: Chain, op: Op) => Chain;
  readonly canBe: (op: Op) => boolean;
  /** What an op of a newer kind says to a program of version 2. */
  readonly meaningOf: (name: string) => OpBody | null;
  readonly nowMs: () => number;
  /** Whether anything deletes notes. */
  readonly hasDeletions: boolean;
}

/** A disk in memory, for the simulator: what is on it outlives a crash, and it can be copied, as a profile can. */
export class MemoryDisk implements SyncDisk<readonly Op[], FoldState>, BlobDisk<Blob> {
  /** Of the program that has it. */
  version: number;
  #record: SyncRecord;
  /** Own ops that are not confirmed: those after `#base`. */
  #ops: Op[] = [];
  #base = 0;
  /** After own op i; all of them. */
  #chains: Chain[] = [FIRST_CHAIN];
  #facts: FoldState = newFoldState();
  #aside: FoldState | null = null;
  #known = new Set<string>();
  #blobs = new Map<string, Blob>();
  /** Blobs the server was given in this epoch. */
  #sent = new Set<string>();
  #damage = new Damage();
  /** Of the facts. */
  #edits = 0;
  #held = new HeldDeletes();
  readonly #parts: DiskParts;
  readonly #rules: FoldRules;

  constructor(dev: string, parts: DiskParts, version: number) {
    this.version = version;
    this.#parts = parts;
    this.#rules = {
      canBe: parts.canBe,
      understand: ({ name }) => (this.version < 2 ? null : parts.meaningOf(name)),
      entries: ({ blob }) => this.#blobs.get(blob),
    };
    this.#record = newSyncRecord(dev);
  }

  copy(): MemoryDisk {
    const other = new MemoryDisk(this.#record.dev, this.#parts, this.version);
    other.#record = { ...this.#record };
    other.#ops = [...this.#ops];
    other.#base = this.#base;
    other.#chains = [...this.#chains];
    other.#facts = copyFoldState(this.#facts);
    other.#aside = this.#aside === null ? null : copyFoldState(this.#aside);
    other.#known = new Set(this.#known);
    other.#blobs = new Map(this.#blobs);
    other.#sent = new Set(this.#sent);
    other.#damage = this.#damage.copy();
    other.#held = this.#held.copy();
    return other;
  }

  get record(): Readonly<SyncRecord> {
    return this.#record;
  }

  /** The account's facts as far as they are here. */
  get facts(): FoldState {
    return this.#facts;
  }

  get held(): HeldDeletes {
    return this.#held;
  }

  hasBlob(address: string): boolean {
    return this.#blobs.has(address);
  }

  /** Everything its owner can see: facts, what an epoch being joined set aside, and own writes on their way. */
  view(): FoldState {
    const view = this.#merged();
    for (const op of this.#ops)
      if (!this.#known.has(op.id)) applyOp(view, op, { eff: op.at, op: op.id }, this.#rules);
    return view;
  }

  /** What `view` is made of. */
  parts(): { readonly states: readonly FoldState[]; readonly ops: readonly Op[] } {
    return { states: this.#aside === null ? [this.#facts] : [this.#facts, this.#aside], ops: this.#ops };
  }

  #merged(): FoldState {
    return this.#aside === null
      ? copyFoldState(this.#facts)
      : mergeStates(this.#facts, this.#aside, this.#rules);
  }

  /** A fact from before sync was switched on. */
  addFact(op: Op): void {
    this.#edits += 1;
    applyOp(this.#facts, op, { eff: op.at, op: op.id }, this.#rules);
  }

  /** The program was updated: what it could not read it may read now. */
  learn(): void {
    this.version = 2;
    this.#retry();
  }

  #retry(): void {
    this.#edits += 1;
    retryKept(this.#facts, this.#rules);
    if (this.#aside !== null) retryKept(this.#aside, this.#rules);
  }

  transaction<T>(work: () => T): T {
    return work();
  }

  update(change: Partial<SyncRecord>): void {
    Object.assign(this.#record, change);
    const { confirmed } = this.#record;
    if (confirmed > this.#base) {
      this.#ops.splice(0, confirmed - this.#base);
      this.#base = confirmed;
    }
  }

  op(dseq: number): Op | undefined {
    return this.#ops[dseq - this.#base - 1];
  }

  chainAt(dseq: number): Chain | undefined {
    return this.#chains[dseq];
  }

  append(op: Op): void {
    this.#ops.push(op);
    this.#chains.push(this.chain(this.#chains.at(-1)!, op));
    this.#record.length += 1;
    if (op.body.kind === 'cells' && op.body.fields['deleted'] === true) this.#held.deletedHere(op.body.uid);
  }

  replaceFrom(dseq: number, ops: readonly Op[]): void {
    this.#chains.length = dseq;
    for (const [index, op] of ops.entries()) {
      this.#ops[dseq + index - this.#base - 1] = op;
      this.#chains.push(this.chain(this.#chains.at(-1)!, op));
    }
  }

  renumber(dev: string, ops: readonly Op[]): void {
    this.#ops = [];
    this.#base = 0;
    this.#chains = [FIRST_CHAIN];
    Object.assign(this.#record, { dev, length: 0, acked: 0, confirmed: 0, attempted: 0 });
    for (const op of ops) this.append(op);
  }

  frontier(dev: string): Frontier | undefined {
    return this.#facts.frontiers.get(dev);
  }

  setFrontier(dev: string, frontier: Frontier): void {
    this.#facts.frontiers.set(dev, frontier);
  }

  has(opId: string): boolean {
    return this.#known.has(opId) || this.#known.has(wholeId(opId));
  }

  fold(op: Op, stamp: Stamp): void {
    this.#known.add(op.id);
    this.#edits += 1;
    if (compareHlc(op.at, stamp.eff) !== 0) this.#facts.clamped.add(op.id);
    const { body } = op;
    const isDeletion =
      this.#parts.hasDeletions && body.kind === 'cells' && body.fields['deleted'] !== undefined;
    const wasDeleted = isDeletion && isDeleted(this.#facts, body.uid);
    applyOp(this.#facts, op, stamp, this.#rules);
    if (isDeletion) this.#held.follow([body.uid], () => wasDeleted, this.#facts, this.#parts.nowMs());
  }

  open({ body }: StoredSegment<readonly Op[]>): readonly Op[] {
    return body;
  }

  chain(prev: Chain, op: Op): Chain {
    return this.#parts.chain(prev, op);
  }

  seal(ops: readonly Op[]): readonly Op[] {
    return ops;
  }

  digest(how: 'kept' | 'counted'): Digest {
    return this.#damage.digestOf(this.#facts, this.#edits, how);
  }

  /** A row here becomes another, or is gone. @param isKept the digest that is kept follows, as where the program is wrong */
  damage(draw: number, isKept: boolean): boolean {
    this.#edits += 1;
    return this.#damage.damage(this.#facts, draw, isKept);
  }

  snapshot(limitMs: number | null): FoldState {
    const all = this.#merged();
    all.bulks.clear();
    return limitMs === null ? all : clampState(all, limitMs);
  }

  beginEpoch(state: FoldState): void {
    const before = this.#merged();
    this.#aside = before;
    this.#facts = copyFoldState(state);
    this.#known = knownOf(state);
    this.#sent.clear();
    this.#damage = new Damage();
    this.#edits += 1;
    retryKept(this.#facts, this.#rules);
    if (!this.#parts.hasDeletions) return;
    const rows = new Set<string>();
    for (const { uid, field } of before.cells.values()) if (field !== 'deleted') rows.add(uid);
    this.#held.follow(rows, (uid) => isDeleted(before, uid), this.#facts, this.#parts.nowMs());
  }

  endJoin(): Op[] {
    const ops = this.#aside === null ? [] : missingOps(this.#aside, this.#facts);
    this.#aside = null;
    return ops.filter(({ id }) => !this.#ops.some((op) => op.id === id));
  }

  /** A blob that a bulk op of this device is about to name. */
  addBlob(address: string, blob: Blob): void {
    this.#blobs.set(address, blob);
  }

  *wanted(): Generator<string> {
    for (const { op } of this.#facts.waiting.values())
      if (op.body.kind === 'bulk' && !this.#blobs.has(op.body.blob)) yield op.body.blob;
  }

  *unsent(): Generator<string> {
    if (this.#blobs.size === 0) return;
    for (const { op } of this.#facts.bulks.values())
      if (op.body.kind === 'bulk' && !this.#sent.has(op.body.blob)) yield op.body.blob;
    for (const { body } of this.#ops)
      if (body.kind === 'bulk' && this.#blobs.has(body.blob) && !this.#sent.has(body.blob)) yield body.blob;
  }

  read(address: string): Blob {
    return this.#blobs.get(address)!;
  }

  keep(address: string, blob: Blob): void {
    this.#blobs.set(address, blob);
    this.#sent.add(address);
    this.#retry();
  }

  sent(address: string): void {
    this.#sent.add(address);
  }
}

/** Of one field of an op: the op's. */
function wholeId(id: string): string {
  const end = id.indexOf('/');
  return end < 0 ? id : id.slice(0, end);
}

/** Ids of what stands in a snapshot. */
function knownOf(state: FoldState): Set<string> {
  const known = new Set<string>();
  for (const map of [state.cells, state.events, state.generated])
    for (const { stamp } of map.values()) known.add(stamp.op).add(wholeId(stamp.op));
  for (const map of [state.waiting, state.unknown, state.quarantined])
    for (const id of map.keys()) known.add(id);
  for (const { stamp } of state.erasures) known.add(stamp.op);
  for (const id of state.clamped) known.add(id);
  return known;
}
