import Database from 'better-sqlite3';
import { blobSize } from './blobs.ts';
import type { TableKind } from './kinds.ts';
import { readSchemaVersion } from './migrate.ts';
import { migrations, schemaVersion } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import type { Profile } from './profile.ts';
import { twinIndexes, twinIndexesOf } from './twin-indexes.ts';

export type VerifyReport = {
  schemaVersion: number;
  migrations: { applied: number; known: number };
  tables: { found: number; expected: number };
  indexes: { found: number; expected: number };
  /** Of `planned` in all, this version has `expected`. */
  twinIndexes: { found: number; expected: number; planned: number };
  integrity: string;
  danglingRows: number;
  /** Derived rows that wait to be recomputed; not a defect. */
  waiting: number;
  rows: Record<TableKind, number>;
  /** Everything that is wrong, in words for an administrator; empty: sound. */
  defects: string[];
};

type SchemaRow = { type: string; name: string; sql: string | null };
type Schema = ReadonlyMap<string, SchemaRow>;

const normal = (sql: string | null): string => (sql ?? '').replace(/\s+/g, ' ').trim();

const readSchema = (db: Database.Database): Schema => {
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema').all() as SchemaRow[];
  return new Map(rows.map((row) => [row.name, row]));
};

/** The schema that these migrations make of an empty file, shadow tables of the search index included. */
const expectedSchema = (known: readonly Migration[]): Schema => {
  const db = new Database(':memory:');
  try {
    for (const migration of known) {
      for (const spec of migration.tables) for (const sql of spec.sql) db.exec(sql);
      for (const sql of migration.sql ?? []) db.exec(sql);
    }
    return readSchema(db);
  } finally {
    db.close();
  }
};

const schemaDefects = (found: Schema, expected: Schema): string[] => {
  const defects: string[] = [];
  for (const [name, { type, sql }] of expected) {
    const row = found.get(name);
    if (row === undefined) defects.push(`${type} ${name} is missing`);
    else if (normal(row.sql) !== normal(sql)) defects.push(`${type} ${name} differs from its migration`);
  }
  for (const [name, row] of found) {
    // Statistics of the planner come and go with ANALYZE.
    if (!expected.has(name) && !name.startsWith('sqlite_stat'))
      defects.push(`unexpected ${row.type} ${name}`);
  }
  return defects;
};

const versionDefects = (db: Database.Database, version: number): string[] => {
  const defects: string[] = [];
  if (version !== schemaVersion)
    defects.push(`schema version is ${version}, this program knows ${schemaVersion}`);
  const meta = db.prepare('SELECT min_reader, min_writer FROM store_meta').get() as
    | { min_reader: number; min_writer: number }
    | undefined;
  if (meta === undefined) defects.push('the file has lost its identity (store_meta is empty)');
  else if (meta.min_reader > version || meta.min_writer > version) {
    defects.push(
      `the file asks for version ${Math.max(meta.min_reader, meta.min_writer)} and says it is ${version}`,
    );
  }
  const gate = db.prepare('SELECT open FROM erase_gate').get() as { open: number } | undefined;
  if (gate?.open !== 0) defects.push('the erase gate is not closed: logs could be rewritten');
  return defects;
};

const appliedVersions = (db: Database.Database): number[] =>
  (db.prepare('SELECT version FROM migrations ORDER BY version').all() as { version: number }[]).map(
    (row) => row.version,
  );

const countRows = (db: Database.Database, name: string): number =>
  (db.prepare(`SELECT count(*) AS n FROM ${name}`).get() as { n: number }).n;

/** Media files that are not as their rows say. Their sizes alone: reading them all would take minutes. */
const blobDefects = (db: Database.Database, profile: Profile): string[] => {
  const found = { missing: 0, damaged: 0 };
  const rows = db.prepare<[], { sha256: Uint8Array; size_bytes: number }>(
    `SELECT sha256, size_bytes FROM blobs WHERE typeof(sha256) = 'blob'`,
  );
  for (const { sha256, size_bytes } of rows.iterate()) {
    const size = blobSize(profile, sha256);
    if (size === undefined) found.missing += 1;
    else if (size !== size_bytes) found.damaged += 1;
  }
  return Object.entries(found)
    .filter(([, count]) => count > 0)
    .map(
      ([what, count]) =>
        `media files that are ${what}: ${count} (importing their package again brings them back)`,
    );
};

/** What of the schema is not as the migrations up to this version made it. For a file that came from elsewhere. */
export const foreignSchema = (db: Database.Database, version: number): string[] =>
  schemaDefects(readSchema(db), expectedSchema(migrations.filter((known) => known.version <= version)));

const maxFindings = 20;
const steps = 5;

/**
 * Compares a store with the registry of its version, checks its integrity, and looks for its media files. Reads the
 * whole store once; for a connection of its own. Damage is a defect in the report, never an error. `onProgress` hears
 * how many of the checks are done.
 */
export const verifyStore = (
  db: Database.Database,
  profile: Profile,
  onProgress: (done: number, total: number) => void = () => {},
): VerifyReport => {
  const defects: string[] = [];
  const attempt = <T>(what: string, otherwise: T, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      defects.push(`${what} cannot be read: ${error.message}`);
      return otherwise;
    }
  };

  const version = attempt('the header', 0, () => readSchemaVersion(db));
  const known = migrations.filter((migration) => migration.version <= version);
  const expected = expectedSchema(known);
  const found = attempt<Schema>('the schema', new Map(), () => readSchema(db));
  defects.push(...schemaDefects(found, expected));
  defects.push(...attempt('the version', [], () => versionDefects(db, version)));
  const applied = attempt('the list of migrations', [], () => appliedVersions(db));
  for (const migration of known) {
    if (!applied.includes(migration.version))
      defects.push(`migration ${migration.version} ${migration.name} was not applied`);
  }
  onProgress(1, steps);

  const integrity = attempt('the file', 'not readable', () => {
    const rows = db.pragma(`integrity_check(${maxFindings})`) as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check).join('; ');
  });
  if (integrity !== 'ok') defects.push(`integrity: ${integrity}`);
  onProgress(2, steps);
  const danglingRows = attempt(
    'the foreign keys',
    0,
    () => (db.pragma('foreign_key_check') as unknown[]).length,
  );
  if (danglingRows > 0) defects.push(`${danglingRows} rows refer to rows that do not exist`);
  onProgress(3, steps);

  const byKind: Record<TableKind, number> = { entered: 0, happened: 0, generated: 0, derived: 0, local: 0 };
  const specs = known.flatMap((migration) => migration.tables);
  const present = specs.filter((spec) => found.has(spec.name));
  for (const spec of present)
    byKind[spec.kind] += attempt(`table ${spec.name}`, 0, () => countRows(db, spec.name));
  const waiting = found.has('stale_derivations')
    ? attempt('table stale_derivations', 0, () => countRows(db, 'stale_derivations'))
    : 0;
  // Those that SQLite makes for keys and UNIQUE have no text and cannot be dropped.
  const indexes = [...expected.values()].filter((row) => row.type === 'index' && row.sql !== null);
  const ofTwin = twinIndexesOf(known);
  const isThere = (name: string): boolean => found.get(name)?.type === 'index';
  onProgress(4, steps);
  if (found.has('blobs')) defects.push(...attempt('the list of media', [], () => blobDefects(db, profile)));
  onProgress(5, steps);
  return {
    schemaVersion: version,
    migrations: { applied: applied.length, known: migrations.length },
    tables: { found: present.length, expected: specs.length },
    indexes: { found: indexes.filter((row) => found.has(row.name)).length, expected: indexes.length },
    twinIndexes: {
      found: ofTwin.filter(isThere).length,
      expected: ofTwin.length,
      planned: twinIndexes.length,
    },
    integrity,
    danglingRows,
    waiting,
    rows: byKind,
    defects,
  };
};
