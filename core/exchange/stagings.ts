import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { RpcError } from '../rpc/errors.ts';
import { systemClock, type IdSource } from '../store/clock.ts';
import type { Profile } from '../store/profile.ts';
import { uidToHex } from '../store/uid.ts';

/** Staged imports, uploads and finished exports; nothing else in the folder is touched. */
const ourNames = /^[0-9a-f]{32}(\.upload|\.export(\.part)?)?$/;
/** More than these wait for nobody: the oldest goes. */
const maxReady = 4;

/** In the folder of a staging that is complete; what lacks it was cut off and goes. */
const readyMark = 'ready';
const keptMs = 86_400_000;

/**
 * Folders of staged imports that wait for the owner's word: for a day, also across a restart, so that a terminal can
 * look with one call and merge with the next.
 */
export class Stagings {
  readonly #profile: Profile;
  readonly #ids: IdSource;
  readonly #ready = new Set<string>();
  readonly #merging = new Set<string>();

  constructor(profile: Profile, ids: IdSource) {
    this.#profile = profile;
    this.#ids = ids;
  }

  /** Removes what is unfinished or too old, and knows the others again. */
  async sweep(): Promise<void> {
    // Ages of files are told by the machine's clock. Staged files are not synced, so those from before its last start
    // may be torn.
    const now = systemClock.now();
    const oldest = Math.max(now - keptMs, now - uptime() * 1000);
    for (const entry of await readdir(this.#profile.staging)) {
      if (!ourNames.test(entry)) continue;
      const path = join(this.#profile.staging, entry);
      const mark = await stat(join(path, readyMark)).catch(() => undefined);
      if (mark !== undefined && mark.mtimeMs > oldest) this.#ready.add(entry);
      else await rm(path, { recursive: true, force: true });
    }
  }

  async create(): Promise<string> {
    const uid = uidToHex(this.#ids.uid());
    await mkdir(join(this.#profile.staging, uid), { mode: 0o700 });
    return uid;
  }

  async ready(uid: string): Promise<void> {
    await writeFile(join(this.#profile.staging, uid, readyMark), '');
    this.#ready.add(uid);
    const [oldest] = this.#ready;
    if (this.#ready.size > maxReady && oldest !== undefined) await this.discard(oldest);
  }

  /** Takes a staging for merging. Throws `not_found`, and `conflict` while it is being merged. */
  take(uid: string): void {
    if (this.#merging.has(uid)) throw new RpcError('conflict', { staging: uid });
    if (!this.#ready.delete(uid)) throw new RpcError('not_found', { staging: uid });
    this.#merging.add(uid);
  }

  /** A merge that failed or was cancelled may be tried again. */
  giveBack(uid: string): void {
    if (this.#merging.delete(uid)) this.#ready.add(uid);
  }

  async discard(uid: string): Promise<void> {
    if (this.#merging.has(uid)) throw new RpcError('conflict', { staging: uid });
    this.#ready.delete(uid);
    await rm(join(this.#profile.staging, uid), { recursive: true, force: true });
  }

  async merged(uid: string): Promise<void> {
    this.#merging.delete(uid);
    await this.discard(uid);
  }
}
