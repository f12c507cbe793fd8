import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RpcError } from '../rpc/errors.ts';
import type { IdSource } from '../store/clock.ts';
import type { Profile } from '../store/profile.ts';
import { uidToHex } from '../store/uid.ts';

type Upload = { name: string; path: string; sizeBytes: number; receivedBytes: number };

const maxOpenUploads = 8;
export const chunkBytes = 2 ** 20;

/** Files on their way from a page, in pieces and in order, in a folder that is emptied at every start. */
export class Uploads {
  readonly #profile: Profile;
  readonly #ids: IdSource;
  readonly #uploads = new Map<string, Upload>();

  constructor(profile: Profile, ids: IdSource) {
    this.#profile = profile;
    this.#ids = ids;
  }

  async open(name: string, sizeBytes: number): Promise<string> {
    // A page that went away in the middle of sending never says so: the oldest makes room.
    const [oldest] = this.#uploads.keys();
    if (this.#uploads.size >= maxOpenUploads && oldest !== undefined) await this.drop(oldest);
    const uid = uidToHex(this.#ids.uid());
    const path = join(this.#profile.staging, `${uid}.upload`);
    this.#uploads.set(uid, { name, path, sizeBytes, receivedBytes: 0 });
    const file = await open(path, 'w', 0o600);
    await file.close();
    return uid;
  }

  #find(uid: string): Upload {
    const upload = this.#uploads.get(uid);
    if (upload === undefined) throw new RpcError('not_found', { upload: uid });
    return upload;
  }

  /** Throws `conflict` with what was received when a piece is out of order, `too_large` beyond the announced size. */
  async write(uid: string, offset: number, bytes: Uint8Array): Promise<number> {
    const upload = this.#find(uid);
    if (offset !== upload.receivedBytes)
      throw new RpcError('conflict', { receivedBytes: upload.receivedBytes });
    if (offset + bytes.byteLength > upload.sizeBytes)
      throw new RpcError('too_large', { limit: upload.sizeBytes });
    // Counted before the write is awaited, so that two pieces sent at once cannot both be "next".
    upload.receivedBytes += bytes.byteLength;
    const file = await open(upload.path, 'r+');
    try {
      await file.write(bytes, 0, bytes.byteLength, offset);
    } catch (error) {
      upload.receivedBytes = offset;
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
        throw new RpcError('disk_full', {}, { cause: error });
      throw error;
    } finally {
      await file.close();
    }
    return upload.receivedBytes;
  }

  /**
   * Hands over the finished file, which is no upload any more: whoever takes it removes it. Throws `conflict` while
   * pieces are missing.
   */
  take(uid: string): { name: string; path: string } {
    const upload = this.#find(uid);
    if (upload.receivedBytes !== upload.sizeBytes)
      throw new RpcError('conflict', { receivedBytes: upload.receivedBytes });
    this.#uploads.delete(uid);
    return { name: upload.name, path: upload.path };
  }

  async drop(uid: string): Promise<void> {
    const upload = this.#uploads.get(uid);
    this.#uploads.delete(uid);
    if (upload !== undefined) await rm(upload.path, { force: true });
  }
}
