import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUp, listBackups } from './backup.ts';
import { profileAt } from './profile.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { rpcErrorOf } from './testing/rpc-error-of.ts';
import { addCourse } from './testing/add-course.ts';
import type { Store } from './store.ts';
import { uidToHex } from './uid.ts';

const filesIn = (folder: string): string[] => readdirSync(profileAt(folder).backups);

/** More pages than one step of a backup copies. */
const addManyPages = async (store: Store): Promise<void> => {
  const insert = store.connection.prepare('INSERT INTO settings VALUES (?, ?, 1, 1)');
  await store.write('test.fill', () => {
    for (let n = 0; n < 1300; n += 1) insert.run(`key ${n}`, JSON.stringify('x'.repeat(8000)));
  });
};

describe('a backup', () => {
  it('is a sound copy of everything committed, one file, with a row of its own', async () => {
    const { store, folder, clock } = await openTestStore();
    await addCourse(store, 'Anatomy', 20);
    const steps: [number, number][] = [];
    const made = await backUp(store, 'manual', (done, total) => steps.push([done, total]));

    expect(filesIn(folder)).toEqual([made.file]);
    const path = join(profileAt(folder).backups, made.file);
    expect(statSync(path).size).toBe(made.sizeBytes);
    const copy = new Database(path, { readonly: true });
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.prepare('SELECT count(*) AS n FROM cards').get()).toEqual({ n: 20 });
    copy.close();
    expect(filesIn(folder)).toEqual([made.file]);
    const [row] = store.all(listBackups, {});
    expect(row && { ...row, uid: uidToHex(row.uid) }).toEqual({
      uid: made.uid,
      file: made.file,
      reason: 'manual',
      size_bytes: made.sizeBytes,
      verified_at: clock.now(),
      created_at: clock.now(),
    });
    expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1]);
  });

  it('lets others write meanwhile and holds one moment, not a mixture', async () => {
    const { store, folder } = await openTestStore();
    await addManyPages(store);
    const update = store.connection.prepare('UPDATE settings SET updated_at = ?');
    let writes = 0;
    const made = await backUp(store, 'manual', () => {
      if (writes >= 5) return;
      writes += 1;
      update.run(writes);
    });
    expect(writes).toBeGreaterThan(0);
    const copy = new Database(join(profileAt(folder).backups, made.file), { readonly: true });
    expect(
      copy.prepare('SELECT count(DISTINCT updated_at) AS n, count(*) AS all_rows FROM settings').get(),
    ).toEqual({
      n: 1,
      all_rows: 1300,
    });
    copy.close();
  });

  it('can be restored: a profile with the copy in its place opens', async () => {
    const { store, folder } = await openTestStore();
    await addCourse(store, 'Anatomy', 3);
    const { file } = await backUp(store, 'manual', () => {});
    const restored = await openTestStore();
    await restored.close();
    copyFileSync(join(profileAt(folder).backups, file), profileAt(restored.folder).store);
    const again = await openTestStore({ folder: restored.folder });
    expect(again.store.connection.prepare('SELECT count(*) AS n FROM cards').get()).toEqual({ n: 3 });
    expect(again.store.connection.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('that is interrupted leaves no file and no row', async () => {
    const { store, folder } = await openTestStore();
    await addManyPages(store);
    const abort = new AbortController();
    const failing = backUp(store, 'manual', () => abort.abort(new Error('stopped')), abort.signal);
    await expect(failing).rejects.toThrow('stopped');
    expect(filesIn(folder)).toEqual([]);
    expect(store.all(listBackups, {})).toEqual([]);
    await backUp(store, 'manual', () => {});
    expect(filesIn(folder)).toHaveLength(1);
  });

  it('of a damaged store is refused and leaves no file', async () => {
    const { store, folder, close } = await openTestStore();
    await addManyPages(store);
    await close();
    const file = profileAt(folder).store;
    const bytes = readFileSync(file);
    // A page in the middle that is no page.
    bytes.fill(0xa5, 4096 * 600, 4096 * 601);
    writeFileSync(file, bytes);
    const damaged = await openTestStore({ folder });
    expect((await rpcErrorOf(backUp(damaged.store, 'manual', () => {}))).kind).toBe('damaged');
    expect(filesIn(folder)).toEqual([]);
  });

  it('that a kill has left half-done is swept at the next start', async () => {
    const { folder, store, close } = await openTestStore();
    const { file } = await backUp(store, 'manual', () => {});
    await close();
    for (const ending of ['', '-wal', '-shm', '-journal']) {
      writeFileSync(join(profileAt(folder).backups, `${file}.partial${ending}`), 'half');
    }
    writeFileSync(
      join(profileAt(folder).backups, 'before-v2-to-next-2026-03-02T09-00-00-000Z.sqlite.partial'),
      'half',
    );
    writeFileSync(join(profileAt(folder).backups, 'my own.partial'), 'of the owner');
    await openTestStore({ folder });
    expect(filesIn(folder).sort()).toEqual([file, 'my own.partial'].sort());
  });
});
