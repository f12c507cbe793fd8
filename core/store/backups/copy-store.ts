import { closeSync, existsSync, fdatasyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { syncFolder } from '../blobs.ts';
import { readSchemaVersion } from '../migrate.ts';
import { openReader } from '../open-store.ts';
import { profileAt } from '../profile.ts';
import { readerOf } from '../reader.ts';
import { StatementCache } from '../statements.ts';
import { partialEnding } from './backup-files.ts';
import { contentMark } from './content-mark.ts';

export type Copied = { sizeBytes: number; schemaVersion: number; contentMark: string };

/**
 * Small steps: a cancel is heard between them, and each is on the disk before the next. All of it at once at the end would
 * hold up every answer that wants to reach the same disk.
 */
const pagesPerStep = 1000;

/** Writes what was copied so far to the disk, each time it is called. */
const syncOf = (file: string): { sync(): void; close(): void } => {
  let fd: number | undefined;
  return {
    sync: () => {
      if (fd === undefined && existsSync(file)) fd = openSync(file, 'r+');
      if (fd !== undefined) fdatasyncSync(fd);
    },
    close: () => {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
};

/** Makes a copy a single file: in WAL mode it would leave two more beside it each time it is read. */
const seal = (file: string): Omit<Copied, 'sizeBytes'> => {
  const copy = new Database(file, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
    const reader = readerOf(new StatementCache(copy, () => {}));
    return { schemaVersion: readSchemaVersion(copy), contentMark: contentMark(reader) };
  } finally {
    copy.close();
  }
};

/**
 * Copies the store as it is at one moment, on a connection of its own, while the service goes on writing. The copy appears
 * under its name when it is complete and on the disk.
 */
export const copyStore = async (
  folder: string,
  file: string,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Copied> => {
  if (existsSync(file)) throw new RpcError('conflict', { file });
  const partial = `${file}${partialEnding}`;
  const { connection, close } = openReader(profileAt(folder));
  const written = syncOf(partial);
  try {
    // One read transaction over all steps: a write of the service would otherwise begin the copy anew.
    connection.exec('BEGIN');
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    await connection.backup(partial, {
      progress: ({ totalPages, remainingPages }) => {
        written.sync();
        onProgress(totalPages - remainingPages, totalPages);
        signal.throwIfAborted();
        return pagesPerStep;
      },
    });
    connection.exec('COMMIT');
    written.close();
    const sealed = seal(partial);
    signal.throwIfAborted();
    renameSync(partial, file);
    syncFolder(dirname(file));
    return { sizeBytes: statSync(file).size, ...sealed };
  } catch (error) {
    for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${ending}`, { force: true });
    throw error;
  } finally {
    written.close();
    close();
  }
};
