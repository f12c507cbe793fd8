import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/** Where behavioural events go that are older than anybody looks at row by row. */
export const migration0013: Migration = {
  version: 13,
  name: 'event archives',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'event_archives',
      'local',
      'never',
      // Events of a month that is long over: counts of those in force by type, and all of them as compressed JSON.
      `CREATE TABLE event_archives (
        id INTEGER PRIMARY KEY,
        month TEXT NOT NULL,
        first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
        events INTEGER NOT NULL CHECK (events > 0),
        counts TEXT NOT NULL CHECK (json_valid(counts)),
        body BLOB NOT NULL,
        archived_at INTEGER NOT NULL
      ) STRICT`,
      `CREATE INDEX event_archives_first_at ON event_archives (first_at)`,
    ),
  ],
};
