import Database from 'better-sqlite3';
import { closeSync, openSync, readSync } from 'node:fs';
import { idValue } from './foreign-values.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { replaceUnicase } from './replace-unicase.ts';
import { checkTables } from './schema-check.ts';
import { damageAsRefusal } from './sqlite-damage.ts';

export type ForeignCollection = {
  db: Database.Database;
  schema: number;
  /** Epoch seconds. */
  createdAt: number;
};

const SQLITE_MAGIC = 'SQLite format 3\0';
const OLDEST_SCHEMA = 11;
const NEWEST_SCHEMA = 18;
/** From here on note types and decks are tables; before, they are JSON in `col`. */
export const FIRST_TABLE_SCHEMA = 15;

const COMMON_TABLES = {
  col: ['crt', 'ver', 'models', 'decks', 'dconf'],
  notes: ['id', 'guid', 'mid', 'mod', 'tags', 'flds'],
  cards: [
    'id',
    'nid',
    'did',
    'ord',
    'mod',
    'type',
    'queue',
    'due',
    'ivl',
    'factor',
    'reps',
    'lapses',
    'left',
    'odue',
    'odid',
    'flags',
    'data',
  ],
  revlog: ['id', 'cid', 'ease', 'ivl', 'lastIvl', 'factor', 'time', 'type'],
};

const CONFIG_TABLES = {
  notetypes: ['id', 'name', 'config'],
  fields: ['ntid', 'ord', 'name'],
  templates: ['ntid', 'ord', 'name', 'config'],
  decks: ['id', 'name', 'kind'],
};

/** Opens somebody else's collection for reading. `path` must be our private copy: the file may be adapted (see `replaceUnicase`).
 * @throws PackageRefusedError `damaged_collection`, `too_new`, `unexpected_schema`, `too_large` or `bad_field` */
export function openCollection(path: string, limits: PackageLimits): ForeignCollection {
  if (!isSqliteFile(path)) throw new PackageRefusedError('damaged_collection');
  return damageAsRefusal(() => {
    replaceUnicase(path);
    const db = openReadOnly(path);
    try {
      return checkedCollection(db, limits);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

export function isSqliteFile(path: string): boolean {
  const head = Buffer.alloc(SQLITE_MAGIC.length);
  const fd = openSync(path, 'r');
  try {
    readSync(fd, head, 0, head.length, 0);
  } finally {
    closeSync(fd);
  }
  return head.toString('latin1') === SQLITE_MAGIC;
}

function openReadOnly(path: string): Database.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  // Nothing the file's schema says may run: no functions with effects, no checks, and cells are verified as they are read.
  db.pragma('trusted_schema = OFF');
  db.pragma('ignore_check_constraints = ON');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  db.pragma('query_only = ON');
  return db;
}

function checkedCollection(db: Database.Database, limits: PackageLimits): ForeignCollection {
  checkTables(db, COMMON_TABLES);
  const row = db
    .prepare<[], { crt: unknown; ver: unknown }>('SELECT crt, ver FROM col NOT INDEXED LIMIT 1')
    .get();
  if (row === undefined) throw new PackageRefusedError('damaged_collection', { table: 'col' });
  const schema = idValue(row.ver, 'col', 'ver');
  if (schema > NEWEST_SCHEMA) throw new PackageRefusedError('too_new', { schema });
  if (schema < OLDEST_SCHEMA) throw new PackageRefusedError('unexpected_schema', { schema });
  if (schema >= FIRST_TABLE_SCHEMA) checkTables(db, CONFIG_TABLES);
  checkPages(db, schema);
  checkCounts(db, limits);
  return { db, schema, createdAt: idValue(row.crt, 'col', 'crt') };
}

function checkPages(db: Database.Database, schema: number): void {
  const tables = Object.keys(
    schema >= FIRST_TABLE_SCHEMA ? { ...COMMON_TABLES, ...CONFIG_TABLES } : COMMON_TABLES,
  );
  for (const table of tables) {
    if (db.pragma(`quick_check(${table})`, { simple: true }) !== 'ok') {
      throw new PackageRefusedError('damaged_collection', { table });
    }
  }
}

/** Rows of the tables that are read row by row. `NOT INDEXED`, so that the count is of the rows that will be read. */
export function countRows(db: Database.Database, table: 'notes' | 'cards' | 'revlog'): number {
  const count = db.prepare(`SELECT count(*) FROM ${table} NOT INDEXED`).pluck().get();
  return idValue(count, table, 'count');
}

function checkCounts(db: Database.Database, limits: PackageLimits): void {
  const bounds = { notes: limits.maxNotes, cards: limits.maxCards, revlog: limits.maxReviews } as const;
  for (const table of ['notes', 'cards', 'revlog'] as const) {
    const rows = countRows(db, table);
    if (rows > bounds[table])
      throw new PackageRefusedError('too_large', { what: table, rows, limit: bounds[table] });
  }
}
