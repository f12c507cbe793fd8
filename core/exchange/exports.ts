import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RpcError } from '../rpc/errors.ts';
import type { Profile } from '../store/profile.ts';

const pieceBytes = 4 * 2 ** 20;
/** More than these wait for nobody: the oldest goes. */
const maxKept = 4;

/** Finished packages that a page fetches in pieces, in a folder that is emptied at every start. */
export class Exports {
  readonly #profile: Profile;
  readonly #kept = new Set<string>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  fileOf(uid: string): string {
    return join(this.#profile.staging, `${uid}.export`);
  }

  async keep(uid: string): Promise<void> {
    this.#kept.add(uid);
    const [oldest] = this.#kept;
    if (this.#kept.size > maxKept && oldest !== undefined) await this.discard(oldest);
  }

  /** Throws `not_found` for a package that is not there any more, `invalid` beyond its end. */
  async read(uid: string, offset: number): Promise<{ bytes: Uint8Array; sizeBytes: number }> {
    if (!this.#kept.has(uid)) throw new RpcError('not_found', { export: uid });
    const file = await open(this.fileOf(uid), 'r');
    try {
      const { size } = await file.stat();
      if (offset > size) throw new RpcError('invalid', { offset });
      const piece = Buffer.alloc(Math.min(pieceBytes, size - offset));
      const { bytesRead } = await file.read(piece, 0, piece.length, offset);
      return { bytes: new Uint8Array(piece.buffer, piece.byteOffset, bytesRead), sizeBytes: size };
    } finally {
      await file.close();
    }
  }

  async discard(uid: string): Promise<void> {
    // Only what was kept here: the name in a request never becomes a path by itself.
    if (this.#kept.delete(uid)) await rm(this.fileOf(uid), { force: true });
  }
}
