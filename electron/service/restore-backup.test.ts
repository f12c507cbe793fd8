import { cpSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { schoolPackage } from '#core/exchange/anki/testing/school-package.ts';
import { uidSource } from '#core/store/uid.ts';
import { migrate } from '#core/store/migrate.ts';
import { migrations, schemaVersion } from '#core/store/migrations/index.ts';
import { applyWriterPragmas } from '#core/store/pragmas.ts';
import { profileAt } from '#core/store/profile.ts';
import { openTestStore } from '#core/store/testing/open-test-store.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { addCourse } from '#core/store/testing/add-course.ts';
import type { BackupPreview } from '#core/store/backups/contract.ts';
import { completeSwap, decideSwap } from '#core/store/backups/swap-store.ts';
import { openTestService, writtenPackage, type OpenService } from './testing/open-test-service.ts';
import { startService, type Service } from './start-service.ts';

const caller = { caller: 'test' } as const;

/** The service itself, not a copy of its parts: it opens again in place. */
const restartable = async (folder: string, now: number): Promise<Service> => {
  const clock = testClock(now);
  const log = {
    slow: () => {},
    unexpected: (error: unknown): string => {
      throw error;
    },
  };
  return startService({ folder, clock, ids: uidSource(clock), log });
};

const resultOf = async (service: Service, job: string): Promise<unknown> => {
  const end = await service.jobs.ended(job);
  if (end.state !== 'done')
    throw Object.assign(new Error(`${end.state} ${JSON.stringify(end.error)}`), { end });
  return end.result;
};

const filled = async (): Promise<OpenService> => {
  const open = await openTestService();
  await open.import(await writtenPackage(schoolPackage()));
  return open;
};

const answer = async (service: Service, answers: number): Promise<void> => {
  let { session, step } = await service.server.call('study.start', { scope: {} }, caller);
  for (let n = 0; n < answers; n += 1) {
    if (step.kind !== 'card') throw new Error('no card to answer');
    const request = Buffer.from(service.store.ids.uid()).toString('hex');
    const given = { request, session: session.uid, card: step.rendered.card, rating: 3, durationMs: 4000 };
    ({ step } = await service.server.call('study.answer', given, caller));
  }
};

const preview = async (
  service: Service,
  input: { backup: string } | { path: string },
): Promise<BackupPreview> => {
  const { job } = await service.server.call('backups.preview', input, caller);
  return (await resultOf(service, job)) as BackupPreview;
};

const newestBackup = async (service: Service): Promise<string> => {
  const { backups } = await service.server.call('backups.list', {}, caller);
  return backups[0]?.uid ?? '';
};

const reviewsOf = (service: Service): number =>
  (service.store.connection.prepare('SELECT count(*) AS n FROM live_reviews').get() as { n: number }).n;

/** Restores, and waits until the service has opened again on the other store, which knows how the job has ended. */
const restored = async (service: Service, prepared: string): Promise<{ job: string; safety: string }> => {
  const old = service.store;
  const { job } = await service.server.call('backups.restore', { prepared }, caller);
  return { job, ...(await reopened(service, old, job)) };
};

const reopened = async (service: Service, old: unknown, job: string): Promise<{ safety: string }> => {
  await expect
    .poll(() => service.store !== old && service.jobs.runningCount === 0, { timeout: 40_000 })
    .toBe(true);
  return (await resultOf(service, job)) as { safety: string };
};

describe('restoring', () => {
  it(
    'shows what differs, changes nothing before it is told to, and can be taken back by its safety backup',
    { timeout: 90_000 },
    async () => {
      const first = await filled();
      const { folder, clock } = first;
      await first.close();
      const service = await restartable(folder, clock.now() + 1000);
      try {
        const made = await service.server.call('backups.make', {}, caller);
        await resultOf(service, made.job);
        const before = reviewsOf(service);
        await answer(service, 3);
        await service.server.call('settings.change', { values: { 'study.newPerDay': 7 } }, caller);
        await service.server.call('backups.change', { folder: join(temporaryFolder(), 'away') }, caller);

        const found = await preview(service, { backup: await newestBackup(service) });
        expect(found).toMatchObject({
          isForeign: false,
          only: { notes: { here: 0, there: 0 }, reviews: { here: 3, there: 0 } },
          totals: { reviews: { here: before + 3, there: before } },
          settings: ['study.newPerDay'],
          missingMedia: 0,
          stillErased: null,
          schemaVersion,
        });
        expect(reviewsOf(service)).toBe(before + 3);

        const { job, safety } = await restored(service, found.prepared);
        expect(reviewsOf(service)).toBe(before);
        // Who watches the job hears its end from the new store, too.
        expect(service.jobs.find(job)).toMatchObject({ state: 'done', result: { safety } });
        const settings = await service.server.call('settings.read', {}, caller);
        expect(settings['study.newPerDay']).toBe(20);
        // The plan is about this machine and stays; so does the list.
        const status = await service.server.call('backups.status', {}, caller);
        expect(status.folder.path).toMatch(/away$/);
        const { backups } = await service.server.call('backups.list', {}, caller);
        expect(backups.map(({ reason }) => reason)).toEqual(['restore', 'manual']);

        const back = await preview(service, { backup: safety });
        expect(back.only.reviews).toEqual({ here: 0, there: 3 });
        await restored(service, back.prepared);
        expect(reviewsOf(service)).toBe(before + 3);
        expect((await service.server.call('settings.read', {}, caller))['study.newPerDay']).toBe(7);
        // And it goes on.
        await answer(service, 1);
        expect(reviewsOf(service)).toBe(before + 4);
      } finally {
        await service.close();
      }
    },
  );

  it(
    'an answer given while the store is being exchanged is in the safety backup or is refused, never lost',
    { timeout: 90_000 },
    async () => {
      const first = await filled();
      const { folder, clock } = first;
      await first.close();
      const service = await restartable(folder, clock.now() + 1000);
      try {
        await resultOf(service, (await service.server.call('backups.make', {}, caller)).job);
        const { session, step } = await service.server.call('study.start', { scope: {} }, caller);
        if (step.kind !== 'card') throw new Error('no card to answer');
        const found = await preview(service, { backup: await newestBackup(service) });
        const before = reviewsOf(service);
        const old = service.store;
        const { job } = await service.server.call('backups.restore', { prepared: found.prepared }, caller);
        const request = Buffer.from(service.store.ids.uid()).toString('hex');
        const given = {
          request,
          session: session.uid,
          card: step.rendered.card,
          rating: 3,
          durationMs: 4000,
        };
        const answered = await service.server.call('study.answer', given, caller).then(
          () => 'recorded',
          (error: unknown) => (error as { kind: string }).kind,
        );
        const { safety } = await reopened(service, old, job);
        const kept = await preview(service, { backup: safety });
        if (answered === 'recorded') expect(kept.only.reviews.there).toBe(1);
        else expect(answered).toBe('disconnected');
        expect(reviewsOf(service)).toBe(before);
      } finally {
        await service.close();
      }
    },
  );
});

describe('a file from elsewhere', () => {
  const stored = (fill: (db: Database.Database) => void, version = schemaVersion): string => {
    const file = join(temporaryFolder(), 'a file.sqlite');
    const db = new Database(file);
    const clock = testClock();
    applyWriterPragmas(db);
    migrate(db, clock, uidSource(clock), migrations.slice(0, version));
    fill(db);
    db.pragma('journal_mode = DELETE');
    db.close();
    return file;
  };
  const written = (content: Uint8Array | string): string => {
    const file = join(temporaryFolder(), 'x');
    writeFileSync(file, content);
    return file;
  };
  const sound = (): string => stored(() => {});
  const zstd = (bytes: Uint8Array): Buffer => {
    const { zstdCompressSync } = process.getBuiltinModule('node:zlib');
    return zstdCompressSync(bytes);
  };

  it.each([
    ['text', () => written('My shopping list'), 'damaged'],
    ['nothing', () => written(''), 'damaged'],
    [
      'another program’s database',
      () => {
        const file = join(temporaryFolder(), 'recipes.sqlite');
        const db = new Database(file);
        db.exec('CREATE TABLE recipes (name TEXT)');
        db.close();
        return file;
      },
      'damaged',
    ],
    ['a store that is cut off', () => written(readFileSync(sound()).subarray(0, 40_000)), 'damaged'],
    [
      'a packed file that is cut off',
      () => written(zstd(readFileSync(sound())).subarray(0, 2000)),
      'damaged',
    ],
    ['a packed text', () => written(zstd(Buffer.from('My shopping list'))), 'damaged'],
    [
      'a store with a trigger of its own',
      () => stored((db) => db.exec('CREATE TRIGGER t AFTER INSERT ON tags BEGIN DELETE FROM notes; END')),
      'damaged',
    ],
    [
      'a store with a view of its own',
      () =>
        stored((db) => {
          db.exec('DROP VIEW live_reviews');
          db.exec('CREATE VIEW live_reviews AS SELECT * FROM reviews WHERE rating > 1');
        }),
      'damaged',
    ],
    [
      'a store of a newer version',
      () => stored((db) => db.pragma(`user_version = ${schemaVersion + 1}`)),
      'newer_store',
    ],
  ])('%s is refused with a reason, and nothing is left of it', async (_what, make, kind) => {
    const open = await openTestService();
    const { job } = await open.call('backups.preview', { path: make() });
    expect((await open.service.jobs.ended(job)).error?.kind).toBe(kind);
    expect(readdirSync(profileAt(open.folder).staging)).toEqual([]);
  });

  it('may be of an older version, and of another profile: both are said', async () => {
    const open = await openTestService();
    for (const version of [2, 5]) {
      const file = stored(() => {}, version);
      const { job } = await open.call('backups.preview', { path: file });
      const end = await open.service.jobs.ended(job);
      expect(end.result).toMatchObject({ isForeign: true, schemaVersion: version, createdAt: null });
    }
  });

  it('of a page is never a path', async () => {
    const open = await openTestService();
    await expect(open.call('backups.preview', { path: sound() }, 'page')).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe('a prepared backup that a former service left', () => {
  it('goes where it was cut off, waited longer than a day, or was made for another version; else it waits on', async () => {
    const open = await openTestService();
    const { staging } = profileAt(open.folder);
    await open.close();
    const left = (digit: string, version?: number, ageMs = 0): void => {
      const path = join(staging, `${digit.repeat(32)}.prepared`);
      for (const ending of ['', '-wal']) writeFileSync(`${path}${ending}`, 'x');
      if (version === undefined) return;
      writeFileSync(`${path}-ready`, String(version));
      const at = new Date(Date.now() - ageMs);
      utimesSync(`${path}-ready`, at, at);
    };
    left('a');
    left('b', schemaVersion, 25 * 3_600_000);
    left('c', schemaVersion - 1);
    writeFileSync(join(staging, 'notes.prepared'), 'of the owner');
    const again = await openTestService({ folder: open.folder });
    expect(readdirSync(staging)).toEqual(['notes.prepared']);
    await again.close();
    left('d', schemaVersion);
    await openTestService({ folder: open.folder });
    expect(readdirSync(staging).toSorted()).toEqual([
      ...['', '-ready', '-wal'].map((ending) => `${'d'.repeat(32)}.prepared${ending}`),
      'notes.prepared',
    ]);
  });
});

describe('a crash while one store takes the place of another', () => {
  /** A profile whose old store has its newest rows in the log alone, and a decided new store. */
  const decided = async (): Promise<string> => {
    const old = await openTestStore();
    await addCourse(old.store, 'Old', 5);
    const crashed = join(temporaryFolder(), 'profile');
    // As a kill leaves it: the log is not in the file.
    cpSync(old.folder, crashed, { recursive: true, filter: (path) => !path.endsWith('lock.sqlite') });
    const fresh = await openTestStore();
    await addCourse(fresh.store, 'New', 2);
    await fresh.close();
    const prepared = join(crashed, 'staging', 'x.prepared');
    cpSync(profileAt(fresh.folder).store, prepared);
    expect(existsSync(`${profileAt(crashed).store}-wal`)).toBe(true);
    decideSwap(profileAt(crashed), prepared);
    return crashed;
  };
  const cardsOf = async (folder: string): Promise<number> => {
    const { store } = await openTestStore({ folder });
    expect(store.connection.pragma('integrity_check', { simple: true })).toBe('ok');
    return (store.connection.prepare('SELECT count(*) AS n FROM cards').get() as { n: number }).n;
  };

  it.each(['decided', '-wal', '-shm', '-journal', 'renamed'])(
    'after "%s": the next start has the new one, whole',
    async (at) => {
      const folder = await decided();
      expect(() =>
        completeSwap(profileAt(folder), (step) => {
          if (step === at) throw new Error('killed');
        }),
      ).toThrow('killed');
      expect(await cardsOf(folder)).toBe(2);
    },
  );

  it('before the decision: the next start has the old one, with its log', async () => {
    const old = await openTestStore();
    await addCourse(old.store, 'Old', 5);
    const crashed = join(temporaryFolder(), 'profile');
    cpSync(old.folder, crashed, { recursive: true, filter: (path) => !path.endsWith('lock.sqlite') });
    writeFileSync(join(crashed, 'staging', 'x.prepared'), 'half');
    expect(await cardsOf(crashed)).toBe(5);
  });
});
