import { appendOnlyTriggers, table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/** What the owner erased for good, and what a profile is for ever. */
export const migration0014: Migration = {
  version: 14,
  name: 'privacy',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'erasures',
      'happened',
      'events',
      // A fact of its own: everything of these kinds up to that instant is gone, here and wherever this arrives.
      `CREATE TABLE erasures (
        id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        at INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL,
        kinds TEXT NOT NULL CHECK (json_valid(kinds) AND length(kinds) <= 1000),
        up_to INTEGER NOT NULL
      ) STRICT`,
      ...appendOnlyTriggers('erasures'),
    ),
    table(
      'profile_marks',
      'generated',
      'generated',
      // uid: of the mark, the same everywhere. Nothing takes a mark away again, the erase gate included.
      `CREATE TABLE profile_marks (
        uid BLOB PRIMARY KEY NOT NULL CHECK (length(uid) = 16),
        mark TEXT NOT NULL UNIQUE CHECK (mark IN ('simulated')),
        marked_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      ...['UPDATE', 'DELETE'].map(
        (verb) => `CREATE TRIGGER profile_marks_no_${verb.toLowerCase()} BEFORE ${verb} ON profile_marks
          BEGIN SELECT RAISE(ABORT, 'profile_marks stay for good'); END`,
      ),
    ),
  ],
  sql: [
    // Profiles that were filled before there were marks. The uid is the sixteen letters of its name.
    `INSERT INTO profile_marks (uid, mark, marked_at)
     SELECT CAST('simulatedlearner' AS BLOB), 'simulated', min(created_at) FROM cards WHERE source = 'simulated' HAVING count(*) > 0`,
  ],
};
