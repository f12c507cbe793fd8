import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppContract } from '#core/contract.ts';
import { createClient, type Client } from '#core/rpc/client.ts';
import { inProcessPair } from '#core/rpc/in-process.ts';
import { profileAt } from '#core/store/profile.ts';
import type { RepairState, RepairWay } from '#core/store/repair/contract.ts';
import { addCourse } from '#core/store/testing/add-course.ts';
import { appendReview } from '#core/store/testing/add-log-rows.ts';
import { rebuild } from '#core/store/rebuild.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { uidSource } from '#core/store/uid.ts';
import { fileLog } from './log.ts';
import { serveProfile, type Served } from './serve-profile.ts';
import { openAndVerify } from './testing/open-and-verify.ts';
import { copyProfile, resultOf, startTestService } from './testing/test-service.ts';

const pageSize = 4096;

const spoil = (file: string, page: number): void => {
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.alloc(pageSize, 0xa5), 0, pageSize, (page - 1) * pageSize);
  closeSync(fd);
};

/** A page's connection to whatever serves the profile at the moment. */
const connect = (served: Served): Client<AppContract> => {
  const pair = inProcessPair();
  served.server.connect(pair.server, { caller: 'page' });
  return createClient<AppContract>(pair.client);
};

/** The first state of a kind that a page hears. */
const stateAt = async <At extends RepairState['at']>(
  served: Served,
  ...kinds: At[]
): Promise<Extract<RepairState, { at: At }>> => {
  for (;;) {
    try {
      for await (const state of connect(served).stream('repair.watch', {})) {
        if ((kinds as string[]).includes(state.at)) return state as Extract<RepairState, { at: At }>;
      }
    } catch {
      // The service changes: the next connection finds the new one.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe('a profile whose store is damaged', () => {
  const root = mkdtempSync(join(tmpdir(), 'americano-repair-'));
  const sound = join(root, 'sound');
  let copies = 0;
  let reviewsPage = 0;
  let tagsPage = 0;

  beforeAll(async () => {
    const service = await startTestService(sound);
    const { store } = service;
    const added = await addCourse(store, 'Anatomy', 120);
    await store.write(
      'test.reviews',
      (tx) => {
        for (const card of added.cards)
          for (let n = 0; n < 5; n += 1)
            appendReview(tx, { card, at: tx.now - n * 86_400_000, uid: store.ids.uid() });
      },
      { noUndo: true },
    );
    await rebuild(store, () => {});
    const { job } = await service.server.call('backups.make', {}, { caller: 'test' });
    await resultOf(service, job);
    await addCourse(store, 'Since the backup', 7);
    await store.settle();
    const root = store.connection.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck();
    reviewsPage = Number(root.get('reviews'));
    tagsPage = Number(root.get('sqlite_autoindex_tags_2'));
    await service.close();
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const serve = async (harm: (store: string) => void): Promise<{ served: Served; folder: string }> => {
    copies += 1;
    const folder = copyProfile(sound, join(root, `damaged-${copies}`));
    harm(profileAt(folder).store);
    const clock = testClock();
    const served = await serveProfile({
      folder,
      clock,
      ids: uidSource(clock),
      log: fileLog(folder),
      watches: false,
    });
    return { served, folder };
  };

  const chosen = async (served: Served, way: RepairWay): Promise<Client<AppContract>> => {
    await connect(served).call('repair.choose', { way });
    await stateAt(served, 'sound');
    return connect(served);
  };

  it('says what can be saved, saves it, and goes on in the same place', async () => {
    const { served, folder } = await serve((store) => {
      spoil(store, 1);
      spoil(store, reviewsPage);
    });
    await expect(connect(served).call('study.today', {})).rejects.toMatchObject({ kind: 'damaged' });
    const { findings } = await stateAt(served, 'found');
    expect(findings).toMatchObject({ cause: 'not_a_store', log: null });
    expect(findings.salvage).toMatchObject({ courses: 2, notes: 127, cards: 127 });
    expect(findings.salvage?.reviews).toBeGreaterThan(560);
    expect(findings.backup).toMatchObject({
      courses: 1,
      cards: 120,
      reviews: 600,
      newer: { cards: 7, notes: 7, reviews: 0 },
    });

    const client = await chosen(served, 'salvage');
    const info = await client.call('store.info', {});
    expect(info).toMatchObject({ courses: 2, cards: 127, reviews: findings.salvage?.reviews });
    await served.close();
    expect(await openAndVerify(folder)).toEqual([]);
    // The damaged file is there as it was.
    const kept = readdirSync(folder).filter((name) => name.startsWith('americano.sqlite.damaged-'));
    expect(kept).toEqual(['americano.sqlite.damaged-2026-03-02T09-00-00-000Z']);
    // The ways that were not taken are gone: each is as large as the store.
    expect(readdirSync(profileAt(folder).staging)).toEqual([]);
  }, 60_000);

  it('goes back to the last backup that is sound', async () => {
    const { served } = await serve((store) => truncateSync(store, 5000));
    const { findings } = await stateAt(served, 'found');
    expect(findings).toMatchObject({ cause: 'cut_off', fileBytes: 5000, log: null });
    expect(findings.statedBytes).toBeGreaterThan(100_000);
    const client = await chosen(served, 'backup');
    expect(await client.call('store.info', {})).toMatchObject({ courses: 1, cards: 120, reviews: 600 });
    await served.close();
  }, 60_000);

  it('offers to look when a page cannot be read while the store is open', async () => {
    const { served } = await serve((store) => spoil(store, tagsPage));
    const page = connect(served);
    await stateAt(served, 'sound');
    await expect(page.call('notes.tags', { prefix: '', limit: 10 })).rejects.toMatchObject({
      kind: 'damaged',
    });
    await stateAt(served, 'suspect');
    await page.call('repair.look', {});
    const { findings } = await stateAt(served, 'found');
    expect(findings.cause).toBe('pages');
    await served.close();
  }, 60_000);

  it('is refused and left as it is where a newer version wrote it', async () => {
    const newer = (store: string): void => {
      const db = new Database(store);
      db.exec('UPDATE store_meta SET min_reader = 9999');
      db.pragma('user_version = 9999');
      db.close();
    };
    await expect(serve(newer)).rejects.toMatchObject({ kind: 'newer_store' });
  });
});
