import type { Database } from 'better-sqlite3';
import { readSchemaVersion } from './migrate.ts';
import { migrations, schemaVersion, tables } from './migrations/index.ts';
import type { TableKind } from './kinds.ts';

export type VerifyReport = {
  schemaVersion: number;
  migrations: { applied: number; known: number };
  tables: { found: number; expected: number };
  indexes: { found: number; expected: number };
  integrity: string;
  danglingRows: number;
  /** Derived rows that wait to be recomputed; not a defect. */
  waiting: number;
  rows: Record<TableKind, number>;
  /** Everything that is wrong, in words for an administrator; empty: sound. */
  defects: string[];
};

type SchemaRow = { type: string; name: string; sql: string | null };

const created = /^\s*CREATE\s+(?:UNIQUE\s+)?(TABLE|INDEX|TRIGGER|VIEW|VIRTUAL\s+TABLE)\s+(\w+)/i;
const normal = (sql: string): string => sql.replace(/\s+/g, ' ').trim();

/** The schema that this version's migrations create: name → SQL text. */
const expectedSchema = (): Map<string, { type: string; sql: string }> => {
  const expected = new Map<string, { type: string; sql: string }>();
  const all = migrations.flatMap((migration) => [...migration.tables.flatMap((spec) => spec.sql), ...(migration.sql ?? [])]);
  for (const sql of all) {
    const match = created.exec(sql);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    expected.set(match[2], { type: match[1].toLowerCase().replace(/virtual\s+/, ''), sql: normal(sql) });
  }
  return expected;
};

const schemaDefects = (found: Map<string, SchemaRow>, expected: Map<string, { type: string; sql: string }>): string[] => {
  const defects: string[] = [];
  for (const [name, { type, sql }] of expected) {
    const row = found.get(name);
    if (row === undefined) defects.push(`${type} ${name} is missing`);
    else if (normal(row.sql ?? '') !== sql) defects.push(`${type} ${name} differs from its migration`);
  }
  for (const [name, row] of found) {
    const ours = expected.has(name) || name.startsWith('sqlite_') || name.startsWith('note_search_');
    if (!ours) defects.push(`unexpected ${row.type} ${name}`);
  }
  return defects;
};

/**
 * Compares a store with the registry of this version and checks its integrity. Reads everything once; for a
 * connection of its own. `onProgress` hears how many of the checks are done.
 */
export const verifyStore = (db: Database, onProgress: (done: number, total: number) => void = () => {}): VerifyReport => {
  const expected = expectedSchema();
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema').all() as SchemaRow[];
  const found = new Map(rows.map((row) => [row.name, row]));
  const defects = schemaDefects(found, expected);
  onProgress(1, 4);

  const version = readSchemaVersion(db);
  if (version !== schemaVersion) defects.push(`schema version is ${version}, this program knows ${schemaVersion}`);
  const applied = found.has('migrations')
    ? (db.prepare('SELECT version FROM migrations ORDER BY version').all() as { version: number }[]).map((row) => row.version)
    : [];
  for (const migration of migrations) {
    if (!applied.includes(migration.version)) defects.push(`migration ${migration.version} ${migration.name} was not applied`);
  }

  const findings = (db.pragma('integrity_check(20)') as { integrity_check: string }[]).map((row) => row.integrity_check);
  const integrity = findings.join('; ');
  if (integrity !== 'ok') defects.push(`integrity: ${integrity}`);
  onProgress(2, 4);
  const danglingRows = (db.pragma('foreign_key_check') as unknown[]).length;
  if (danglingRows > 0) defects.push(`${danglingRows} rows refer to rows that do not exist`);
  onProgress(3, 4);

  const byKind: Record<TableKind, number> = { entered: 0, happened: 0, generated: 0, derived: 0, local: 0 };
  let tablesFound = 0;
  for (const spec of tables.values()) {
    if (!found.has(spec.name)) continue;
    tablesFound += 1;
    byKind[spec.kind] += (db.prepare(`SELECT count(*) AS n FROM ${spec.name}`).get() as { n: number }).n;
  }
  const expectedIndexes = [...expected].filter(([, { type }]) => type === 'index').map(([name]) => name);
  onProgress(4, 4);
  return {
    schemaVersion: version,
    migrations: { applied: applied.length, known: migrations.length },
    tables: { found: tablesFound, expected: tables.size },
    indexes: { found: expectedIndexes.filter((name) => found.has(name)).length, expected: expectedIndexes.length },
    integrity,
    danglingRows,
    waiting: found.has('stale_derivations')
      ? (db.prepare('SELECT count(*) AS n FROM stale_derivations').get() as { n: number }).n
      : 0,
    rows: byKind,
    defects,
  };
};
