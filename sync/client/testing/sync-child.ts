/*
 * A laptop in a process of its own, to be killed: somebody works at it without a pause while it syncs when it can. A line on
 * its input ends the work; from then on it only syncs, and says what it holds.
 */
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { isSyncOn } from '#core/store/is-sync-on.ts';
import { systemClock } from '#core/store/clock.ts';
import { sayLine } from '#electron/service/testing/say-line.ts';
import { startTestService } from '#electron/service/testing/test-service.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { SyncClient } from '../exchange/sync-client.ts';
import { switchOn } from '../store/switch-on.ts';
import type { SyncStore } from '../store/sync-store.ts';
import { applyHeld } from '../store/held-deletions.ts';
import { testKeys } from '../store/testing/laptops.ts';
import { RandomWork } from '../store/testing/random-work.ts';
import { loopbackTransport } from './loopback-server.ts';

export type SyncTask = { folder: string; address: string; device: string; seed: number; sample: boolean };
export type SyncLine =
  | { ready: true }
  | { digest: Record<string, string>; waiting: number; kept: boolean; incomplete: boolean };

// Checked border: the test wrote this argument.
const task = JSON.parse(process.argv[2] ?? '') as SyncTask;
const say = (line: SyncLine): void => sayLine(line);

const clock = testClock(systemClock.now());
const service = await startTestService(task.folder, clock);
const { store } = service;
if (task.sample) await service.server.call('exchange.openSample', {}, { caller: 'test' });
// After a kill the service has found sync on, and records.
const sync = isSyncOn(store.connection) ? (store.sink as SyncStore) : await switchOn(store, testKeys());
sync.keys = testKeys();
const transport = loopbackTransport(task.address, task.device);
const client = new SyncClient({ store, sync, transport, keys: sync.keys, elapsed: () => performance.now() });
const work = new RandomWork(service, task.seed);
const random = seededRandom(task.seed + 1);
const working = new AbortController();
process.stdin.on('data', () => working.abort());
say({ ready: true });

const trySync = async (): Promise<void> => {
  try {
    await client.settle();
  } catch (error) {
    // The network: a lost answer, a server that is away.
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
  }
};

while (!working.signal.aborted) {
  await work.step();
  if (random.unit() < 0.2) await trySync();
  await setTimeout(random.whole(1, 15));
}
for (;;) {
  await trySync();
  await store.write('test.applyHeld', (tx) => applyHeld(tx, sync), { noUndo: true });
  await store.settle();
  const { length, confirmed } = sync.disk.record;
  const counted = sync.digests.counted();
  const hex = Object.entries(counted).map(([table, sum]) => [table, Buffer.from(sum).toString('hex')]);
  say({
    digest: Object.fromEntries(hex) as Record<string, string>,
    waiting: length - confirmed,
    kept: JSON.stringify(sync.digests.kept()) === JSON.stringify(counted),
    incomplete: sync.kept.isIncomplete,
  });
  await setTimeout(500);
}
