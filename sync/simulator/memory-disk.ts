import { compareHlc } from '../protocol/hlc.ts';
import type { Chain, Frontier, StoredSegment } from '../protocol/messages.ts';
import type { Op } from '../protocol/op.ts';
import type { Stamp } from '../protocol/stamp.ts';
import { applyOp } from '../client/fold/apply-op.ts';
import { clampState } from '../client/fold/clamp-state.ts';
import { copyFoldState, newFoldState, type FoldState } from '../client/fold/fold-state.ts';
import { mergeStates } from '../client/fold/merge-states.ts';
import type { FoldRules } from '../client/fold/fold-rules.ts';
import { missingOps } from '../client/fold/missing-ops.ts';
import { FIRST_CHAIN } from '../protocol/chain.ts';
import { newSyncRecord, type Digest, type SyncDisk, type SyncRecord } from '../client/planner/sync-disk.ts';

/** A disk in memory, for the simulator: what is on it outlives a crash, and it can be copied, as a profile can. */
export class MemoryDisk implements SyncDisk<readonly Op[], FoldState> {
  #record: SyncRecord;
  /** Own ops that are not confirmed: those after `#base`. */
  #ops: Op[] = [];
  #base = 0;
  /** After own op i; all of them. */
  #chains: Chain[] = [FIRST_CHAIN];
  #facts: FoldState = newFoldState();
  #aside: FoldState | null = null;
  #known = new Set<string>();
  readonly #chain: (prev: Chain, op: Op) => Chain;
  readonly #rules: FoldRules;

  constructor(dev: string, chain: (prev: Chain, op: Op) => Chain, rules: FoldRules) {
    this.#chain = chain;
    this.#rules = rules;
    this.#record = newSyncRecord(dev);
  }

  copy(): MemoryDisk {
    const other = new MemoryDisk(this.#record.dev, this.#chain, this.#rules);
    other.#record = { ...this.#record };
    other.#ops = [...this.#ops];
    other.#base = this.#base;
    other.#chains = [...this.#chains];
    other.#facts = copyFoldState(this.#facts);
    other.#aside = this.#aside;
    other.#known = new Set(this.#known);
    return other;
  }

  get record(): Readonly<SyncRecord> {
    return this.#record;
  }

  /** The account's facts as far as they are here. */
  get facts(): FoldState {
    return this.#facts;
  }

  /** Everything its owner can see: facts, what an epoch being joined set aside, and own writes on their way. */
  view(): FoldState {
    const view =
      this.#aside === null ? copyFoldState(this.#facts) : mergeStates(this.#facts, this.#aside, this.#rules);
    for (const op of this.#ops)
      if (!this.#known.has(op.id)) applyOp(view, op, { eff: op.at, op: op.id }, this.#rules);
    return view;
  }

  /** A fact from before sync was switched on. */
  addFact(op: Op): void {
    applyOp(this.#facts, op, { eff: op.at, op: op.id }, this.#rules);
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
    this.#chains.push(this.#chain(this.#chains.at(-1)!, op));
    this.#record.length += 1;
  }

  replaceFrom(dseq: number, ops: readonly Op[]): void {
    this.#chains.length = dseq;
    for (const [index, op] of ops.entries()) {
      this.#ops[dseq + index - this.#base - 1] = op;
      this.#chains.push(this.#chain(this.#chains.at(-1)!, op));
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
    if (compareHlc(op.at, stamp.eff) !== 0) this.#facts.clamped.add(op.id);
    applyOp(this.#facts, op, stamp, this.#rules);
  }

  open({ body }: StoredSegment<readonly Op[]>): readonly Op[] {
    return body;
  }

  chain(prev: Chain, op: Op): Chain {
    return this.#chain(prev, op);
  }

  seal(ops: readonly Op[]): readonly Op[] {
    return ops;
  }

  digest(): Digest {
    return {};
  }

  snapshot(limitMs: number | null): FoldState {
    const all =
      this.#aside === null ? copyFoldState(this.#facts) : mergeStates(this.#facts, this.#aside, this.#rules);
    return limitMs === null ? all : clampState(all, limitMs);
  }

  beginEpoch(state: FoldState): void {
    this.#aside = this.#aside === null ? this.#facts : mergeStates(this.#facts, this.#aside, this.#rules);
    this.#facts = copyFoldState(state);
    this.#known = knownOf(state);
  }

  endJoin(): Op[] {
    const ops = this.#aside === null ? [] : missingOps(this.#aside, this.#facts);
    this.#aside = null;
    return ops.filter(({ id }) => !this.#ops.some((op) => op.id === id));
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
