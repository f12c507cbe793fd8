import { rmSync } from 'node:fs';
import type { Store } from '#core/store/store.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { uidSource } from '#core/store/uid.ts';
import { startService } from '#electron/service/start-service.ts';
import { SyncClient } from '#sync/client/exchange/sync-client.ts';
import { SyncSchedule } from '#sync/client/exchange/sync-schedule.ts';
import { switchOn } from '#sync/client/store/switch-on.ts';
import type { SyncStore } from '#sync/client/store/sync-store.ts';
import { testKeys, TestServer } from '#sync/client/store/testing/laptops.ts';
import { latency, rounded, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, historyEnd, openService, sitDown, temporaryFolder, zone } from './profile.ts';

const answers = 400;
const answersOfDay = 300;
const secondsAnAnswer = 8;

const begin = (store: Store): Promise<SyncStore> => switchOn(store, testKeys());

/** The same answers with and without sync, in turn, in one process. */
const answerCost = async (folders: readonly [string, string], rounds: number): Promise<BenchRow[]> => {
  const [off, on] = [await openService(folders[0]), await openService(folders[1])];
  const began = performance.now();
  await begin(on.store);
  const switchMs = performance.now() - began;
  const [answerOff, answerOn] = [await sitDown(off), await sitDown(on)];
  const [without, withSync]: [number[], number[]] = [[], []];
  await answerOff(50);
  await answerOn(50);
  for (let round = 0; round < rounds; round += 20) {
    without.push(...(await answerOff(20)));
    withSync.push(...(await answerOn(20)));
  }
  await off.close();
  await on.close();
  return [
    { what: 'switched on: everything counted', ms: rounded(switchMs), bar: '' },
    { what: 'study.answer without sync', ...latency(without), bar: '' },
    { what: 'study.answer with op log and digests', ...latency(withSync), bar: 'p99 < 5 ms' },
  ];
};

/** A first snapshot of a large store, and a new device that takes it over. */
const snapshots = async (folder: string): Promise<BenchRow[]> => {
  const service = await openService(folder, historyEnd, false);
  const server = new TestServer(() => historyEnd);
  const sync = await begin(service.store);
  const client = (store: Store, of: SyncStore): SyncClient =>
    new SyncClient({
      store,
      sync: of,
      transport: server.transport,
      keys: testKeys(),
      elapsed: () => performance.now(),
    });
  let began = performance.now();
  await client(service.store, sync).settle();
  const madeMs = performance.now() - began;
  const bytes = server.memory.state?.length ?? 0;
  await service.close();

  const empty = temporaryFolder();
  const other = await openService(empty.folder, historyEnd, false);
  const theirs = await begin(other.store);
  began = performance.now();
  await client(other.store, theirs).settle();
  await other.server.call('study.today', {}, { caller: 'test' });
  const usableMs = performance.now() - began;
  await other.store.settle();
  const completeMs = performance.now() - began;
  const { n } = other.store.connection.prepare('SELECT count(*) AS n FROM reviews').get() as { n: number };
  await other.close();
  empty.remove();
  return [
    {
      what: 'snapshot made and sent',
      ms: rounded(madeMs),
      MB: rounded(bytes / 2 ** 20),
      bar: '< 30 s, < 40 MB',
    },
    { what: 'new device: today answers', ms: rounded(usableMs), bar: '< 20 s' },
    { what: 'new device: complete', ms: rounded(completeMs), reviews: n, bar: '< 60 s' },
  ];
};

/** One person, one day, at the schedule. */
const studyDay = async (folder: string): Promise<BenchRow[]> => {
  const clock = testClock(historyEnd, zone);
  const log = { slow: () => {}, unexpected: (error: unknown) => (console.error(error), 'bench') };
  const service = await startService({ folder, clock, ids: uidSource(clock), log, watches: false });
  const { store } = service;
  const server = new TestServer(() => clock.now());
  const sync = await begin(store);
  const client = new SyncClient({
    store,
    sync,
    transport: server.transport,
    keys: testKeys(),
    elapsed: () => 0,
  });
  await client.settle();
  let requests = 0;
  const schedule = new SyncSchedule({ now: () => clock.now(), random: () => 0.5 });
  const ask = async (): Promise<void> => {
    await client.settle();
    requests += 1;
    schedule.synced(false);
  };
  const answer = await sitDown(service);
  for (let index = 0; index < answersOfDay; index += 1) {
    await answer(1);
    const { length, acked } = sync.disk.record;
    schedule.wrote(length - acked, true);
    clock.advance(secondsAnAnswer * 1000);
    if (schedule.dueAt <= clock.now()) await ask();
  }
  schedule.paused();
  await ask();
  const segments = server.memory.history;
  const bytes = segments.reduce((sum, { body }) => sum + body.length, 0);
  const ops = segments.reduce((sum, { n }) => sum + n, 0);
  await service.close();
  return [
    {
      what: `a study day of ${answersOfDay} answers, up`,
      KB: rounded(bytes / 1024),
      segments: segments.length,
      ops,
      rounds: requests,
      bar: '<= 25 KB',
    },
  ];
};

export const syncBench: Bench = async (options) => {
  const first = await benchProfile(options);
  const second = await benchProfile({ ...options, profile: options.profile ?? first.folder });
  try {
    const rows = await studyDay(second.folder);
    rmSync(second.folder, { recursive: true });
    const third = await benchProfile({ ...options, profile: options.profile ?? first.folder });
    rows.push(...(await answerCost([first.folder, third.folder], options.rounds || answers)));
    third.remove();
    const fourth = await benchProfile({ ...options, profile: options.profile ?? first.folder });
    rows.push(...(await snapshots(fourth.folder)));
    fourth.remove();
    return rows;
  } finally {
    first.remove();
    second.remove();
  }
};
