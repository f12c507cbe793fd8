import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileAt } from '../profile.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { testClock } from '../testing/test-clock.ts';
import { verifyStore } from '../verify.ts';
import { openPages } from './page-source.ts';
import { findRoots } from './find-roots.ts';
import { salvage } from './salvage.ts';
import { countSaved, makeGround, readRows, type Ground } from './testing/damaged-stores.ts';

const spoil = (file: string, page: number, pageSize: number): void => {
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.alloc(pageSize, 0xa5), 0, pageSize, (page - 1) * pageSize);
  closeSync(fd);
};

const rootOf = (ground: Ground, table: string): number => {
  const source = openPages(ground.file);
  try {
    return findRoots(source).tables.find(({ name }) => name === table)?.page ?? 0;
  } finally {
    source.close();
  }
};

const damagedCopy = (ground: Ground, folder: string, ...pages: number[]): string => {
  const file = join(folder, 'damaged.sqlite');
  copyFileSync(ground.file, file);
  for (const page of pages) spoil(file, page, ground.pageSize);
  return file;
};

describe('salvage', () => {
  const home = mkdtempSync(join(tmpdir(), 'americano-salvage-'));
  let ground: Ground;
  beforeAll(async () => {
    ground = await makeGround(home, 60);
  }, 120_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('makes the same rows anew of a store that is sound', () => {
    const folder = temporaryFolder();
    const to = join(folder, 'salvaged.sqlite');
    const result = salvage({ file: ground.file, log: undefined, to }, testClock());
    expect(result).toMatchObject({
      damagedPages: 0,
      unreadableRows: 0,
      refusedRows: 0,
      lost: {},
      ghosts: {},
    });
    expect(readRows(to)).toEqual(ground.rows);
  });

  it('finds the rows of a table whose root is gone, and of a store whose first page is', () => {
    const folder = temporaryFolder();
    const to = join(folder, 'salvaged.sqlite');
    for (const page of [rootOf(ground, 'reviews'), rootOf(ground, 'notes'), 1]) {
      rmSync(to, { force: true });
      const file = damagedCopy(ground, folder, page);
      const result = salvage({ file, log: undefined, to }, testClock());
      expect(result.damagedPages).toBeGreaterThan(0);
      // The first page holds no rows of ours, a root a few that part the pages below it.
      const damage = { what: '', pages: new Set([page]) };
      expect(countSaved(ground, damage, to), `without page ${page}`).toMatchObject({ share: 1 });
      expect(readRows(to).get('reviews')?.size).toBeGreaterThan((ground.rows.get('reviews')?.size ?? 0) - 40);
    }
  });

  it('leaves answers their cards and says how many rows are lost', () => {
    const folder = temporaryFolder();
    const to = join(folder, 'salvaged.sqlite');
    const [notes, cards] = ['notes 31', 'cards 41'].map((row) => ground.places.get(row)?.[0] ?? 0);
    const file = damagedCopy(ground, folder, notes ?? 0, cards ?? 0);
    const result = salvage({ file, log: undefined, to }, testClock());
    expect(result.lost['notes']).toBeGreaterThan(0);
    // Their indexes know where the cards belong; only what stood in no index is lost.
    expect(result.remadeCards).toBeGreaterThan(0);
    const found = readRows(to);
    expect(found.get('cards')?.size).toBe(ground.rows.get('cards')?.size);
    expect(found.get('reviews')).toEqual(ground.rows.get('reviews'));
    const db = new Database(to, { readonly: true });
    expect(db.pragma('foreign_key_check')).toEqual([]);
    const before = new Database(ground.file, { readonly: true });
    const uids = (from: Database.Database) => from.prepare('SELECT id, uid FROM cards ORDER BY id').all();
    expect(uids(db)).toEqual(uids(before));
    for (const open of [db, before]) open.close();
  });

  it('makes a store that opens, is sound, and computes what is derived', async () => {
    const folder = temporaryFolder();
    const profile = join(folder, 'profile');
    const fresh = await openTestStore({ folder: profile });
    await fresh.close();
    const { store: to } = profileAt(profile);
    rmSync(to);
    const file = damagedCopy(ground, folder, ground.places.get('notes 31')?.[0] ?? 0);
    const result = salvage({ file, log: undefined, to }, testClock());
    const open = await openTestStore({ folder: profile });
    await open.store.settle();
    expect(verifyStore(open.store.connection, open.store.profile).defects).toEqual([]);
    const states = open.store.connection.prepare('SELECT count(*) FROM card_states').pluck().get();
    expect(states).toBe(ground.rows.get('cards')?.size);
    expect(result.ghosts['notes']).toBeGreaterThan(0);
  });
});
