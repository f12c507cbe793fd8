import { copyFileSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { profileAt } from './profile.ts';
import { addCourse } from './testing/add-course.ts';
import { makeNewer } from './testing/make-newer.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { rpcErrorOf } from './testing/rpc-error-of.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const refusal = { kind: 'read_only', details: { reason: 'newer_store', found: 9999 } };

const closedStore = async (): Promise<string> => {
  const { store, folder, close } = await openTestStore();
  await addCourse(store, 'Anatomy', 5);
  await close();
  return folder;
};

describe('a store that a newer version wrote', () => {
  it('is opened where that version lets this one read, and every write is refused', async () => {
    const folder = await closedStore();
    makeNewer(folder, { minWriter: 9999 });
    const before = readFileSync(profileAt(folder).store);
    const { store, migrated, close } = await openTestStore({ folder });
    expect(migrated).toEqual([]);
    expect(store.refusal).toMatchObject(refusal);
    expect(store.connection.prepare('SELECT count(*) FROM cards').pluck().get()).toBe(5);
    expect(await rpcErrorOf(addCourse(store, 'Botany', 1))).toMatchObject(refusal);
    expect(await rpcErrorOf(store.writeElsewhere(() => Promise.reject(new Error('wrote'))))).toMatchObject(
      refusal,
    );
    expect(await rpcErrorOf(store.stepHistory('undo'))).toMatchObject(refusal);
    // What forgot to ask the store is refused by the connection itself.
    expect(() => store.connection.exec('DELETE FROM cards')).toThrow('readonly');
    await store.settle();
    await close();
    expect(readFileSync(profileAt(folder).store).equals(before)).toBe(true);
  });

  it('is written where that version lets this one write', async () => {
    const folder = await closedStore();
    makeNewer(folder, { minWriter: 1 });
    const { store } = await openTestStore({ folder });
    expect(store.refusal).toBeUndefined();
    await addCourse(store, 'Botany', 1);
  });

  /** As a kill leaves it: the newest is in the log, and nobody has it open. */
  const killed = async (minReader: number): Promise<{ folder: string; log: string }> => {
    const written = await closedStore();
    makeNewer(written, { minReader, minWriter: 9999 });
    const { store } = profileAt(written);
    const db = new Database(store);
    db.pragma('journal_mode = WAL');
    db.exec(`UPDATE courses SET title = 'Physiology'`);
    const folder = temporaryFolder();
    const log = `${profileAt(folder).store}-wal`;
    copyFileSync(store, profileAt(folder).store);
    copyFileSync(`${store}-wal`, log);
    db.close();
    return { folder, log };
  };

  it('shows what is in its log, and leaves that where it is', async () => {
    const { folder, log } = await killed(1);
    const before = readFileSync(log);
    expect(before.length).toBeGreaterThan(0);
    const { store, close } = await openTestStore({ folder });
    expect(store.connection.prepare('SELECT title FROM courses').pluck().all()).toEqual(['Physiology']);
    await close();
    expect(readFileSync(log).equals(before)).toBe(true);
  });

  it('is refused untouched, with its log, where that version lets nobody older read', async () => {
    const { folder, log } = await killed(9999);
    const before = [profileAt(folder).store, log].map((file) => readFileSync(file));
    expect((await rpcErrorOf(openTestStore({ folder }))).kind).toBe('newer_store');
    const after = [profileAt(folder).store, log].map((file) => readFileSync(file));
    expect(after.map((bytes, index) => before[index]?.equals(bytes))).toEqual([true, true]);
  });
});
