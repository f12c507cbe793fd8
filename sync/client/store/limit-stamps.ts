import type { Database } from 'better-sqlite3';
import { AHEAD_AT_MOST_MS } from '../../protocol/hlc.ts';
import type { SyncedTable } from './synced-tables.ts';

/** Facts from before sync that a wrong clock stamped in the future count from now, here and wherever they come. */
export function limitStamps(db: Database, tables: ReadonlyMap<string, SyncedTable>, limitMs: number): void {
  for (const { name, sync, columns, moment } of tables.values()) {
    if (sync === 'cells') {
      if (columns.includes('updated_at'))
        db.prepare(`UPDATE ${name} SET updated_at = ? WHERE updated_at > ?`).run(limitMs, limitMs);
    } else if (sync === 'events' && moment !== undefined)
      db.prepare(
        `INSERT OR IGNORE INTO eff_clamps (uid, eff_at) SELECT uid, ? FROM ${name} WHERE ${moment} > ?`,
      ).run(limitMs, limitMs + AHEAD_AT_MOST_MS);
    else if (moment !== undefined)
      db.prepare(
        `INSERT OR IGNORE INTO sync_rows (tbl, uid, ms, n, op) SELECT ?, uid, ?, 0, '' FROM ${name} WHERE ${moment} > ?`,
      ).run(name, limitMs, limitMs);
  }
}
