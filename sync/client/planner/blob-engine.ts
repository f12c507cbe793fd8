import type { Refusal } from '../../protocol/messages.ts';
import type { SyncDisk } from './sync-disk.ts';
import { pausedNow, refused } from './trouble.ts';

/** A blob by its address: SHA-256 of its bytes, as hex. */
export type BlobRequest<Blob> =
  | { readonly type: 'putBlob'; readonly address: string; readonly blob: Blob }
  | { readonly type: 'getBlob'; readonly address: string };

export type PutBlobReply = Refusal | { readonly st: 'ok' };
export type GetBlobReply<Blob> =
  | Refusal
  | { readonly st: 'ok'; readonly blob: Blob }
  | { readonly st: 'none' };

/** Blobs of bulk ops on the disk. */
export interface BlobDisk<Blob> {
  /** Addresses that ops which wait name and that are not here. */
  wanted(): Iterable<string>;
  /** Addresses that ops of this epoch name, that are here, and that the server was not given in this epoch. */
  unsent(): Iterable<string>;
  read(address: string): Blob;
  /** A blob that is what its address says: the ops that wait for it are applied. */
  keep(address: string, blob: Blob): void;
  /** The server has it. */
  sent(address: string): void;
}

export interface BlobEngineParts<Body, State, Blob> {
  readonly disk: SyncDisk<Body, State>;
  readonly blobs: BlobDisk<Blob>;
  readonly addressOf: (blob: Blob) => string;
  readonly wallMs: () => number;
  readonly says?: (word: { readonly word: 'server'; readonly why: string }) => void;
}

/**
 * Moves blobs, beside the ops that name them and after them: an op may be everywhere before its blob is. The server is asked
 * once for a blob that it has not; then again when there is something new.
 */
export class BlobEngine<Body, State, Blob> {
  readonly #parts: BlobEngineParts<Body, State, Blob>;
  /** What the server had not, or gave wrong, since the last look. */
  readonly #absent = new Set<string>();

  constructor(parts: BlobEngineParts<Body, State, Blob>) {
    this.#parts = parts;
  }

  next(): BlobRequest<Blob> | null {
    const { disk, blobs, wallMs } = this.#parts;
    const { stopped, epoch, isJoining } = disk.record;
    const paused = pausedNow(disk.record, wallMs());
    if (stopped !== null || epoch === null || isJoining || (paused !== null && paused !== 'quota'))
      return null;
    if (paused === null)
      for (const address of blobs.unsent()) return { type: 'putBlob', address, blob: blobs.read(address) };
    for (const address of blobs.wanted()) if (!this.#absent.has(address)) return { type: 'getBlob', address };
    return null;
  }

  /** A poke, a timer: what was not there may be. */
  look(): void {
    this.#absent.clear();
  }

  put(address: string, reply: PutBlobReply): void {
    if (reply.st === 'ok') this.#parts.disk.transaction(() => this.#parts.blobs.sent(address));
    else this.#refuse(reply);
  }

  got(address: string, reply: GetBlobReply<Blob>): void {
    if (reply.st === 'none') this.#absent.add(address);
    else if (reply.st !== 'ok') this.#refuse(reply);
    else if (this.#parts.addressOf(reply.blob) === address)
      this.#parts.disk.transaction(() => this.#parts.blobs.keep(address, reply.blob));
    else {
      this.#absent.add(address);
      this.#parts.says?.({ word: 'server', why: 'a blob is not what its address says' });
    }
  }

  #refuse(reply: Refusal): void {
    const { disk, wallMs } = this.#parts;
    disk.transaction(() => {
      if (reply.st === 'revoked' || reply.st === 'upgrade') disk.update({ stopped: reply.st });
      else disk.update({ paused: refused(reply.st, wallMs(), reply.retryAfterMs) });
    });
  }
}
