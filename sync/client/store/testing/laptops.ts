import { createHash, hkdfSync } from 'node:crypto';
import type { OpenService } from '#electron/service/testing/open-test-service.ts';
import { MemoryServer } from '../../../simulator/memory-server.ts';
import { SyncClient } from '../../exchange/sync-client.ts';
import type { SyncTransport } from '../../exchange/sync-transport.ts';
import type { SyncKeys } from '../sync-keys.ts';
import { switchOn } from '../switch-on.ts';
import type { SyncStore } from '../sync-store.ts';

/** Keys that follow from a word: two laptops of one account have the same. */
export const testKeys = (word = 'account'): SyncKeys => {
  const key = (info: string): Uint8Array => new Uint8Array(hkdfSync('sha256', word, '', info, 32));
  return { account: word, keyOf: (epoch) => key(`epoch ${epoch}`), blobKey: () => key('blobs') };
};

/** A server in this process, at a clock of its own. */
export class TestServer {
  memory = new MemoryServer<Uint8Array, Uint8Array>();
  readonly blobs = new Map<string, Uint8Array>();
  now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** As after a disk that is gone: nobody has an account here. */
  forget(): void {
    this.memory = new MemoryServer();
    this.blobs.clear();
  }

  get transport(): SyncTransport {
    const { blobs } = this;
    return {
      push: (request) => Promise.resolve(this.memory.push(request, this.now())),
      pull: (request) => Promise.resolve(this.memory.pull(request, this.now())),
      snapshot: () => Promise.resolve(this.memory.snapshot(this.now())),
      seal: (request) => Promise.resolve(this.memory.seal(request, this.now())),
      putBlob: async (name, body) => void blobs.set(name, body),
      getBlob: async (name) => blobs.get(name),
    };
  }
}

export type Laptop = OpenService & { readonly sync: SyncStore; settle(): Promise<void> };

/** Switches sync on in an open service. */
export const withSync = async (open: OpenService, server: TestServer, keys = testKeys()): Promise<Laptop> => {
  const { store } = open.service;
  const sync = await switchOn(store, keys);
  const client = new SyncClient({
    store,
    sync,
    transport: server.transport,
    keys,
    elapsed: () => performance.now(),
  });
  return Object.assign(Object.create(open) as OpenService, {
    sync,
    settle: async () => {
      await client.settle();
      await store.settle();
    },
  });
};

/** What two laptops must agree on: every row that travels, as it travels. */
export const contentOf = ({ sync }: Laptop): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sync.digests.counted()).map(([table, digest]) => [
      table,
      createHash('sha1').update(digest).digest('hex'),
    ]),
  );
