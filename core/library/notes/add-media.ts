import { createHash, type Hash } from 'node:crypto';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../rpc/changes.ts';
import type { ParsedInputOf } from '../../rpc/contract.ts';
import { RpcError } from '../../rpc/errors.ts';
import { keepBlob } from '../../store/blobs.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { mimeOf } from '../mime.ts';
import { localMediaName } from '../render/local-media-name.ts';
import type { notesContract } from './contract.ts';

type Piece = ParsedInputOf<typeof notesContract, 'notes.addMedia'>;
type Upload = { path: string; received: number; hash: Hash };

export const maxMediaFileBytes = 20_000_000;
const maxOpen = 4;

const mediaNamed = statement<{ name: string }, { id: number; sha256: Uint8Array; deleted_at: number | null }>(
  'notes.mediaNamed',
  'SELECT id, sha256, deleted_at FROM media WHERE name = @name',
);
const blobKnown = statement<{ sha256: Uint8Array }, { found: number }>(
  'notes.blobKnown',
  'SELECT EXISTS (SELECT 1 FROM blobs WHERE sha256 = @sha256) AS found',
);

/** What a field may call a file: no path, no markup, nothing that a URL would read as something else. */
const safeName = (name: string): string => {
  const plain = name.replaceAll(/[^\p{L}\p{N}\p{M}. _()-]+/gu, '-').trim();
  return localMediaName(plain) ?? 'file';
};

const withMark = (name: string, mark: string): string => {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}-${mark}${name.slice(dot)}` : `${name}-${mark}`;
};

/** Files on their way into fields, in pieces and in order. */
export class MediaUploads {
  readonly #store: Store;
  readonly #open = new Map<string, Upload>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Takes a piece; the last one stores the file and gives its name. Throws `conflict` out of order, `too_large`. */
  async add(piece: Piece): Promise<Outcome<{ name: string | null }>> {
    const upload = await this.#uploadOf(piece);
    if (piece.offset !== upload.received) throw new RpcError('conflict', { receivedBytes: upload.received });
    if (piece.offset + piece.bytes.byteLength > maxMediaFileBytes) {
      await this.#drop(piece.upload);
      throw new RpcError('too_large', { limit: maxMediaFileBytes });
    }
    upload.received += piece.bytes.byteLength;
    upload.hash.update(piece.bytes);
    await appendFile(upload.path, piece.bytes, { mode: 0o600 });
    if (!piece.last) return { output: { name: null }, changes: [] };
    try {
      return await this.#keep(piece.name, upload);
    } finally {
      await this.#drop(piece.upload);
    }
  }

  async #uploadOf({ upload: uid, offset }: Piece): Promise<Upload> {
    const known = this.#open.get(uid);
    if (known !== undefined) return known;
    if (offset !== 0) throw new RpcError('not_found', { upload: uid });
    // A page that went away never says so: the oldest makes room.
    const [oldest] = this.#open.keys();
    if (this.#open.size >= maxOpen && oldest !== undefined) await this.#drop(oldest);
    const upload = {
      path: join(this.#store.profile.staging, `${uid}.media`),
      received: 0,
      hash: createHash('sha256'),
    };
    this.#open.set(uid, upload);
    return upload;
  }

  async #drop(uid: string): Promise<void> {
    const upload = this.#open.get(uid);
    this.#open.delete(uid);
    if (upload !== undefined) await rm(upload.path, { force: true });
  }

  /** The file has its place before its row names it. No step of undo: a file that no field names harms nobody. */
  #keep(given: string, upload: Upload): Promise<Outcome<{ name: string }>> {
    const sha256 = upload.hash.digest();
    keepBlob(this.#store.profile, { file: upload.path, sha256, size_bytes: upload.received });
    return this.#store.write(
      'notes.addMedia',
      (tx) => {
        const plain = safeName(given);
        const taken = tx.get(mediaNamed, { name: plain });
        const isOther = taken !== undefined && !sha256.equals(taken.sha256);
        const name = isOther ? withMark(plain, sha256.toString('hex', 0, 5)) : plain;
        if (tx.get(blobKnown, { sha256 })?.found !== 1) {
          const blob = { sha256, size_bytes: upload.received, mime: mimeOf(name) };
          tx.insertRow('blobs', blob, ['sha256']);
        }
        const row = isOther ? tx.get(mediaNamed, { name }) : taken;
        if (row === undefined) tx.insertRow('media', { uid: this.#store.ids.uid(), name, sha256 });
        else if (row.deleted_at !== null) tx.updateRow('media', { id: row.id }, { deleted_at: null });
        return { name };
      },
      { noUndo: true },
    );
  }
}
