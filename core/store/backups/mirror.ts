import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { blobPath, syncFolder, syncPath } from '../blobs.ts';
import { openReader } from '../open-store.ts';
import { profileAt, type Profile } from '../profile.ts';
import { baseName, partialEnding, readBackupName } from './backup-files.ts';
import type { FolderState } from './contract.ts';

type OnProgress = (done: number, total: number) => void;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** How a folder is that could not be written to. */
export const stateOfFailure = (error: unknown): FolderState => {
  const code = codeOf(error);
  if (['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'ESTALE', 'EHOSTDOWN', 'ETIMEDOUT'].includes(code))
    return 'away';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return 'read_only';
  if (['ENOSPC', 'EDQUOT'].includes(code)) return 'full';
  return 'failed';
};

/** Syncing is more than some network and cloud folders can do; the copy is worth having all the same. */
const trySync = (sync: () => void): void => {
  try {
    sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR', 'EACCES'].includes(codeOf(error))) throw error;
  }
};

/** A file appears under its name when all of it is there. */
const putFile = (from: string, to: string): void => {
  const partial = `${to}${partialEnding}`;
  try {
    copyFileSync(from, partial);
    trySync(() => syncPath(partial));
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
};

/** Each profile has a folder of its own in the folder of choice. */
export const mirrorFolder = (folder: string, profile: Profile, profileUid: string): string =>
  join(folder, `Americano ${basename(profile.folder)} ${profileUid.slice(0, 8)}`);

const media = (db: Database.Database): Uint8Array[] =>
  db.prepare('SELECT sha256 FROM blobs').pluck().all() as Uint8Array[];

const profileUidOf = (db: Database.Database): string =>
  String(db.prepare('SELECT lower(hex(profile_uid)) FROM store_meta').pluck().get());

const thinMirror = (folder: string, keep: readonly string[]): void => {
  const kept = new Set(keep.map(baseName));
  for (const name of readdirSync(folder)) {
    // What a profile that is not ours put there is not ours to remove; a name of ours in our own folder is.
    if (readBackupName(name) !== undefined && !kept.has(baseName(name)))
      rmSync(join(folder, name), { force: true });
  }
};

const readme = `Backups of Americano.

*.sqlite.zst and *.sqlite are copies of everything but pictures and sounds, which lie in "blobs".
To bring one back: Americano, Settings, Data and backups, "Restore a file".
`;

/**
 * Brings the folder of choice up to date: the backup, every media file that is not there yet (they are named by their
 * content and never change), and nothing that was thinned. The folder itself must exist: where a drive is not connected,
 * its place must not be filled. Throws what the file system says.
 */
export const mirror = (
  task: { profile: string; file: string; folder: string; keep: readonly string[] },
  onProgress: OnProgress,
  signal: AbortSignal,
): { media: number } => {
  const profile = profileAt(task.profile);
  if (!statSync(task.folder).isDirectory()) throw new RpcError('not_found', { folder: task.folder });
  const { connection, close } = openReader(profile);
  try {
    const target = mirrorFolder(task.folder, profile, profileUidOf(connection));
    mkdirSync(join(target, 'blobs'), { recursive: true });
    if (!existsSync(join(target, 'README.txt'))) writeFileSync(join(target, 'README.txt'), readme);
    const all = media(connection);
    let copied = 0;
    for (const [index, sha256] of all.entries()) {
      onProgress(index, all.length);
      signal.throwIfAborted();
      const from = blobPath(profile, sha256);
      const to = join(target, 'blobs', basename(dirname(from)), basename(from));
      const source = statSync(from, { throwIfNoEntry: false });
      if (source === undefined || statSync(to, { throwIfNoEntry: false })?.size === source.size) continue;
      mkdirSync(dirname(to), { recursive: true });
      putFile(from, to);
      copied += 1;
    }
    // Media first: a backup that lies there has everything it names.
    putFile(task.file, join(target, basename(task.file)));
    thinMirror(target, [...task.keep, basename(task.file)]);
    trySync(() => syncFolder(target));
    return { media: copied };
  } finally {
    close();
  }
};
