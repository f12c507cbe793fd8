import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { addCourse } from '../testing/add-course.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { rpcErrorOf } from '../testing/rpc-error-of.ts';
import { profileAt } from '../profile.ts';
import { uidToHex } from '../uid.ts';
import { listBackups } from './backup-rows.ts';
import { contentMark } from './content-mark.ts';
import { makeBackup } from './make-backup.ts';
import { performBackupTask } from './perform-task.ts';
import { settleList } from './settle-list.ts';
import { choresOf, doChore, thinBackups } from './tidy-backups.ts';

const never = new AbortController().signal;
const quiet = (): void => {};
const filesIn = (folder: string): string[] => readdirSync(profileAt(folder).backups).toSorted();
const dayOf = (at: number): number => Math.floor(at / 86_400_000);

const partsOf = (store: Store) => ({ store, run: performBackupTask, dayOf });
const make = (store: Store, onProgress = quiet, signal = never) =>
  makeBackup(partsOf(store), 'manual', onProgress, signal);

/** More pages than one step of a backup copies. */
const addManyPages = async (store: Store): Promise<void> => {
  const insert = store.connection.prepare('INSERT INTO settings VALUES (?, ?, 1, 1)');
  await store.write('test.fill', () => {
    for (let n = 0; n < 2600; n += 1) insert.run(`key ${n}`, JSON.stringify('x'.repeat(8000)));
  });
};

const cardsIn = (path: string): number => {
  const copy = new Database(path, { readonly: true });
  try {
    return (copy.prepare('SELECT count(*) AS n FROM cards').get() as { n: number }).n;
  } finally {
    copy.close();
  }
};

const doChores = async (store: Store): Promise<string[]> => {
  const done: string[] = [];
  const damaged = new Set<string>();
  for (;;) {
    const [chore] = choresOf(store, damaged);
    if (chore === undefined) return done;
    await doChore(partsOf(store), chore, damaged, quiet, never);
    done.push(chore.kind);
  }
};

describe('a backup', () => {
  it('is a sound copy of everything committed, one file, with a row of its own', async () => {
    const { store, folder, clock } = await openTestStore();
    await addCourse(store, 'Anatomy', 20);
    const made = await make(store);
    expect(filesIn(folder)).toEqual([made.file]);
    const path = join(profileAt(folder).backups, made.file);
    expect(statSync(path).size).toBe(made.sizeBytes);
    expect(cardsIn(path)).toBe(20);
    const [row] = store.all(listBackups, {});
    expect(row && { ...row, uid: uidToHex(row.uid) }).toEqual({
      uid: made.uid,
      file: made.file,
      reason: 'manual',
      size_bytes: made.sizeBytes,
      verified_at: clock.now(),
      created_at: clock.now(),
      schema_version: Number(store.connection.pragma('user_version', { simple: true })),
      content_mark: contentMark(store),
    });
  });

  it('lets others write meanwhile and holds one moment, not a mixture', async () => {
    const { store, folder } = await openTestStore();
    await addManyPages(store);
    const update = store.connection.prepare('UPDATE settings SET updated_at = ?');
    let steps = 0;
    const made = await make(store, () => {
      steps += 1;
      update.run(steps);
    });
    expect(steps).toBeGreaterThan(1);
    const copy = new Database(join(profileAt(folder).backups, made.file), { readonly: true });
    const moments = 'SELECT count(DISTINCT updated_at) AS n, count(*) AS all_rows FROM settings';
    expect(copy.prepare(moments).get()).toEqual({ n: 1, all_rows: 2600 });
    copy.close();
  });

  it('that is interrupted leaves no file and no row', async () => {
    const { store, folder } = await openTestStore();
    await addManyPages(store);
    const abort = new AbortController();
    await expect(make(store, () => abort.abort(new Error('stopped')), abort.signal)).rejects.toThrow(
      'stopped',
    );
    expect(filesIn(folder)).toEqual([]);
    expect(store.all(listBackups, {})).toEqual([]);
  });

  it('of a damaged store is not called sound', async () => {
    const { store, folder, close } = await openTestStore();
    await addManyPages(store);
    await close();
    const file = profileAt(folder).store;
    const bytes = readFileSync(file);
    // A page in the middle that is no page.
    bytes.fill(0xa5, 4096 * 600, 4096 * 601);
    writeFileSync(file, bytes);
    const damaged = await openTestStore({ folder });
    expect((await rpcErrorOf(make(damaged.store))).kind).toBe('damaged');
    expect(damaged.store.all(listBackups, {}).map((row) => row.verified_at)).toEqual([null]);
  });

  it('that a kill has left half-done is swept at the next start, and nothing of the owner’s', async () => {
    const { folder, store, close } = await openTestStore();
    const { file } = await make(store);
    await close();
    for (const ending of ['', '-wal', '-shm', '-journal'])
      writeFileSync(join(profileAt(folder).backups, `${file}.partial${ending}`), 'half');
    const others = ['before-v2-to-next-2026-03-02T09-00-00-000Z.sqlite.partial', `${file}.zst.partial`];
    for (const name of others) writeFileSync(join(profileAt(folder).backups, name), 'half');
    writeFileSync(join(profileAt(folder).backups, 'my own.partial'), 'of the owner');
    const { staging } = profileAt(folder);
    const unpacked = [
      `${file}.zst.checking`,
      'rollback.prepared-wal',
      'repair-backup.sqlite',
      'other.sqlite',
    ];
    for (const name of unpacked) writeFileSync(join(staging, name), 'half');
    await openTestStore({ folder });
    expect(readdirSync(staging)).toEqual(['other.sqlite']);
    expect(filesIn(folder)).toEqual([file, 'my own.partial'].toSorted());
  });
});

describe('in idle moments', () => {
  it('a backup is checked, packed to less, and read back to the same bytes', async () => {
    const { store, folder } = await openTestStore();
    await addManyPages(store);
    await makeBackup(partsOf(store), 'automatic', quiet, never);
    const [before] = store.all(listBackups, {});
    const path = join(profileAt(folder).backups, before?.file ?? '');
    expect(before?.verified_at).toBeNull();
    expect(await doChores(store)).toEqual(['verify', 'pack']);
    const [after] = store.all(listBackups, {});
    expect(filesIn(folder)).toEqual([`${before?.file}.zst`]);
    expect(after).toMatchObject({ uid: before?.uid, file: `${before?.file}.zst` });
    expect(after?.verified_at).not.toBeNull();
    expect(after?.size_bytes).toBe(statSync(`${path}.zst`).size);
    expect(after?.size_bytes).toBeLessThan((before?.size_bytes ?? 0) / 3);
    await performBackupTask(
      { kind: 'verify', file: `${path}.zst`, scratch: profileAt(folder).staging },
      quiet,
      never,
    );
  });

  it('one that is damaged is left as it lies, named no more, and never called sound', async () => {
    const { store, folder } = await openTestStore();
    await addManyPages(store);
    const { file } = await makeBackup(partsOf(store), 'automatic', quiet, never);
    const path = join(profileAt(folder).backups, file);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096 * 600, 4096 * 601);
    writeFileSync(path, bytes);
    expect(await doChores(store)).toEqual(['verify']);
    expect(store.all(listBackups, {}).map((row) => row.verified_at)).toEqual([null]);
    expect(filesIn(folder)).toEqual([file]);
  });
});

describe('the list of backups', () => {
  it('follows the files: what is gone leaves it, what lies there enters it, what was packed is one', async () => {
    const { store, folder, clock } = await openTestStore();
    const gone = await make(store);
    clock.advance(1000);
    const packed = await make(store);
    const at = (name: string) => join(profileAt(folder).backups, name);
    const bytes = readFileSync(at(packed.file));
    rmSync(at(gone.file));
    writeFileSync(at(`${packed.file}.zst`), 'packed');
    writeFileSync(at('before-v5-to-next-2026-01-02T03-04-05-006Z.sqlite'), bytes);
    writeFileSync(at('notes.sqlite'), 'of the owner');
    await settleList(store);
    expect(
      store.all(listBackups, {}).map(({ file, reason, created_at }) => ({ file, reason, created_at })),
    ).toEqual([
      { file: `${packed.file}.zst`, reason: 'manual', created_at: clock.now() },
      {
        file: 'before-v5-to-next-2026-01-02T03-04-05-006Z.sqlite',
        reason: 'migration',
        created_at: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
      },
    ]);
    expect(filesIn(folder)).not.toContain(packed.file);
    expect(filesIn(folder)).toContain('notes.sqlite');
  });

  it('is thinned together with the files', async () => {
    const { store, folder, clock } = await openTestStore();
    for (let day = 0; day < 12; day += 1) {
      await makeBackup(partsOf(store), 'automatic', quiet, never);
      clock.advance(86_400_000);
    }
    expect(await thinBackups(partsOf(store))).toMatchObject({ crowdedOut: 0 });
    const listed = store.all(listBackups, {}).map(({ file }) => file);
    expect(filesIn(folder)).toEqual(listed.toSorted());
    expect(listed.length).toBeGreaterThanOrEqual(7);
    expect(listed.length).toBeLessThan(12);
  });
});
