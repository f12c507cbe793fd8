import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { RpcError } from '../rpc/errors.ts';
import { blobPath } from './blobs.ts';
import { migrate } from './migrate.ts';
import { migrations, schemaVersion, tables } from './migrations/index.ts';
import { openChecker } from './open-store.ts';
import { applyWriterPragmas } from './pragmas.ts';
import { profileAt } from './profile.ts';
import { addCourse } from './testing/add-course.ts';
import { appendReview } from './testing/add-log-rows.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { testClock } from './testing/test-clock.ts';
import { twinIndexes, twinIndexesOf } from './twin-indexes.ts';
import { uidSource } from './uid.ts';
import { verifyStore, type VerifyReport } from './verify.ts';

/** A closed store with a little of everything; its folder. */
const filled = async (): Promise<string> => {
  const { store, folder, close } = await openTestStore();
  const { cards } = await addCourse(store, 'Anatomy', 40);
  await store.write('test.reviews', (tx) => {
    for (const card of cards) appendReview(tx, { card, at: tx.now, uid: store.ids.uid() });
  });
  await close();
  return folder;
};

const verify = (folder: string): VerifyReport => {
  const { connection, close } = openChecker(profileAt(folder));
  try {
    return verifyStore(connection, profileAt(folder));
  } finally {
    close();
  }
};

/** Damage in the schema itself shows when the file is opened, all other damage in the report. */
const isFound = (folder: string): boolean => {
  try {
    return verify(folder).defects.length > 0;
  } catch (error) {
    if (error instanceof RpcError) return error.kind === 'damaged';
    throw error;
  }
};

/** What somebody with another program could do to the file. */
const tamper = (folder: string, ...sql: string[]): void => {
  const db = new Database(profileAt(folder).store);
  db.pragma('foreign_keys = OFF');
  db.unsafeMode(true);
  for (const each of sql) db.exec(each);
  db.close();
};

describe('a sound store', () => {
  it('has no defects, and its tables, indexes and rows are counted', async () => {
    const report = verify(await filled());
    expect(report).toMatchObject({
      schemaVersion,
      migrations: { applied: migrations.length, known: migrations.length },
      tables: { found: tables.size, expected: tables.size },
      twinIndexes: { found: 16, expected: 16, planned: 27 },
      integrity: 'ok',
      danglingRows: 0,
      waiting: 0,
      defects: [],
    });
    expect(report.indexes.found).toBe(report.indexes.expected);
    expect(report.indexes.expected).toBeGreaterThan(20);
    expect(report.rows.happened).toBe(40);
    expect(report.rows.entered).toBe(1 + 1 + 1 + 2 + 1 + 40 + 40);
  });

  it('has the twin indexes of its version, each made by a migration under its name', () => {
    const made = migrations
      .flatMap(({ tables: specs }) => specs.flatMap(({ sql }) => sql))
      .flatMap((sql) => /^CREATE (?:UNIQUE )?INDEX (idx_\w+)/.exec(sql.trim())?.[1] ?? []);
    expect(twinIndexesOf().sort()).toEqual(made.sort());
    expect(new Set(twinIndexes).size).toBe(27);
  });

  it('is read while a service has it open, up to its last commit', async () => {
    const { store, folder } = await openTestStore();
    await addCourse(store, 'Anatomy', 5);
    const before = readFileSync(profileAt(folder).store);
    const report = verify(folder);
    expect(report.defects).toEqual([]);
    expect(report.rows.entered).toBe(16);
    expect(readFileSync(profileAt(folder).store).equals(before)).toBe(true);
  });

  it('that a kill has left with its log is read with it, and both stay as they are', async () => {
    const { store, folder } = await openTestStore();
    await addCourse(store, 'Anatomy', 5);
    // What is on the disk when the process is killed: the file as it was and the log beside it.
    const killed = temporaryFolder();
    const files = [profileAt(killed).store, `${profileAt(killed).store}-wal`];
    copyFileSync(profileAt(folder).store, profileAt(killed).store);
    copyFileSync(`${profileAt(folder).store}-wal`, `${profileAt(killed).store}-wal`);
    const before = files.map((file) => readFileSync(file));
    expect(verify(killed)).toMatchObject({ defects: [], rows: { entered: 16 } });
    expect(files.map((file, at) => readFileSync(file).equals(before[at] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
    ]);
  });

  it('may have derived rows that wait', async () => {
    const folder = await filled();
    tamper(folder, `INSERT INTO stale_derivations VALUES ('card_states', 1), ('card_states', 2)`);
    expect(verify(folder)).toMatchObject({ waiting: 2, defects: [] });
  });

  it('tells how far the check is', async () => {
    const { store } = await openTestStore();
    const steps: string[] = [];
    verifyStore(store.connection, store.profile, (done, total) => steps.push(`${done}/${total}`));
    expect(steps).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
  });
});

describe('verify finds', () => {
  it('media files that are gone, or of another size than their rows say', async () => {
    const folder = await filled();
    const profile = profileAt(folder);
    const blobs = ['whole', 'cut off', 'emptied', 'gone'].map((text) => ({
      text,
      sha256: createHash('sha256').update(text).digest(),
    }));
    for (const { text, sha256 } of blobs) {
      const path = blobPath(profile, sha256);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      tamper(
        folder,
        `INSERT INTO blobs VALUES (x'${sha256.toString('hex')}', ${text.length}, 'text/plain', 1, 1)`,
      );
    }
    expect(verify(folder).defects).toEqual([]);
    const [, cutOff, emptied, gone] = blobs.map(({ sha256 }) => blobPath(profile, sha256));
    truncateSync(cutOff ?? '', 3);
    truncateSync(emptied ?? '', 0);
    rmSync(gone ?? '');
    expect(verify(folder).defects).toEqual([
      'media files that are missing: 1 (importing their package again brings them back)',
      'media files that are damaged: 2 (importing their package again brings them back)',
    ]);
  });

  it.each<[string, string[], RegExp]>([
    ['a dropped index', ['DROP INDEX fk_cards_note_id'], /^index fk_cards_note_id is missing$/],
    [
      'an index of other columns',
      ['DROP INDEX fk_cards_note_id', 'CREATE INDEX fk_cards_note_id ON cards (ordinal)'],
      /^index fk_cards_note_id differs/,
    ],
    ['a dropped table', ['DROP TABLE jobs'], /^table jobs is missing$/],
    [
      'an extra table',
      ['CREATE TABLE notes_of_a_stranger (a TEXT)'],
      /^unexpected table notes_of_a_stranger$/,
    ],
    [
      'an extra table named like the shadow of an index',
      ['CREATE TABLE note_search_more (a TEXT)'],
      /^unexpected table note_search_more$/,
    ],
    [
      'an extra trigger',
      ['CREATE TRIGGER spy AFTER INSERT ON notes BEGIN DELETE FROM tags; END'],
      /^unexpected trigger spy$/,
    ],
    ['a dropped trigger', ['DROP TRIGGER reviews_no_update'], /^trigger reviews_no_update is missing$/],
    [
      'a trigger that lets everything through',
      [
        'DROP TRIGGER reviews_no_delete',
        'CREATE TRIGGER reviews_no_delete BEFORE DELETE ON reviews WHEN 0 BEGIN SELECT 1; END',
      ],
      /^trigger reviews_no_delete differs from its migration$/,
    ],
    [
      'a changed view',
      ['DROP VIEW live_reviews', 'CREATE VIEW live_reviews AS SELECT * FROM reviews'],
      /^view live_reviews differs/,
    ],
    [
      'an added column',
      ['ALTER TABLE tags ADD COLUMN colour TEXT'],
      /^table tags differs from its migration$/,
    ],
    [
      'a later version',
      [`PRAGMA user_version = ${schemaVersion + 1}`],
      new RegExp(`^schema version is ${schemaVersion + 1}, this program knows ${schemaVersion}$`),
    ],
    [
      'an earlier version',
      [`PRAGMA user_version = ${schemaVersion - 1}`],
      new RegExp(`^schema version is ${schemaVersion - 1}, this program knows ${schemaVersion}$`),
    ],
    [
      'a migration that is not noted',
      ['DELETE FROM migrations WHERE version = 2'],
      /^migration 2 library was not applied$/,
    ],
    ['a lost identity', ['DELETE FROM store_meta'], /^the file has lost its identity/],
    ['an open erase gate', ['UPDATE erase_gate SET open = 1'], /^the erase gate is not closed/],
    ['dangling rows', ['DELETE FROM notes WHERE id <= 3'], /^3 rows refer to rows that do not exist$/],
    [
      'a value outside its CHECK',
      ['PRAGMA ignore_check_constraints = ON', 'UPDATE cards SET flag = 99 WHERE id = 1'],
      /^integrity: CHECK constraint failed in cards$/,
    ],
  ])('%s', async (_, sql, finding) => {
    const folder = await filled();
    tamper(folder, ...sql);
    const { defects } = verify(folder);
    expect(defects).toEqual(expect.arrayContaining([expect.stringMatching(finding)]));
  });

  it('an index that disagrees with its table', async () => {
    const folder = await filled();
    tamper(
      folder,
      'PRAGMA writable_schema = ON',
      `UPDATE sqlite_schema SET sql = replace(sql, 'deleted_at IS NOT NULL', 'deleted_at IS NULL') WHERE name = 'notes_trash'`,
    );
    expect(verify(folder).defects).toEqual(
      expect.arrayContaining([expect.stringMatching(/^integrity: .*missing from index notes_trash/)]),
    );
  });

  it('damage on any page, always as a defect and never as an error', async () => {
    const folder = await filled();
    const { store } = profileAt(folder);
    const sound = `${store}.sound`;
    copyFileSync(store, sound);
    const pageSize = 4096;
    const opened = new Database(sound, { readonly: true });
    // A free page holds nothing that could be damaged.
    const used = opened.prepare('SELECT pageno FROM dbstat ORDER BY pageno').pluck().all() as number[];
    opened.close();
    const missed: number[] = [];
    // The first page carries the header; without it there is no database to open.
    for (const page of used.filter((number) => number > 1)) {
      const bytes = readFileSync(sound);
      bytes.fill(0xff, (page - 1) * pageSize, (page - 1) * pageSize + 200);
      writeFileSync(store, bytes);
      if (!isFound(folder)) missed.push(page);
    }
    expect(used.length).toBeGreaterThan(60);
    expect(missed).toEqual([]);
  });

  it('a file that ends too early', async () => {
    const folder = await filled();
    const { store } = profileAt(folder);
    const bytes = readFileSync(store);
    writeFileSync(store, bytes.subarray(0, bytes.length - 8 * 4096));
    expect(isFound(folder)).toBe(true);
  });

  it('nothing more in a file of an older version than that it is older', () => {
    const folder = temporaryFolder();
    const clock = testClock();
    const db = new Database(profileAt(folder).store);
    applyWriterPragmas(db);
    migrate(db, clock, uidSource(clock), migrations.slice(0, 2));
    db.close();
    const report = verify(folder);
    expect(report.defects).toEqual([`schema version is 2, this program knows ${schemaVersion}`]);
    expect(report.migrations).toEqual({ applied: 2, known: schemaVersion });
  });
});
