import { open } from 'node:fs/promises';
import { RpcError } from '../rpc/errors.ts';
import { blobPath } from '../store/blobs.ts';
import type { Profile } from '../store/profile.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';

const mediaByName = statement<{ name: string }, { sha256: Uint8Array; mime: string; size_bytes: number }>(
  'library.mediaByName',
  `SELECT m.sha256, b.mime, b.size_bytes FROM media m JOIN blobs b ON b.sha256 = m.sha256
   WHERE m.name = @name AND m.deleted_at IS NULL`,
);

/** What one call carries; a film comes in as many as it takes. */
export const maxMediaBytes = 7_000_000;

export type MediaPiece = { mime: string; sizeBytes: number; bytes: Uint8Array };

/**
 * A piece of a media file by the name cards use, from `offset` on; null where there is no such file, no bytes past its end.
 * Throws `damaged` when the blob is gone or shorter than its row says.
 */
export const media = async (
  reader: StoreReader,
  profile: Profile,
  { name, offset = 0 }: { name: string; offset?: number | undefined },
): Promise<{ file: MediaPiece | null }> => {
  const row = reader.get(mediaByName, { name: name.normalize('NFC') });
  if (row === undefined) return { file: null };
  const length = Math.max(0, Math.min(maxMediaBytes, row.size_bytes - offset));
  try {
    const bytes = await readPiece(blobPath(profile, row.sha256), offset, length);
    return { file: { mime: row.mime, sizeBytes: row.size_bytes, bytes } };
  } catch (error) {
    throw new RpcError('damaged', { media: name }, { cause: error });
  }
};

const readPiece = async (path: string, offset: number, length: number): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(length);
    let read = 0;
    while (read < length) {
      const { bytesRead } = await file.read(bytes, read, length - read, offset + read);
      if (bytesRead === 0) throw new Error('The file ends before its size.');
      read += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
};
