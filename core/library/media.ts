import { readFile } from 'node:fs/promises';
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

/** What one call carries; longer films come by range with the shell's own protocol. */
export const maxMediaBytes = 7_000_000;

export type MediaFile = { mime: string; bytes: Uint8Array };

/** A media file by the name cards use, null where there is none. Throws `too_large`, and `damaged` when the blob is gone. */
export const media = async (
  reader: StoreReader,
  profile: Profile,
  name: string,
): Promise<{ file: MediaFile | null }> => {
  const row = reader.get(mediaByName, { name: name.normalize('NFC') });
  if (row === undefined) return { file: null };
  if (row.size_bytes > maxMediaBytes) throw new RpcError('too_large', { limit: maxMediaBytes });
  try {
    return { file: { mime: row.mime, bytes: await readFile(blobPath(profile, row.sha256)) } };
  } catch (error) {
    throw new RpcError('damaged', { media: name }, { cause: error });
  }
};
