import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../store.ts';
import { uidToHex } from '../uid.ts';

const ourName = /^[0-9a-f]{32}\.prepared(-journal|-wal|-shm)?$/;

/** Unpacked backups that wait for a person's decision, in the folder that is emptied at every start. One at a time: they are large. */
export class PreparedStores {
  readonly #store: Store;
  #ready: string | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  #path(uid: string): string {
    return join(this.#store.profile.staging, `${uid}.prepared`);
  }

  /** Makes room for one, in place of any other. */
  open(): { uid: string; path: string } {
    this.sweep();
    const uid = uidToHex(this.#store.ids.uid());
    return { uid, path: this.#path(uid) };
  }

  ready(uid: string): void {
    this.#ready = uid;
  }

  /** Throws `not_found` when it was let go meanwhile. */
  take(uid: string): string {
    if (this.#ready !== uid) throw new RpcError('not_found', { prepared: uid });
    this.#ready = undefined;
    return this.#path(uid);
  }

  discard(uid: string): void {
    if (this.#ready === uid) this.#ready = undefined;
    for (const ending of ['', '-journal', '-wal', '-shm'])
      rmSync(`${this.#path(uid)}${ending}`, { force: true });
  }

  sweep(): void {
    this.#ready = undefined;
    const { staging } = this.#store.profile;
    for (const name of readdirSync(staging))
      if (ourName.test(name)) rmSync(join(staging, name), { force: true });
  }
}
