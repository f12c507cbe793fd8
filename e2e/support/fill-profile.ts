import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { importPackage, zone } from '#bench/profile.ts';
import type { PackageDescription } from '#core/exchange/anki/testing/package-description.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { uidSource } from '#core/store/uid.ts';
import { startService, type Service } from '#electron/service/start-service.ts';
import { coursePackage } from './course-package.ts';
import type { Moment } from './host-process.ts';
import { studyPackage } from './study-package.ts';

// The service that fills a profile runs in this process, with workers in TypeScript: the defect of V8 that
// vitest.config.ts tells of would end the process now and then.
if (Number.parseInt(process.versions.v8, 10) >= 13)
  setFlagsFromString('--wasm-wrapper-tiering-budget=1000000000');

/** A Monday afternoon three weeks before an exam. */
export const moment: Moment = { now: Date.UTC(2026, 10, 23, 15, 34, 5), zone };
const yesterday = moment.now - 20 * 3_600_000;

/** A service whose clock stands still until it is moved. */
export const openService = async (folder: string, start: number) => {
  let at = start;
  const clock = { now: () => at, zone: () => zone };
  const log = { slow: () => {}, unexpected: (error: unknown) => (console.error(error), 'screens') };
  const service = await startService({ folder, clock, ids: uidSource(clock), log });
  const pass = (ms: number): void => {
    at += ms;
  };
  return { service, pass };
};

/** Waits for a job to end, and for what is derived from it. */
export const endOf = async (service: Service, started: Promise<{ job: string }>): Promise<void> => {
  const { job } = await started;
  await service.jobs.ended(job);
  await service.store.settle();
};

const session = { caller: 'test' as const };

const importDescription = async (service: Service, description: PackageDescription): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-package-'));
  try {
    const path = join(folder, 'package.apkg');
    await writePackage(path, 3, description);
    await importPackage(service, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Studies like somebody who knows most of it, until `answers` are given or nothing is left, and ends the session. */
const studyFor = async (
  service: Service,
  pass: (ms: number) => void,
  answers: number,
  rating?: number,
): Promise<void> => {
  const started = await service.server.call('study.start', { scope: {} }, session);
  let { step } = started;
  for (let index = 0; index < answers && step.kind === 'card'; index += 1) {
    const durationMs = 4_000 + (index % 7) * 1_500;
    pass(durationMs + 900);
    const answer = {
      request: `0190000000007000${(0x8000_0000_0000_0000n + BigInt(index)).toString(16)}`,
      session: started.session.uid,
      card: step.rendered.card,
      rating: rating ?? (index % 9 === 4 ? 1 : index % 5 === 3 ? 2 : 3),
      durationMs,
    };
    ({ step } = await service.server.call('study.answer', answer, session));
  }
  await service.server.call('study.finish', { session: started.session.uid }, session);
};

/** A learner of some weeks: a course with a history, the sample course, and a session of yesterday evening. */
export const fillProfile = async (folder: string): Promise<void> => {
  const { service, pass } = await openService(folder, yesterday);
  await importDescription(service, coursePackage(moment.now));
  await service.server.call('exchange.openSample', {}, session);
  await studyFor(service, pass, 58);
  const { job } = await service.server.call('backups.make', {}, session);
  await service.jobs.ended(job);
  await service.close();
};

/** A learner who has answered everything there is. */
export const finishProfile = async (folder: string): Promise<void> => {
  const { service, pass } = await openService(folder, moment.now - 3_600_000);
  await importDescription(service, studyPackage);
  await studyFor(service, pass, 50, 4);
  await service.close();
};
