import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/** Trained models, of this machine: each can be trained again, and comes to another one only as a file. */
export const migration0011: Migration = {
  version: 11,
  name: 'model artifacts',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'model_artifacts',
      'local',
      'never',
      // kind: of the snapshot, which ml/data/snapshot.ts names. facts: what a list shows of it, as JSON, by its kind.
      `CREATE TABLE model_artifacts (
        id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        origin TEXT NOT NULL CHECK (origin IN ('trained', 'imported')),
        kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
        facts TEXT NOT NULL CHECK (json_valid(facts) AND length(facts) <= 10000),
        snapshot BLOB NOT NULL CHECK (length(snapshot) <= 67108864),
        created_at INTEGER NOT NULL
      ) STRICT`,
    ),
  ],
};
