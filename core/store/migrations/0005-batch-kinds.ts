import type { Migration } from './migration.ts';

/**
 * Imports of more kinds than Anki packages and the sample course. The table is made anew, because SQLite cannot change a
 * CHECK; the view that names it steps aside meanwhile, because a rename looks at every view.
 */
export const migration0005: Migration = {
  version: 5,
  name: 'batch kinds',
  minReader: 3,
  minWriter: 3,
  tables: [],
  sql: [
    'DROP VIEW live_reviews',
    `CREATE TABLE batches_anew (
      id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
      kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
      label TEXT NOT NULL,
      counts TEXT NOT NULL CHECK (json_valid(counts)),
      undone_at INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER
    ) STRICT`,
    `INSERT INTO batches_anew (id, uid, kind, label, counts, undone_at, created_at, updated_at, deleted_at)
     SELECT id, uid, kind, label, counts, undone_at, created_at, updated_at, deleted_at FROM batches`,
    'DROP TABLE batches',
    'ALTER TABLE batches_anew RENAME TO batches',
    `CREATE VIEW live_reviews AS
      SELECT r.* FROM reviews r
      WHERE NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = r.uid AND u.undone = 1)
        AND NOT EXISTS (SELECT 1 FROM cards c JOIN batches b ON b.id = c.batch_id
                        WHERE c.id = r.card_id AND b.undone_at IS NOT NULL)`,
  ],
};
