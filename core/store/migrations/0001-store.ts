import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/** What the store itself needs: identity of the file, undo, jobs, backups, settings, undone log rows. */
export const migration0001: Migration = {
  version: 1,
  name: 'store',
  minReader: 1,
  minWriter: 1,
  tables: [
    table(
      'migrations',
      'local',
      'never',
      `CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT`,
    ),
    table(
      'store_meta',
      'local',
      'never',
      `CREATE TABLE store_meta (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        profile_uid BLOB NOT NULL CHECK (length(profile_uid) = 16),
        min_reader INTEGER NOT NULL,
        min_writer INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT`,
    ),
    table(
      'erase_gate',
      'local',
      'never',
      `CREATE TABLE erase_gate (id INTEGER PRIMARY KEY CHECK (id = 1), open INTEGER NOT NULL CHECK (open IN (0, 1))) STRICT`,
      `INSERT INTO erase_gate (id, open) VALUES (1, 0)`,
    ),
    table(
      'settings',
      'entered',
      'cells',
      `CREATE TABLE settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_valid(value)),
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'log_undos',
      'entered',
      'cells',
      // One cell a log row, keyed by its target: history is never rewritten, undo and redo flip the cell.
      `CREATE TABLE log_undos (
        target_uid BLOB PRIMARY KEY CHECK (length(target_uid) = 16),
        target_table TEXT NOT NULL,
        undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'undo_log',
      'local',
      'never',
      `CREATE TABLE undo_log (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        command TEXT NOT NULL,
        subject TEXT NOT NULL,
        steps BLOB NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
      ) STRICT`,
      `CREATE INDEX undo_log_undone ON undo_log (undone, id)`,
    ),
    table(
      'stale_derivations',
      'local',
      'never',
      // Keys whose derived rows wait to be recomputed, a slice at a time.
      `CREATE TABLE stale_derivations (
        derivation TEXT NOT NULL,
        key INTEGER NOT NULL,
        PRIMARY KEY (derivation, key)
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'jobs',
      'local',
      'never',
      `CREATE TABLE jobs (
        id INTEGER PRIMARY KEY,
        uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        kind TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        result TEXT CHECK (result IS NULL OR json_valid(result)),
        error TEXT CHECK (error IS NULL OR json_valid(error))
      ) STRICT`,
      `CREATE INDEX jobs_state ON jobs (state, started_at)`,
    ),
    table(
      'backups',
      'local',
      'never',
      `CREATE TABLE backups (
        id INTEGER PRIMARY KEY,
        uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        file TEXT NOT NULL UNIQUE,
        reason TEXT NOT NULL CHECK (reason IN ('manual', 'migration', 'automatic')),
        size_bytes INTEGER NOT NULL,
        verified_at INTEGER,
        created_at INTEGER NOT NULL
      ) STRICT`,
    ),
  ],
};
