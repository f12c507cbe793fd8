import type { FoldState } from '../client/fold/fold-state.ts';
import type { SyncRules } from '../client/planner/rules.ts';
import { SyncEngine } from '../client/planner/sync-engine.ts';
import type { SyncRequest } from '../client/planner/sync-request.ts';
import type { PullReply, PushReply, SealReply, SnapshotReply } from '../protocol/messages.ts';
import type { Op } from '../protocol/op.ts';
import type { MemoryDisk } from './memory-disk.ts';

type Body = readonly Op[];
export type SimRequest = SyncRequest<Body, FoldState>;
export type SimReply =
  | { readonly type: 'push'; readonly reply: PushReply }
  | { readonly type: 'pull'; readonly reply: PullReply<Body> }
  | { readonly type: 'snapshot'; readonly reply: SnapshotReply<FoldState> }
  | { readonly type: 'seal'; readonly reply: SealReply };

export interface DeviceParts {
  readonly name: string;
  readonly disk: MemoryDisk;
  readonly skewMs: number;
  readonly trueMs: () => number;
  readonly newId: () => string;
  readonly rules: SyncRules;
}

const limits = { opsInPush: 6, opsInPage: 12 };

/** A laptop of the simulation: a disk that outlives crashes, a clock that may be wrong, an engine that holds nothing. */
export class Device {
  readonly name: string;
  skewMs: number;
  isOnline = true;
  /** Replies to requests of an earlier process never arrive. */
  process = 0;
  /** What it waits for, until it gives up. */
  isWaiting = false;
  /** A request that a reply asked for. */
  queued: SimRequest | null = null;
  #disk: MemoryDisk;
  #engine: SyncEngine<Body, FoldState>;
  readonly #parts: DeviceParts;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.skewMs = parts.skewMs;
    this.#disk = parts.disk;
    this.#engine = this.#start();
  }

  #start(): SyncEngine<Body, FoldState> {
    return new SyncEngine({
      disk: this.#disk,
      wallMs: () => this.wallMs(),
      newId: this.#parts.newId,
      limits,
      rules: this.#parts.rules,
    });
  }

  get disk(): MemoryDisk {
    return this.#disk;
  }

  get engine(): SyncEngine<Body, FoldState> {
    return this.#engine;
  }

  wallMs(): number {
    return Math.max(0, this.#parts.trueMs() + this.skewMs);
  }

  /** The process ends without warning and starts again. */
  restart(): void {
    this.process += 1;
    this.reopen(this.#disk);
  }

  /** The process opens another file, a backup, in place: what it has asked may still be answered. */
  reopen(disk: MemoryDisk): void {
    this.#disk = disk;
    this.#engine = this.#start();
    this.isWaiting = false;
    this.queued = null;
  }

  next(): SimRequest | null {
    const { queued } = this;
    this.queued = null;
    return queued ?? this.#engine.next();
  }

  receive(request: SimRequest, { type, reply }: SimReply, delayMs: number): void {
    if (request.type === 'push' && type === 'push') this.#engine.pushed(request.push, reply, delayMs);
    if (request.type === 'pull' && type === 'pull') this.#engine.pulled(request.pull, reply, delayMs);
    if (request.type === 'seal' && type === 'seal') this.#engine.sealed(request.seal, reply, delayMs);
    if (type === 'snapshot') this.queued = this.#engine.gotSnapshot(reply, delayMs);
  }
}

/** Whether any device can apply it. */
export function canBe({ body }: Op): boolean {
  return !('table' in body) || body.table !== 'poison';
}
