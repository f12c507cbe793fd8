import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate, readSchemaVersion } from './migrate.ts';
import { migrations, schemaVersion } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { openReader } from './open-store.ts';
import { applyWriterPragmas } from './pragmas.ts';
import { profileAt } from './profile.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { rpcErrorOf } from './testing/rpc-error-of.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { testClock } from './testing/test-clock.ts';
import { derivedUid, uidSource } from './uid.ts';

const clock = testClock();
const ids = uidSource(clock);

/** A file as the program of an older version left it: only its migrations have run. */
const oldFile = (version: number, fill: (db: Database.Database) => void): string => {
  const folder = temporaryFolder();
  const db = new Database(profileAt(folder).store);
  applyWriterPragmas(db);
  migrate(db, clock, ids, migrations.slice(0, version));
  fill(db);
  db.close();
  return folder;
};

const addSettings = (db: Database.Database): void => {
  const insert = db.prepare('INSERT INTO settings VALUES (?, ?, 1, 2)');
  for (let n = 0; n < 300; n += 1) insert.run(`key ${n}`, JSON.stringify('x'.repeat(200)));
};

const addLibrary = (db: Database.Database): void => {
  addSettings(db);
  const uid = (name: string): Uint8Array => derivedUid('test', name);
  db.prepare(
    `INSERT INTO batches (id, uid, kind, label, counts, created_at, updated_at) VALUES (6, ?, 'anki', 'a.apkg', '{}', 1, 1)`,
  ).run(uid('b'));
  db.prepare(
    `INSERT INTO courses (id, uid, title, position, batch_id, created_at, updated_at) VALUES (7, ?, 'Anatomy', 1, 6, 1, 1)`,
  ).run(uid('c'));
  db.prepare(
    `INSERT INTO lectures (id, uid, course_id, title, position, created_at, updated_at) VALUES (8, ?, 7, 'Hand', 1, 1, 1)`,
  ).run(uid('l'));
  db.prepare(
    `INSERT INTO note_types (id, uid, name, kind, css, created_at, updated_at) VALUES (9, ?, 'B', 'standard', '', 1, 1)`,
  ).run(uid('t'));
  db.prepare(
    `INSERT INTO notes (id, uid, note_type_id, fields, created_at, updated_at) VALUES (10, ?, 9, '["a","b"]', 1, 1)`,
  ).run(uid('n'));
  db.prepare(
    `INSERT INTO cards (id, uid, note_id, ordinal, lecture_id, position, created_at, updated_at) VALUES (11, ?, 10, 0, 8, 1, 1, 1)`,
  ).run(uid('k'));
};

/** Every row of every table, for comparing two files by content. */
const contentOf = (file: string, tables: readonly string[]): Record<string, unknown[]> => {
  const db = new Database(file, { readonly: true });
  try {
    return Object.fromEntries(tables.map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all()]));
  } finally {
    db.close();
  }
};

const tablesOf = (version: number): string[] =>
  migrations
    .slice(0, version)
    .flatMap((migration) => migration.tables.map((spec) => spec.name))
    .filter((name) => !['migrations', 'store_meta', 'backups', 'note_search'].includes(name));

const backupsIn = (folder: string): string[] => readdirSync(profileAt(folder).backups);

describe('a new file', () => {
  it('gets every migration in order, needs no backup and says which versions may read and write it', async () => {
    const { store, migrated, folder } = await openTestStore();
    expect(migrated).toEqual(migrations.map((migration) => migration.version));
    expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, index) => index + 1));
    expect(readSchemaVersion(store.connection)).toBe(schemaVersion);
    expect(store.connection.prepare('SELECT version, name FROM migrations').all()).toEqual(
      migrations.map(({ version, name }) => ({ version, name })),
    );
    const last = migrations.at(-1);
    expect(store.connection.prepare('SELECT min_reader, min_writer FROM store_meta').get()).toEqual({
      min_reader: last?.minReader,
      min_writer: last?.minWriter,
    });
    expect(store.connection.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(backupsIn(folder)).toEqual([]);
  });

  it('is opened again without a migration', async () => {
    const first = await openTestStore();
    await first.close();
    const again = await openTestStore({ folder: first.folder });
    expect(again.migrated).toEqual([]);
    expect(backupsIn(first.folder)).toEqual([]);
  });
});

describe.each([
  { version: 1, fill: addSettings },
  { version: 2, fill: addLibrary },
  { version: 3, fill: addLibrary },
  { version: 4, fill: addLibrary },
  { version: 5, fill: addLibrary },
  { version: 6, fill: addLibrary },
  { version: 7, fill: addLibrary },
])('a file of version $version', ({ version, fill }) => {
  it('is backed up, verified, then migrated with its data kept', async () => {
    const folder = oldFile(version, fill);
    const before = contentOf(profileAt(folder).store, tablesOf(version));

    const { store, migrated } = await openTestStore({ folder });
    expect(migrated).toEqual(migrations.slice(version).map((migration) => migration.version));
    expect(readSchemaVersion(store.connection)).toBe(schemaVersion);
    // Newer columns may stand beside the old ones; the old ones hold what they held.
    expect(contentOf(profileAt(folder).store, tablesOf(version))).toMatchObject(before);
    expect(store.connection.pragma('foreign_key_check')).toEqual([]);

    const [backup, ...others] = backupsIn(folder);
    expect(others).toEqual([]);
    expect(store.connection.prepare('SELECT file, reason, verified_at FROM backups').all()).toEqual([
      { file: backup, reason: 'migration', verified_at: clock.now() },
    ]);
    const copy = join(profileAt(folder).backups, String(backup));
    expect(contentOf(copy, tablesOf(version))).toEqual(before);
    const opened = new Database(copy, { readonly: true });
    expect(readSchemaVersion(opened)).toBe(version);
    opened.close();
    expect(backupsIn(folder)).toEqual([backup]);
  });
});

describe('a migration', () => {
  const failing = (sql: readonly string[]): Migration[] => [
    ...migrations.slice(0, 2),
    { version: 3, name: 'failing', minReader: 3, minWriter: 3, tables: [], sql },
  ];

  it.each([
    [
      'throws',
      ['CREATE TABLE half (a TEXT) STRICT', `UPDATE settings SET value = '1'`, 'no SQL'],
      /syntax error/,
    ],
    ['leaves a dangling row', ['DELETE FROM notes'], /danglingRows/],
  ])('that %s leaves the file as it was, byte for byte', (_, sql, reason) => {
    const folder = oldFile(2, addLibrary);
    const file = profileAt(folder).store;
    const before = readFileSync(file);
    const db = new Database(file);
    applyWriterPragmas(db);
    expect(() => migrate(db, clock, ids, failing(sql))).toThrow(reason);
    expect(readSchemaVersion(db)).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is not begun when its backup cannot be made', async () => {
    const folder = oldFile(2, addLibrary);
    const { store, backups } = profileAt(folder);
    const before = readFileSync(store);
    // A folder stands where the backup should go.
    mkdirSync(backups);
    const stamp = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
    mkdirSync(join(backups, `before-v2-to-next-${stamp}.sqlite`));
    await expect(openTestStore({ folder })).rejects.toThrow('EISDIR');
    expect(readFileSync(store).equals(before)).toBe(true);
  });
});

describe('a file of a newer version', () => {
  const newer = (minReader: number, minWriter: number): string =>
    oldFile(schemaVersion, (db) => {
      db.pragma(`user_version = ${schemaVersion + 1}`);
      db.prepare('UPDATE store_meta SET min_reader = ?, min_writer = ?').run(minReader, minWriter);
    });

  it('is refused untouched when it asks for a newer reader', async () => {
    const folder = newer(schemaVersion + 1, schemaVersion + 1);
    const before = readFileSync(profileAt(folder).store);
    const error = await rpcErrorOf(openTestStore({ folder }));
    expect(error).toMatchObject({
      kind: 'newer_store',
      details: { found: schemaVersion + 1, known: schemaVersion },
    });
    expect((await rpcErrorOf(() => openReader(profileAt(folder)))).kind).toBe('newer_store');
    expect(readFileSync(profileAt(folder).store).equals(before)).toBe(true);
    expect(backupsIn(folder)).toEqual([]);
  });

  it('is opened to be read when it asks for a newer writer only', async () => {
    const folder = newer(schemaVersion, schemaVersion + 1);
    const before = readFileSync(profileAt(folder).store);
    const opened = await openTestStore({ folder });
    expect(opened.store.refusal?.details).toEqual({
      reason: 'newer_store',
      found: schemaVersion + 1,
      known: schemaVersion,
    });
    await opened.close();
    const { connection, close } = openReader(profileAt(folder));
    expect(readSchemaVersion(connection)).toBe(schemaVersion + 1);
    expect(() => connection.exec('DELETE FROM settings')).toThrow(/readonly/);
    close();
    expect(readFileSync(profileAt(folder).store).equals(before)).toBe(true);
  });

  it('is opened like our own when it asks for neither', async () => {
    const { store, migrated } = await openTestStore({ folder: newer(schemaVersion, schemaVersion) });
    expect(migrated).toEqual([]);
    expect(readSchemaVersion(store.connection)).toBe(schemaVersion + 1);
  });
});

describe('what is no store', () => {
  it.each([
    ['text', Buffer.from('This is a shopping list, not a database.\n'.repeat(200))],
    ['half a header', Buffer.from('SQLite format 3\0')],
  ])('is damaged, not overwritten: %s', async (_, content) => {
    const folder = temporaryFolder();
    writeFileSync(profileAt(folder).store, content);
    expect((await rpcErrorOf(openTestStore({ folder }))).kind).toBe('damaged');
    expect(readFileSync(profileAt(folder).store).equals(content)).toBe(true);
  });

  it.each([0, 2, 50])(
    'of other tables (user_version %i) is damaged, not filled with ours',
    async (version) => {
      const folder = temporaryFolder();
      const foreign = new Database(profileAt(folder).store);
      foreign.exec('CREATE TABLE recipes (name TEXT)');
      foreign.pragma(`user_version = ${version}`);
      foreign.close();
      const before = readFileSync(profileAt(folder).store);
      expect((await rpcErrorOf(openTestStore({ folder }))).kind).toBe('damaged');
      expect(readFileSync(profileAt(folder).store).equals(before)).toBe(true);
      expect(backupsIn(folder)).toEqual([]);
    },
  );

  it('is not there for a reader', async () => {
    const folder = temporaryFolder();
    expect((await rpcErrorOf(() => openReader(profileAt(folder)))).kind).toBe('not_found');
    expect(existsSync(profileAt(folder).store)).toBe(false);
  });
});
