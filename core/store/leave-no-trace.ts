import Database from 'better-sqlite3';
import type { Store } from './store.ts';

/**
 * Writes every page of the file anew and empties its log, so that nothing of what was deleted can be read from pages that
 * are free. false: somebody was still reading, or there was no room; the rows are gone, their bytes go as pages are used
 * again. Holds the lane as long as it takes.
 */
export const leaveNoTrace = (store: Store): Promise<boolean> =>
  store.lane.run(() => {
    try {
      store.connection.exec('VACUUM');
      const [state] = store.connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return state?.busy === 0;
    } catch (error) {
      if (error instanceof Database.SqliteError) return false;
      throw error;
    }
  });
