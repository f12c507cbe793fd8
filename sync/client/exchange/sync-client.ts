import type { Store } from '#core/store/store.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import { statement } from '#core/store/statements.ts';
import type { SealRequest, SnapshotReply } from '../../protocol/messages.ts';
import { BrokenSeal, openBlob, sealBlob } from '../crypto/blob-seal.ts';
import type { BlobRequest } from '../planner/blob-engine.ts';
import type { SyncRequest } from '../planner/sync-request.ts';
import type { SyncKeys } from '../store/sync-keys.ts';
import type { Engine, SyncStore } from '../store/sync-store.ts';
import type { SyncTransport } from './sync-transport.ts';

type Request = SyncRequest<Uint8Array, Uint8Array>;

export interface SyncClientParts {
  readonly store: Store;
  readonly sync: SyncStore;
  readonly transport: SyncTransport;
  readonly keys: SyncKeys;
  /** For round trips: ms. */
  readonly elapsed: () => number;
}

const markSynced = statement<{ at: number }>(
  'sync.markSynced',
  'UPDATE sync_state SET synced_at = @at WHERE id = 1',
);

/** Carries requests of the engine to a server and answers back, one after the other; each step is one write of the store. */
export class SyncClient {
  readonly #parts: SyncClientParts;

  constructor(parts: SyncClientParts) {
    this.#parts = parts;
  }

  /** Asks until there is nothing to ask. Errors of the transport pass: whoever calls tries again later. */
  async settle(signal?: AbortSignal): Promise<void> {
    const { sync } = this.#parts;
    await this.#step((engine) => engine.look());
    sync.blobs.look();
    for (;;) {
      signal?.throwIfAborted();
      const request = await this.#step((engine) => engine.next());
      if (request !== null) await this.#ask(request);
      else {
        const blob = await this.#step(() => sync.blobs.next());
        if (blob === null) break;
        await this.#move(blob);
      }
    }
    await this.#write((tx) => {
      sync.conflicts.prune();
      tx.run(markSynced, { at: tx.now });
    });
  }

  async #ask(request: Request): Promise<void> {
    const { transport, elapsed } = this.#parts;
    const began = elapsed();
    const took = (): number => Math.max(0, elapsed() - began);
    if (request.type === 'push') {
      const reply = await transport.push(request.push);
      await this.#step((engine) => engine.pushed(request.push, reply, took()));
    } else if (request.type === 'pull') {
      const reply = await transport.pull(request.pull);
      await this.#step((engine) => engine.pulled(request.pull, reply, took()));
    } else if (request.type === 'snapshot') {
      const reply = this.#opened(await transport.snapshot());
      const first = await this.#step((engine) => engine.gotSnapshot(reply, took()));
      if (first !== null) await this.#ask(first);
    } else {
      const reply = await transport.seal(this.#sealed(request.seal));
      await this.#step((engine) => engine.sealed(request.seal, reply, took()));
    }
  }

  #sealed(seal: SealRequest<Uint8Array>): SealRequest<Uint8Array> {
    const key = this.#keyOf(seal.epoch);
    const label = {
      account: this.#parts.keys.account,
      kind: 'snapshot',
      name: `${seal.epoch} ${seal.head}`,
    } as const;
    return { ...seal, state: sealBlob(key, label, seal.state) };
  }

  #opened(reply: SnapshotReply<Uint8Array>): SnapshotReply<Uint8Array> {
    if (reply.st !== 'ok') return reply;
    const label = {
      account: this.#parts.keys.account,
      kind: 'snapshot',
      name: `${reply.epoch} ${reply.floor}`,
    } as const;
    return { ...reply, state: openBlob(this.#keyOf(reply.epoch), label, reply.state) };
  }

  async #move(request: BlobRequest<Uint8Array>): Promise<void> {
    const { sync, transport, keys } = this.#parts;
    const { address } = request;
    const label = { account: keys.account, kind: 'blob', name: address } as const;
    if (request.type === 'putBlob') {
      await transport.putBlob(address, sealBlob(keys.blobKey(), label, request.blob));
      await this.#step(() => sync.blobs.put(address, { st: 'ok' }));
      return;
    }
    const sealed = await transport.getBlob(address);
    const blob = sealed && openIfRight(() => openBlob(keys.blobKey(), label, sealed));
    await this.#step(() => sync.blobs.got(address, blob === undefined ? { st: 'none' } : { st: 'ok', blob }));
  }

  #keyOf(epoch: string): Uint8Array {
    const key = this.#parts.keys.keyOf(epoch);
    if (key === undefined) throw new BrokenSeal('no key of this epoch');
    return key;
  }

  #step<T>(work: (engine: Engine) => T): Promise<T> {
    return this.#write((tx) => this.#parts.sync.run(tx, work));
  }

  async #write<T>(work: (tx: WriteTransaction) => T): Promise<T> {
    const { output } = await this.#parts.store.write('sync.step', work, { noUndo: true });
    return output;
  }
}

function openIfRight(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof BrokenSeal) return undefined;
    throw error;
  }
}
