import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInWorker } from '#core/store/backups/run-in-worker.ts';
import type { BackupTask } from '#core/store/backups/task.ts';
import { uidToHex } from '#core/store/uid.ts';
import { serviceFiles } from '#electron/service/files.ts';
import type { Service } from '#electron/service/start-service.ts';
import { rounded, timed, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, jobResult, openService } from './profile.ts';

const caller = { caller: 'test' as const };
const never = new AbortController().signal;
/** A student who never thinks answers about so often. */
const betweenAnswersMs = 25;

type Answering = { stop(): Promise<number[]> };

type Started = Awaited<ReturnType<typeof startStudying>>;

const startStudying = (service: Service) => service.server.call('study.start', { scope: {} }, caller);

/** Answers card after card until it is told to stop, and gives how long each took. */
const keepAnswering = (service: Service, started: Started): Answering => {
  const stopping = new AbortController();
  const run = async (): Promise<number[]> => {
    const samples: number[] = [];
    let { step } = await startStudying(service);
    while (!stopping.signal.aborted && step.kind === 'card') {
      const answer = {
        request: uidToHex(service.store.ids.uid()),
        session: started.session.uid,
        card: step.rendered.card,
        rating: 3,
        durationMs: 4000,
      };
      const start = performance.now();
      ({ step } = await service.server.call('study.answer', answer, caller));
      samples.push(performance.now() - start);
      await sleep(betweenAnswersMs);
    }
    return samples;
  };
  const done = run();
  return {
    stop: () => {
      stopping.abort();
      return done;
    },
  };
};

const megabytes = (file: string): number => rounded(statSync(file).size / 1e6, 1);

/** A backup of a large store while its owner answers, and the way back to it. */
export const backupBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const service = await openService(folder);
  const run = runInWorker(serviceFiles().backups);
  const perform = (task: BackupTask) => () => run(task, () => {}, never);
  const row: BenchRow = {};
  const rows: BenchRow[] = [];
  const measure = async (what: string, bar: string, work: () => Promise<unknown>): Promise<void> => {
    const answering = keepAnswering(service, await startStudying(service));
    await sleep(500);
    const ms = await timed(work);
    const samples = await answering.stop();
    rows.push({
      what,
      seconds: rounded(ms / 1000),
      bar,
      answers: samples.length,
      longestAnswerMs: rounded(Math.max(...samples), 1),
    });
  };
  try {
    const values = { 'study.newPerDay': 9999, 'study.reviewsPerDay': 9999 };
    await service.server.call('settings.change', { values }, caller);
    const { profile } = service.store;
    const file = join(profile.backups, 'automatic-2026-01-01T00-00-00-000Z-000000.sqlite');
    await measure('nothing, for comparison', '', () => sleep(3000));
    await measure('copy', '< 3 s, answers < 50 ms', perform({ kind: 'copy', profile: folder, file }));
    row['megabytes'] = megabytes(file);
    await measure('verify, in idle time', '', perform({ kind: 'verify', file, scratch: profile.staging }));
    await measure('pack, in idle time', '', perform({ kind: 'pack', file }));
    row['packedMegabytes'] = megabytes(`${file}.zst`);
    const to = join(profile.staging, `${'0'.repeat(32)}.bench`);
    const restoreMs = await timed(async () => {
      const task = { kind: 'prepare', profile: folder, file: `${file}.zst`, to, now: 0 } as const;
      await run(task, () => {}, never);
    });
    rows.push({ what: 'unpack, check and compare', seconds: rounded(restoreMs / 1000), bar: '' });
    const { job } = await service.server.call('backups.preview', { path: `${file}.zst` }, caller);
    const { prepared } = (await jobResult(service, job)) as { prepared: string };
    const old = service.store;
    const swapMs = await timed(async () => {
      await service.server.call('backups.restore', { prepared }, caller);
      while (service.store === old) await sleep(5);
    });
    rows.push({
      what: 'keep what is now, swap, open again',
      seconds: rounded(swapMs / 1000),
      bar: `restore + verify < 15 s: ${rounded((restoreMs + swapMs) / 1000)} s`,
    });
    return [...rows, row];
  } finally {
    await service.close();
    remove();
  }
};
