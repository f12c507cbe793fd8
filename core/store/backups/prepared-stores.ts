import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { RpcError } from '../../rpc/errors.ts';
import { systemClock } from '../clock.ts';
import { schemaVersion } from '../migrations/index.ts';
import type { Store } from '../store.ts';
import { uidToHex } from '../uid.ts';

const ourName = /^([0-9a-f]{32})\.prepared(-journal|-wal|-shm|-ready)?$/;
/** Beside one that is complete: the version it was made ready for. What lacks it was cut off and goes. */
const readyEnding = '-ready';
const endings = ['', '-journal', '-wal', '-shm', readyEnding] as const;
const keptMs = 86_400_000;

/**
 * Unpacked backups that wait for a person's decision: for a day, also across a restart, so that a terminal can look with
 * one call and restore with the next. One at a time: they are large.
 */
export class PreparedStores {
  readonly #store: Store;
  #ready: string | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  #path(uid: string): string {
    return join(this.#store.profile.staging, `${uid}.prepared`);
  }

  /** Whether one that a former service left may still be taken. */
  #isGood(uid: string): boolean {
    const mark = `${this.#path(uid)}${readyEnding}`;
    const stat = statSync(mark, { throwIfNoEntry: false });
    // Ages of files are told by the machine's clock. What is prepared is not synced: from before the machine's last start
    // it may be torn.
    const now = systemClock.now();
    const oldest = Math.max(now - keptMs, now - uptime() * 1000);
    return (
      stat !== undefined && stat.mtimeMs > oldest && readFileSync(mark, 'utf8') === String(schemaVersion)
    );
  }

  /** At a start: knows again what waits for a decision, and removes everything else. */
  adopt(): void {
    this.#ready = this.#uids().find((uid) => this.#isGood(uid));
    this.#sweepExcept(this.#ready);
  }

  /** Makes room for one, in place of any other. */
  open(): { uid: string; path: string } {
    this.#ready = undefined;
    this.#sweepExcept(undefined);
    const uid = uidToHex(this.#store.ids.uid());
    return { uid, path: this.#path(uid) };
  }

  ready(uid: string): void {
    writeFileSync(`${this.#path(uid)}${readyEnding}`, String(schemaVersion), { mode: 0o600 });
    this.#ready = uid;
  }

  /** Throws `not_found` when it was let go meanwhile. */
  take(uid: string): string {
    if (this.#ready !== uid) throw new RpcError('not_found', { prepared: uid });
    this.#ready = undefined;
    rmSync(`${this.#path(uid)}${readyEnding}`, { force: true });
    return this.#path(uid);
  }

  /** Nothing that waits for a decision may be taken any more. */
  discardAll(): void {
    this.#ready = undefined;
    this.#sweepExcept(undefined);
  }

  discard(uid: string): void {
    if (this.#ready === uid) this.#ready = undefined;
    for (const ending of endings) rmSync(`${this.#path(uid)}${ending}`, { force: true });
  }

  #uids(): string[] {
    const names = readdirSync(this.#store.profile.staging);
    return [...new Set(names.flatMap((name) => ourName.exec(name)?.[1] ?? []))];
  }

  #sweepExcept(kept: string | undefined): void {
    for (const uid of this.#uids()) if (uid !== kept) this.discard(uid);
  }
}
