import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { applyReaderPragmas } from '../pragmas.ts';
import type { Profile } from '../profile.ts';
import { logBelongs } from './log-belongs.ts';
import { readLog } from './read-log.ts';

/** Larger ones are not read at every start that follows a crash. */
const longestLog = 64 * 2 ** 20;
const largestStore = 64 * 2 ** 20;

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Looks at a store that was not closed in order, before SQLite opens it for writing: it would drop what follows damage in a log
 * without a word, throw a log away whose store is missing, and move a log into a file that it does not belong to. A store
 * that was closed has no log, and costs nothing here. Throws `damaged`.
 */
export const refuseDamaged = (profile: Profile): void => {
  const file = `${profile.store}-wal`;
  const logBytes = sizeOf(file);
  if (logBytes === 0 || logBytes > longestLog) return;
  const log = readLog(file);
  if (log === undefined) return;
  log.close();
  // A decided restore waits to take the store's place: then its log goes, and should.
  if (existsSync(`${profile.store}.restoring`)) return;
  if (sizeOf(profile.store) === 0) throw new RpcError('damaged', { finding: 'the store is missing' });
  if (log.damagedFrames > 0)
    throw new RpcError('damaged', { finding: 'log', damagedFrames: log.damagedFrames });
  if (!logBelongs(profile)) throw new RpcError('damaged', { finding: 'the log of another store' });
  if (sizeOf(profile.store) > largestStore) return;
  // Read-only: at its end nothing is moved from the log into the file.
  const db = new Database(profile.store, { readonly: true, fileMustExist: true });
  try {
    applyReaderPragmas(db);
    const answer = String(db.pragma('quick_check(1)', { simple: true }));
    if (answer !== 'ok') throw new RpcError('damaged', { finding: answer });
  } finally {
    db.close();
  }
};
