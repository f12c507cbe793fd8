import type { Database } from 'better-sqlite3';

/** Whether sync was switched on in a file: every connection that writes to it then records what it writes. */
export const isSyncOn = (db: Database): boolean => db.prepare('SELECT 1 FROM sync_state').get() !== undefined;
