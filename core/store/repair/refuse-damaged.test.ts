import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProfile, type Profile } from '../profile.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { testClock } from '../testing/test-clock.ts';
import { lookIntoStore } from './look.ts';
import { putInPlace } from './put-in-place.ts';
import { preparedFor } from './prepared-for.ts';
import { makeGround, type Ground } from './testing/damaged-stores.ts';

const frameBytes = 24 + 4096;

describe('a store that was not closed in order', () => {
  const home = mkdtempSync(join(tmpdir(), 'americano-log-'));
  let ground: Ground;
  beforeAll(async () => {
    ground = await makeGround(home, 60);
  }, 120_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const place = (log: string): { profile: Profile; folder: string } => {
    const folder = temporaryFolder();
    const profile = createProfile(folder);
    copyFileSync(ground.unfinished.file, profile.store);
    copyFileSync(log, `${profile.store}-wal`);
    return { profile, folder };
  };
  const look = (profile: Profile) =>
    lookIntoStore(profile, testClock(), () => {}, new AbortController().signal);
  const coursesOf = async (folder: string): Promise<unknown> => {
    const { store, close } = await openTestStore({ folder });
    const found = store.connection.prepare('SELECT count(*) FROM courses').pluck().get();
    await close();
    return found;
  };

  it('opens with everything that its log holds', async () => {
    expect(await coursesOf(place(ground.unfinished.log).folder)).toBe(6);
  });

  it('is refused where damage in its log would drop later transactions, which are recovered', async () => {
    const { profile, folder } = place(ground.unfinished.log);
    const log = readFileSync(`${profile.store}-wal`);
    // The last frames hold what was written last; those of the transaction before it are older versions of the same pages.
    const at = 32 + frameBytes + 24 + 1000;
    log.writeUInt8(log.readUInt8(at) ^ 1, at);
    writeFileSync(`${profile.store}-wal`, log);
    await expect(openTestStore({ folder })).rejects.toMatchObject({
      kind: 'damaged',
      details: { finding: 'log' },
    });
    expect(readFileSync(`${profile.store}-wal`).equals(log)).toBe(true);
    const found = await look(profile);
    expect(found.cause).toBe('log');
    const way = found.log === null || found.log.isWithoutLog ? 'salvage' : 'log';
    expect(found[way]).toMatchObject({ courses: 6 });
    putInPlace(profile, preparedFor(profile, way), 0);
    expect(await coursesOf(folder)).toBe(6);
  });

  it('is refused with the log of another store, and is as it was without it', async () => {
    const { profile, folder } = place(ground.foreignLog);
    const before = readFileSync(profile.store);
    await expect(openTestStore({ folder })).rejects.toMatchObject({ kind: 'damaged' });
    expect(readFileSync(profile.store).equals(before)).toBe(true);
    expect((await look(profile)).log).toMatchObject({ isWithoutLog: true, courses: 4 });
    putInPlace(profile, preparedFor(profile, 'log'), 0);
    expect(await coursesOf(folder)).toBe(4);
  });

  it('is refused where only its log is there', async () => {
    const { profile, folder } = place(ground.unfinished.log);
    rmSync(profile.store);
    await expect(openTestStore({ folder })).rejects.toMatchObject({ kind: 'damaged' });
    expect(readFileSync(`${profile.store}-wal`).length).toBeGreaterThan(0);
    expect(await look(profile)).toMatchObject({ cause: 'missing', log: null, salvage: null, backup: null });
  });
});
