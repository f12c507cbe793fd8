import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

const uid = 'uid BLOB NOT NULL CHECK (length(uid) = 16)';
/** Hybrid logical clock: milliseconds, counter, and the op that says it. */
const stamp = 'ms INTEGER NOT NULL, n INTEGER NOT NULL, op TEXT NOT NULL';

/**
 * What a device remembers of its sync. All of it is local: another device has its own. Nothing is written here before sync
 * is switched on.
 */
export const migration0015: Migration = {
  version: 15,
  name: 'sync',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'sync_state',
      'local',
      'never',
      // record: SyncRecord of sync/client/planner/sync-disk.ts as JSON. sealed: SHA-256 of the last snapshot made here.
      `CREATE TABLE sync_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        account TEXT NOT NULL,
        record TEXT NOT NULL CHECK (json_valid(record)),
        sealed BLOB,
        switched_on_at INTEGER NOT NULL,
        synced_at INTEGER
      ) STRICT`,
    ),
    table(
      'sync_ops',
      'local',
      'never',
      // Own ops that have not come back yet, and the chain after each; the last one that came back stays for its chain.
      `CREATE TABLE sync_ops (
        dseq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        frame BLOB NOT NULL,
        chain TEXT NOT NULL
      ) STRICT`,
    ),
    table(
      'sync_known',
      'local',
      'never',
      // Ops of this epoch that count. clamped: not from their own stamp, so that every snapshot names them.
      `CREATE TABLE sync_known (
        id TEXT PRIMARY KEY, clamped INTEGER NOT NULL CHECK (clamped IN (0, 1))
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX sync_known_clamped ON sync_known (id) WHERE clamped = 1`,
    ),
    table(
      'sync_frontiers',
      'local',
      'never',
      `CREATE TABLE sync_frontiers (dev TEXT PRIMARY KEY, seq INTEGER NOT NULL, chain TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    ),
    table(
      'sync_rows',
      'local',
      'never',
      // When a row counts as written, where its own columns do not say it: generated rows, and the fields of an entered row
      // that nobody wrote since.
      `CREATE TABLE sync_rows (
        tbl TEXT NOT NULL, ${uid}, ${stamp}, PRIMARY KEY (tbl, uid)
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'sync_cells',
      'local',
      'never',
      // The last writer of a field. value: CBOR, where the row is not here or does not show it (a deletion that was edited
      // over).
      `CREATE TABLE sync_cells (
        tbl TEXT NOT NULL, ${uid}, field TEXT NOT NULL, ${stamp}, value BLOB, PRIMARY KEY (tbl, uid, field)
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'sync_shadows',
      'local',
      'never',
      // The best of what lost against an own op whose moment is not final yet.
      `CREATE TABLE sync_shadows (
        tbl TEXT NOT NULL, ${uid}, field TEXT NOT NULL, ${stamp}, value BLOB NOT NULL, PRIMARY KEY (tbl, uid, field)
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'sync_absent',
      'local',
      'never',
      // Rows of which fields are known that do not make a row yet.
      `CREATE TABLE sync_absent (tbl TEXT NOT NULL, ${uid}, PRIMARY KEY (tbl, uid)) STRICT, WITHOUT ROWID`,
    ),
    table(
      'sync_aliases',
      'local',
      'never',
      // Two rows that are one: both devices made it, and the smaller uid stays.
      `CREATE TABLE sync_aliases (
        tbl TEXT NOT NULL, ${uid}, canonical BLOB NOT NULL CHECK (length(canonical) = 16), PRIMARY KEY (tbl, uid)
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'sync_joining',
      'local',
      'never',
      // While an epoch is joined: rows it has (field empty), and fields of which this device knows a later value.
      `CREATE TABLE sync_joining (
        tbl TEXT NOT NULL, ${uid}, field TEXT NOT NULL, PRIMARY KEY (tbl, uid, field)
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'pending_ops',
      'local',
      'never',
      // Ops whose parent is not here: tried again with every page.
      `CREATE TABLE pending_ops (
        id TEXT PRIMARY KEY, ms INTEGER NOT NULL, n INTEGER NOT NULL, frame BLOB NOT NULL
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'quarantine',
      'local',
      'never',
      // Ops that cannot be applied. why: newer (a kind of a newer version), refused (the store does not take it), or held (a
      // deletion too many, until the owner has seen the counts).
      `CREATE TABLE quarantine (
        id TEXT PRIMARY KEY, ms INTEGER NOT NULL, n INTEGER NOT NULL, frame BLOB NOT NULL,
        why TEXT NOT NULL CHECK (why IN ('newer', 'refused', 'held')),
        tbl TEXT, detail TEXT NOT NULL, at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX quarantine_why ON quarantine (why, tbl)`,
    ),
    table(
      'conflict_log',
      'local',
      'never',
      // Two devices wrote one field without knowing of each other. Values: CBOR. 30 days.
      `CREATE TABLE conflict_log (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        tbl TEXT NOT NULL, ${uid}, field TEXT NOT NULL,
        kept BLOB NOT NULL, lost BLOB NOT NULL,
        mine_lost INTEGER NOT NULL CHECK (mine_lost IN (0, 1)),
        restored_at INTEGER
      ) STRICT`,
      `CREATE INDEX conflict_log_at ON conflict_log (at)`,
    ),
    table(
      'sync_blobs',
      'local',
      'never',
      // What bulk ops carry, until everybody can fetch it from the server: sent is 1 when it is there.
      `CREATE TABLE sync_blobs (
        sha256 TEXT PRIMARY KEY, body BLOB NOT NULL, sent INTEGER NOT NULL CHECK (sent IN (0, 1))
      ) STRICT`,
      `CREATE INDEX sync_blobs_unsent ON sync_blobs (sha256) WHERE sent = 0`,
    ),
    table(
      'delete_counts',
      'local',
      'never',
      // Deletions that came from other devices within a day of the first, and how many rows stood when it came: BrakeDay of
      // sync/client/fold/delete-brake.ts.
      `CREATE TABLE delete_counts (
        tbl TEXT PRIMARY KEY, from_ms INTEGER NOT NULL, stood INTEGER NOT NULL, deleted INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'eff_clamps',
      'local',
      'never',
      // Rows of logs that were stamped in the future: when they count as having happened.
      `CREATE TABLE eff_clamps (${uid} PRIMARY KEY, eff_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
    ),
    table(
      'table_digests',
      'local',
      'never',
      // Sums modulo 2^64 of the hashes of the rows of a bucket, eight bytes each, most significant first.
      `CREATE TABLE table_digests (
        tbl TEXT NOT NULL, bucket INTEGER NOT NULL CHECK (bucket BETWEEN 0 AND 255),
        sum BLOB NOT NULL CHECK (length(sum) = 8), PRIMARY KEY (tbl, bucket)
      ) STRICT, WITHOUT ROWID`,
    ),
  ],
  sql: [
    // An undo of another device names the change by its uid alone.
    'CREATE INDEX schedule_changes_uid ON schedule_changes (uid)',
  ],
};
