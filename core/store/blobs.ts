import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Profile } from './profile.ts';

/** A blob's file: blobs/ab/<sha256 in hex>. */
export const blobPath = (profile: Profile, sha256: Uint8Array): string => {
  const hex = Buffer.from(sha256).toString('hex');
  return join(profile.blobs, hex.slice(0, 2), hex);
};

/** Makes the bytes of a file durable. */
export const syncPath = (path: string): void => {
  // Windows flushes only through a handle that may write.
  const fd = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};

/** Makes a new name in a folder durable. Windows cannot sync a folder; its file system journals names by itself. */
export const syncFolder = (folder: string): void => {
  if (process.platform !== 'win32') syncPath(folder);
};

/** Bytes of a blob's file, undefined where there is none. */
export const blobSize = (profile: Profile, sha256: Uint8Array): number | undefined =>
  statSync(blobPath(profile, sha256), { throwIfNoEntry: false })?.size;

export type FinishedFile = { file: string; sha256: Uint8Array; size_bytes: number };

/**
 * Moves a finished temporary file to its place: file on the disk, then its name, then (the caller) its row. A crash in
 * between leaves a file without a row, never a row without a file. A file of another size that lies there is damaged, and
 * the good one takes its place. The temporary file must be on the same file system.
 */
export const keepBlob = (profile: Profile, finished: FinishedFile): void => {
  const { file: temporary, sha256 } = finished;
  const target = blobPath(profile, sha256);
  const folder = dirname(target);
  if (blobSize(profile, sha256) === finished.size_bytes) {
    // A crash may have come between its name and its bytes on the disk: the row may follow only when both are there.
    syncPath(target);
    syncFolder(folder);
    return;
  }
  const isNewFolder = !existsSync(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  syncPath(temporary);
  renameSync(temporary, target);
  syncFolder(folder);
  if (isNewFolder) syncFolder(profile.blobs);
};
