import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Jobs } from '../../jobs/jobs.ts';
import { blobPath } from '../blobs.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { BackupKeeper } from './backup-keeper.ts';
import { listBackups, planOf } from './backup-rows.ts';
import { performBackupTask } from './perform-task.ts';

const dayMs = 86_400_000;

const open = async (parts: { idleMs?: number } = {}) => {
  const opened = await openTestStore();
  const { store } = opened;
  const fail = (error: unknown): never => {
    throw error;
  };
  const jobs = new Jobs(store, (error) => fail(error));
  let sessionEnd: number | null = null;
  const keeper = new BackupKeeper({
    store,
    jobs,
    run: performBackupTask,
    dayOf: (at) => Math.floor(at / dayMs),
    lastSessionEnd: () => sessionEnd,
    onUnexpected: fail,
    times: { idleMs: parts.idleMs ?? 0, folderMs: 0 },
  });
  onTestFinished(() => keeper.stop());
  let n = 0;
  return {
    ...opened,
    jobs,
    keeper,
    /** Something a person does. */
    act: () => {
      n += 1;
      const row = { key: `key ${n}`, value: '1' };
      return store.write('test.act', (tx) => tx.insertRow('settings', row, ['key']));
    },
    endSession: () => {
      sessionEnd = store.clock.now();
    },
    backups: () =>
      store
        .all(listBackups, {})
        .map(({ reason, file }) => `${reason}${file.endsWith('.zst') ? ' packed' : ''}`),
  };
};

describe('backups by themselves', () => {
  it('are made when something was done since the last one, and not otherwise', async () => {
    const { keeper, act, backups, clock, store } = await open();
    await keeper.look();
    expect(backups()).toEqual([]);
    await act();
    await keeper.look();
    expect(backups()).toEqual(['automatic']);
    clock.advance(3 * dayMs);
    expect(keeper.isDue()).toBe(false);
    await store.stepHistory('undo');
    expect(keeper.isDue()).toBe(true);
    await store.stepHistory('redo');
    expect(keeper.isDue()).toBe(false);
  });

  it('are made once a day, and once more after a session', async () => {
    const { keeper, act, endSession, clock } = await open();
    await act();
    await keeper.look();
    clock.advance(60_000);
    await act();
    expect(keeper.isDue()).toBe(false);
    clock.advance(60_000);
    endSession();
    expect(keeper.isDue()).toBe(true);
    await keeper.look();
    await act();
    expect(keeper.isDue()).toBe(false);
    clock.advance(dayMs);
    expect(keeper.isDue()).toBe(true);
  });

  it('are not made when they are switched off, and not while a job runs', async () => {
    const { keeper, act, store, jobs, backups } = await open();
    await act();
    let finish = (): void => {};
    await jobs.start('test.long', () => new Promise((resolve) => (finish = () => resolve(null))));
    await keeper.look();
    expect(backups()).toEqual([]);
    finish();
    await store.write('test.off', (tx) => tx.updateRow('backup_plan', { id: 1 }, { automatic: 0 }));
    await keeper.look();
    expect(backups()).toEqual([]);
  });

  it('wait for an idle moment to be checked and packed', async () => {
    const busy = await open({ idleMs: 60_000 });
    await busy.act();
    await busy.keeper.look();
    await busy.keeper.look();
    expect(busy.backups()).toEqual(['automatic']);
    const idle = await open();
    await idle.act();
    await idle.keeper.look();
    await idle.keeper.look();
    expect(idle.backups()).toEqual(['automatic packed']);
  });
});

describe('the folder of choice', () => {
  const withFolder = async () => {
    const opened = await open();
    const { store, keeper, act } = opened;
    const folder = join(temporaryFolder(), 'stick');
    const bytes = Buffer.from('a picture');
    const sha256 = createHash('sha256').update(bytes).digest();
    const path = blobPath(store.profile, sha256);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    await store.write('test.blob', (tx) => {
      tx.insertRow('blobs', { sha256, size_bytes: bytes.length, mime: 'image/png' }, ['sha256']);
      tx.updateRow('backup_plan', { id: 1 }, { folder, folder_state: 'ok' });
    });
    await act();
    await keeper.look();
    const state = () => planOf(store).folder_state;
    const inside = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.endsWith('README.txt'))
        .map((name) => name.split(/[\\/]/).slice(1).join('/'))
        .filter((name) => name !== '' && !/^blobs(\/..)?$/.test(name));
    return { ...opened, folder, bytes, sha256, state, inside };
  };

  it('gets the newest sound backup and the media, and nothing twice', async () => {
    const { keeper, folder, state, inside, sha256, store } = await withFolder();
    mkdirSync(folder);
    await keeper.look();
    const hex = sha256.toString('hex');
    const [row] = store.all(listBackups, {});
    expect(state()).toBe('ok');
    expect(new Set(inside())).toEqual(new Set([row?.file, `blobs/${hex.slice(0, 2)}/${hex}`]));
    const jobsBefore = store.connection.prepare('SELECT count(*) AS n FROM jobs').get();
    await keeper.look();
    expect(store.connection.prepare('SELECT count(*) AS n FROM jobs').get()).toEqual(jobsBefore);
    const [name = ''] = readdirSync(folder);
    const copied = readFileSync(join(folder, name, row?.file ?? ''));
    expect(copied.equals(readFileSync(join(store.profile.backups, row?.file ?? '')))).toBe(true);
  });

  it('that is away is said to be, its place is not filled, and it is tried again', async () => {
    const { keeper, folder, state, inside } = await withFolder();
    await keeper.look();
    expect(state()).toBe('away');
    expect(() => readdirSync(folder)).toThrow('ENOENT');
    mkdirSync(folder);
    await keeper.look();
    expect(state()).toBe('ok');
    expect(inside()).toHaveLength(2);
  });

  it('that cannot be written says so', async () => {
    const { keeper, folder, state } = await withFolder();
    writeFileSync(folder, 'a file stands here');
    await keeper.look();
    expect(['away', 'failed']).toContain(state());
    if (process.getuid?.() === 0) return;
    rmSync(folder);
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    await keeper.look();
    expect(state()).toBe('read_only');
  });

  it('loses what was thinned here, and keeps what is not ours', async () => {
    const { keeper, folder, clock, act, inside, store } = await withFolder();
    mkdirSync(folder);
    await keeper.look();
    const [name = ''] = readdirSync(folder);
    writeFileSync(join(folder, name, 'letter.txt'), 'of the owner');
    for (let day = 0; day < 9; day += 1) {
      clock.advance(dayMs);
      await act();
      await keeper.look();
      await keeper.look();
    }
    const kept = store.all(listBackups, {}).map(({ file }) => file);
    const mirrored = inside().filter((file) => file.endsWith('.zst'));
    expect(mirrored.length).toBeGreaterThan(6);
    expect(mirrored.every((file) => kept.includes(file))).toBe(true);
    expect(inside()).toContain('letter.txt');
  });
});
