import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBigPackage } from '#core/exchange/anki/testing/write-big-package.ts';
import { importPreview } from '#core/exchange/contract.ts';
import type { JsonValue } from '#core/rpc/errors.ts';
import { shiftedClock } from '#core/store/clock.ts';
import { uidSource, uidToHex } from '#core/store/uid.ts';
import { startService, type Service } from '#electron/service/start-service.ts';
import type { BenchOptions } from './bench.ts';

export const zone = 'Europe/Berlin';
/** The generated histories end here: the days after are when their owner opens the program again. */
export const historyEnd = Date.UTC(2025, 11, 31, 18);

/** @param watches false: the twin does nothing by itself */
export const openService = (
  folder: string,
  now: number | undefined = historyEnd,
  watches = true,
): Promise<Service> => {
  const clock = shiftedClock(now, zone);
  const log = { slow: () => {}, unexpected: (error: unknown) => (console.error(error), 'bench') };
  return startService({ folder, clock, ids: uidSource(clock), log, watches });
};

/** Waits for a job and returns its result; anything but "done" is an error of the bench. */
export const jobResult = async (service: Service, job: string): Promise<JsonValue> => {
  const ended = await service.jobs.ended(job);
  if (ended.state !== 'done') throw new Error(`${ended.kind} ${ended.state}: ${JSON.stringify(ended.error)}`);
  return ended.result;
};

/** Stages and merges a package and waits until every derived row is there. */
export const importPackage = async (service: Service, path: string): Promise<void> => {
  const session = { caller: 'test' as const };
  const { job } = await service.server.call('exchange.stage', { path }, session);
  const staged = await jobResult(service, job);
  const { staging } = importPreview.parse(staged);
  const merged = await service.server.call('exchange.merge', { staging }, session);
  await jobResult(service, merged.job);
  await service.store.settle();
};

export const temporaryFolder = (): { folder: string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-bench-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

export const makeProfile = async (folder: string, options: BenchOptions): Promise<void> => {
  const { folder: packages, remove } = temporaryFolder();
  try {
    const path = join(packages, 'generated.apkg');
    await writeBigPackage(path, {
      notes: options.notes,
      reviews: options.reviews,
      seed: options.seed,
      version: 3,
    });
    const service = await openService(folder);
    await importPackage(service, path);
    await service.close();
  } finally {
    remove();
  }
};

/** A profile of its own for the run: a copy of the given one, or a freshly generated one. */
export const benchProfile = async (options: BenchOptions): Promise<{ folder: string; remove(): void }> => {
  const temporary = temporaryFolder();
  if (options.profile === undefined) await makeProfile(temporary.folder, options);
  else if (existsSync(join(options.profile, 'americano.sqlite'))) {
    cpSync(options.profile, temporary.folder, {
      recursive: true,
      filter: (path) => !path.endsWith('lock.sqlite'),
    });
  } else
    throw new Error(
      `there is no profile in ${options.profile}; make one with: npm run bench -- store --out DIR`,
    );
  return temporary;
};

/** Begins a session in which nothing runs out, and answers in it; each answer gives its milliseconds. */
export const sitDown = async ({ server, store }: Service): Promise<(rounds: number) => Promise<number[]>> => {
  const caller = { caller: 'test' as const };
  const values = { 'study.newPerDay': 9999, 'study.reviewsPerDay': 9999 };
  await server.call('settings.change', { values }, caller);
  const { session, step: first } = await server.call('study.start', { scope: {} }, caller);
  let step = first;
  return async (rounds) => {
    const samples: number[] = [];
    for (let index = 0; index < rounds && step.kind === 'card'; index += 1) {
      const input = {
        request: uidToHex(store.ids.uid()),
        session: session.uid,
        card: step.rendered.card,
        rating: 1 + (index % 4),
        durationMs: 4000,
      };
      const start = performance.now();
      ({ step } = await server.call('study.answer', input, caller));
      samples.push(performance.now() - start);
    }
    return samples;
  };
};
