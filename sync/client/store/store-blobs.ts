import { createHash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { BlobDisk } from '../planner/blob-engine.ts';
import type { KeptOps } from './kept-ops.ts';

/** Blobs of bulk ops, in the file beside the ops that name them. Their address is the SHA-256 of what is in them. */
export class StoreBlobs implements BlobDisk<Uint8Array> {
  readonly #kept: KeptOps;
  readonly #find: Statement;
  readonly #unsent: Statement;
  readonly #put: Statement;
  readonly #markSent: Statement;

  constructor(db: Database, kept: KeptOps) {
    this.#kept = kept;
    this.#find = db.prepare('SELECT body FROM sync_blobs WHERE sha256 = ?');
    this.#unsent = db.prepare('SELECT sha256 FROM sync_blobs WHERE sent = 0').pluck();
    this.#put = db.prepare('INSERT OR IGNORE INTO sync_blobs (sha256, body, sent) VALUES (?, ?, ?)');
    this.#markSent = db.prepare('UPDATE sync_blobs SET sent = 1 WHERE sha256 = ?');
  }

  /** Undefined: not here yet. */
  find(address: string): Uint8Array | undefined {
    return (this.#find.get(address) as { body: Uint8Array } | undefined)?.body;
  }

  /** One that was made here. */
  add(address: string, blob: Uint8Array): void {
    this.#put.run(address, blob, 0);
  }

  *wanted(): Generator<string> {
    for (const { op } of this.#kept.waiting())
      if (op.body.kind === 'bulk' && this.find(op.body.blob) === undefined) yield op.body.blob;
  }

  unsent(): string[] {
    return this.#unsent.all() as string[];
  }

  read(address: string): Uint8Array {
    const blob = this.find(address);
    if (blob === undefined) throw new Error('a blob that was to be sent is gone');
    return blob;
  }

  keep(address: string, blob: Uint8Array): void {
    this.#put.run(address, blob, 1);
  }

  sent(address: string): void {
    this.#markSent.run(address);
  }
}

export function addressOf(blob: Uint8Array): string {
  return createHash('sha256').update(blob).digest('hex');
}
