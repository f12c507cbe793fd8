import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/**
 * Backups that make themselves. The list of backups is made anew, because SQLite cannot change a CHECK: more reasons, and
 * what each backup holds (schema version, and the mark of the content by which it is known whether something changed since).
 */
export const migration0008: Migration = {
  version: 8,
  name: 'backup plan',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'backup_plan',
      'local',
      'never',
      // One row, about this machine: restoring a backup leaves it as it is.
      `CREATE TABLE backup_plan (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)),
        folder TEXT NOT NULL,
        folder_state TEXT NOT NULL CHECK (folder_state IN ('off', 'ok', 'away', 'read_only', 'full', 'failed')),
        folder_copied_at INTEGER,
        crowded_out_at INTEGER,
        crowded_out_count INTEGER NOT NULL
      ) STRICT`,
      `INSERT INTO backup_plan (id, automatic, folder, folder_state, crowded_out_count) VALUES (1, 1, '', 'off', 0)`,
    ),
  ],
  sql: [
    `CREATE TABLE backups_anew (
      id INTEGER PRIMARY KEY,
      uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
      file TEXT NOT NULL UNIQUE,
      reason TEXT NOT NULL CHECK (reason IN ('manual', 'migration', 'automatic', 'restore', 'rollback')),
      size_bytes INTEGER NOT NULL,
      verified_at INTEGER,
      created_at INTEGER NOT NULL,
      schema_version INTEGER,
      content_mark TEXT
    ) STRICT`,
    `INSERT INTO backups_anew (id, uid, file, reason, size_bytes, verified_at, created_at)
     SELECT id, uid, file, reason, size_bytes, verified_at, created_at FROM backups`,
    'DROP TABLE backups',
    'ALTER TABLE backups_anew RENAME TO backups',
  ],
};
