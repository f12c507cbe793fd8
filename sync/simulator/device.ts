import type { FoldState } from '../client/fold/fold-state.ts';
import {
  BlobEngine,
  type BlobRequest,
  type GetBlobReply,
  type PutBlobReply,
} from '../client/planner/blob-engine.ts';
import type { SyncRules } from '../client/planner/rules.ts';
import { SyncEngine } from '../client/planner/sync-engine.ts';
import type { SyncRequest, SyncWord } from '../client/planner/sync-request.ts';
import type { PullReply, PushReply, Refusal, SealReply, SnapshotReply } from '../protocol/messages.ts';
import type { Op, OpBody } from '../protocol/op.ts';
import type { MemoryDisk } from './memory-disk.ts';
import { addressOf } from './writes.ts';

type Body = readonly Op[];
type Blob = readonly OpBody[];
export type SimRequest = SyncRequest<Body, FoldState> | BlobRequest<Blob>;
export type SimReply =
  | { readonly type: 'push'; readonly reply: PushReply }
  | { readonly type: 'pull'; readonly reply: PullReply<Body> }
  | { readonly type: 'snapshot'; readonly reply: SnapshotReply<FoldState> }
  | { readonly type: 'seal'; readonly reply: SealReply }
  | { readonly type: 'putBlob'; readonly reply: PutBlobReply }
  | { readonly type: 'getBlob'; readonly reply: GetBlobReply<Blob> }
  | { readonly type: 'refused'; readonly reply: Refusal };

export interface DeviceParts {
  readonly name: string;
  readonly disk: MemoryDisk;
  readonly skewMs: number;
  readonly trueMs: () => number;
  readonly newId: () => string;
  readonly rules: SyncRules;
  readonly says: (name: string, word: SyncWord) => void;
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
  #blobs: BlobEngine<Body, FoldState, Blob>;
  readonly #parts: DeviceParts;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.skewMs = parts.skewMs;
    this.#disk = parts.disk;
    this.#engine = this.#start();
    this.#blobs = this.#startBlobs();
  }

  #start(): SyncEngine<Body, FoldState> {
    const { newId, rules, says } = this.#parts;
    return new SyncEngine({
      disk: this.#disk,
      wallMs: this.wallMs,
      newId,
      limits,
      rules,
      says: (word) => says(this.name, word),
      foldRules: this.#disk.version,
    });
  }

  #startBlobs(): BlobEngine<Body, FoldState, Blob> {
    return new BlobEngine({
      disk: this.#disk,
      blobs: this.#disk,
      addressOf,
      wallMs: this.wallMs,
      says: (word) => this.#parts.says(this.name, word),
    });
  }

  get disk(): MemoryDisk {
    return this.#disk;
  }

  get engine(): SyncEngine<Body, FoldState> {
    return this.#engine;
  }

  wallMs = (): number => Math.max(0, this.#parts.trueMs() + this.skewMs);

  /** The process ends without warning and starts again. */
  restart(): void {
    this.process += 1;
    this.reopen(this.#disk);
  }

  /** The process opens another file, a backup, in place: what it has asked may still be answered. */
  reopen(disk: MemoryDisk): void {
    this.#disk = disk;
    this.#engine = this.#start();
    this.#blobs = this.#startBlobs();
    this.isWaiting = false;
    this.queued = null;
  }

  /** The program is updated. */
  updateProgram(): void {
    this.#disk.learn();
    this.restart();
    this.#engine.resume();
  }

  look(): void {
    this.#engine.look();
    this.#blobs.look();
  }

  next(): SimRequest | null {
    const { queued } = this;
    this.queued = null;
    return queued ?? this.#engine.next() ?? this.#blobs.next();
  }

  receive(request: SimRequest, answer: SimReply, delayMs: number): void {
    if (answer.type === 'refused') this.#refused(request, answer.reply, delayMs);
    else if (request.type === 'push' && answer.type === 'push')
      this.#engine.pushed(request.push, answer.reply, delayMs);
    else if (request.type === 'pull' && answer.type === 'pull')
      this.#engine.pulled(request.pull, answer.reply, delayMs);
    else if (request.type === 'seal' && answer.type === 'seal')
      this.#engine.sealed(request.seal, answer.reply, delayMs);
    else if (request.type === 'putBlob' && answer.type === 'putBlob')
      this.#blobs.put(request.address, answer.reply);
    else if (request.type === 'getBlob' && answer.type === 'getBlob')
      this.#blobs.got(request.address, answer.reply);
    else if (answer.type === 'snapshot') this.queued = this.#engine.gotSnapshot(answer.reply, delayMs);
  }

  #refused(request: SimRequest, reply: Refusal, delayMs: number): void {
    if (request.type === 'push') this.#engine.pushed(request.push, reply, delayMs);
    if (request.type === 'pull') this.#engine.pulled(request.pull, reply, delayMs);
    if (request.type === 'seal') this.#engine.sealed(request.seal, reply, delayMs);
    if (request.type === 'snapshot') this.#engine.gotSnapshot(reply, delayMs);
    if (request.type === 'putBlob') this.#blobs.put(request.address, reply);
    if (request.type === 'getBlob') this.#blobs.got(request.address, reply);
  }
}

/** Whether any device can apply it. */
export function canBe({ body }: Op): boolean {
  return !('table' in body) || body.table !== 'poison';
}
