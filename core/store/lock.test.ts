import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireLock } from './lock.ts';
import { openReader } from './open-store.ts';
import { profileAt } from './profile.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { rpcErrorOf } from './testing/rpc-error-of.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const lockModule = new URL('./lock.ts', import.meta.url).href;

describe('the lock of a profile', () => {
  it('lets one holder in at a time', async () => {
    const path = join(temporaryFolder(), 'lock.sqlite');
    const first = acquireLock(path);
    expect((await rpcErrorOf(() => acquireLock(path))).kind).toBe('locked');
    first.release();
    acquireLock(path).release();
  });

  it('keeps a second service out and lets readers in', async () => {
    const { folder, close } = await openTestStore();
    expect((await rpcErrorOf(openTestStore({ folder }))).kind).toBe('locked');
    const reader = openReader(profileAt(folder));
    expect(reader.connection.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 0 });
    reader.close();
    await close();
    await openTestStore({ folder });
  });

  it('that cannot be taken at all says why, as data', async () => {
    const { folder, close } = await openTestStore();
    await close();
    rmSync(profileAt(folder).lock);
    mkdirSync(profileAt(folder).lock);
    expect((await rpcErrorOf(openTestStore({ folder }))).kind).toBe('read_only');
  });

  it('is free again when an opening fails', async () => {
    const { folder, store, close } = await openTestStore();
    store.connection.prepare('UPDATE store_meta SET min_reader = 99').run();
    store.connection.pragma('user_version = 99');
    await close();
    expect((await rpcErrorOf(openTestStore({ folder }))).kind).toBe('newer_store');
    acquireLock(profileAt(folder).lock).release();
  });

  it('is freed by the system when its holder is killed', async () => {
    const path = join(temporaryFolder(), 'lock.sqlite');
    const script = `
      const { acquireLock } = await import(${JSON.stringify(lockModule)});
      // Held by name: a lock that nobody refers to ends with the next collection of garbage.
      globalThis.lock = acquireLock(${JSON.stringify(path)});
      console.log('held');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    expect((await rpcErrorOf(() => acquireLock(path))).kind).toBe('locked');
    child.kill('SIGKILL');
    await once(child, 'exit');
    acquireLock(path).release();
  });
});
