import Database from 'better-sqlite3';
import { join } from 'node:path';

/** Another process serves this folder: two would lose rows of each other without a word. */
export class FolderInUse extends Error {}

/**
 * Holds a folder for the life of this process. The lock is SQLite's on a file of its own, so the system frees it when the
 * process ends, however it ends. @throws FolderInUse
 */
export function lockFolder(folder: string): () => void {
  const lock = new Database(join(folder, 'lock.sqlite'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = delete');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    const isHeld = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
    throw isHeld ? new FolderInUse('another server uses this folder') : error;
  }
  return () => lock.close();
}
