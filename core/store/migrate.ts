import type { Database } from 'better-sqlite3';
import { RpcError } from '../rpc/errors.ts';
import type { Clock, IdSource } from './clock.ts';
import { migrations as released } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

export const readSchemaVersion = (db: Database): number =>
  Number(db.pragma('user_version', { simple: true }));

type Compatibility = 'current' | 'older' | 'read_only';

const hasTable = (db: Database, name: string): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined;

/**
 * What this program may do with the file: bring it up to date, write it, or only read it.
 * Throws `newer_store` when the file asks for a newer reader and `damaged` for a database that is no store of ours; the
 * file is left untouched.
 */
export const compatibility = (db: Database, version: number): Compatibility => {
  const found = readSchemaVersion(db);
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (isEmpty && found === 0) return 'older';
  if (!hasTable(db, 'store_meta')) throw new RpcError('damaged', { finding: 'not a store' });
  if (found < version) return 'older';
  if (found === version) return 'current';
  const meta = db.prepare('SELECT min_reader, min_writer FROM store_meta WHERE id = 1').get() as
    | { min_reader: number; min_writer: number }
    | undefined;
  if (meta === undefined || meta.min_reader > version)
    throw new RpcError('newer_store', { found, known: version });
  return meta.min_writer > version ? 'read_only' : 'current';
};

const applyOne = (db: Database, migration: Migration, at: number): void => {
  for (const spec of migration.tables) for (const sql of spec.sql) db.exec(sql);
  for (const sql of migration.sql ?? []) db.exec(sql);
  db.prepare('INSERT INTO migrations (version, name, applied_at) VALUES (?, ?, ?)').run(
    migration.version,
    migration.name,
    at,
  );
  db.pragma(`user_version = ${migration.version}`);
  const dangling = db.pragma('foreign_key_check') as unknown[];
  if (dangling.length > 0)
    throw new RpcError('damaged', { migration: migration.name, danglingRows: dangling.length });
};

/**
 * Applies the missing migrations, each in one transaction with foreign keys off and checked at its end. The caller
 * has made and verified a backup. Returns the versions applied.
 */
export const migrate = (
  db: Database,
  clock: Clock,
  ids: IdSource,
  migrations: readonly Migration[] = released,
): number[] => {
  const from = readSchemaVersion(db);
  const missing = migrations.filter((migration) => migration.version > from);
  db.pragma('foreign_keys = OFF');
  try {
    for (const migration of missing) {
      db.transaction(() => {
        applyOne(db, migration, clock.now());
        db.prepare(
          `INSERT INTO store_meta (id, profile_uid, min_reader, min_writer, created_at)
           VALUES (1, @uid, @minReader, @minWriter, @now)
           ON CONFLICT (id) DO UPDATE SET
             min_reader = max(min_reader, excluded.min_reader), min_writer = max(min_writer, excluded.min_writer)`,
        ).run({
          uid: ids.uid(),
          minReader: migration.minReader,
          minWriter: migration.minWriter,
          now: clock.now(),
        });
      }).immediate();
    }
  } finally {
    db.pragma('foreign_keys = ON');
  }
  return missing.map((migration) => migration.version);
};
