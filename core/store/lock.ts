import Database from 'better-sqlite3';
import { RpcError } from '../rpc/errors.ts';

/**
 * One service at a time for a profile: an exclusive transaction on a file of its own, held for the life of the
 * process. The system frees it on a kill, so a stale lock cannot exist.
 */
export const acquireLock = (path: string): { release(): void } => {
  const db = new Database(path, { timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new RpcError('locked', {}, { cause: error });
    }
    throw error;
  }
  return { release: () => db.close() };
};
