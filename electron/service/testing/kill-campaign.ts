import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { writeBigPackage } from '#core/exchange/anki/testing/write-big-package.ts';
import { testClock, testStart } from '#core/store/testing/test-clock.ts';
import type { KillPhase } from './kill-child.ts';
import {
  answerProblems,
  derivedProblems,
  importAgain,
  importedRows,
  jobProblems,
  leftovers,
  sendAgain,
  storeDefects,
} from './kill-checks.ts';
import { expectedAfter, killAfter } from './kill-round.ts';
import { copyProfile, importPackage, startTestService } from './test-service.ts';

/** In turn; the merge twice, for it has the most to leave half-done. */
const phases: readonly KillPhase[] = ['answering', 'merge', 'stage', 'merge', 'settle'];
/** The part of its phase in which a kill comes. */
const parts: Record<KillPhase, readonly [from: number, to: number]> = {
  answering: [0.1, 1.1],
  stage: [0.1, 1.1],
  merge: [0, 1.1],
  // Beyond its end, so that some find the import taken back.
  settle: [0, 2],
};
const hourMs = 3_600_000;

export type Ground = {
  folder: string;
  /** A closed profile with the sample course. */
  base: string;
  packageFile: string;
  /** Imported rows without and with the whole import. */
  rowsBefore: Record<string, number>;
  rowsAfter: Record<string, number>;
  /** How long each phase takes here. */
  tookMs: Record<KillPhase, number>;
};

/** Makes the profile and the package of a campaign, and learns from one undisturbed import what "all of it" is. */
export const prepareGround = async (
  folder: string,
  size: { notes: number; reviews: number },
): Promise<Ground> => {
  const base = join(folder, 'base');
  const packageFile = join(folder, 'generated.apkg');
  await writeBigPackage(packageFile, { ...size, seed: 7, version: 3 });
  const first = await startTestService(base);
  await first.server.call('exchange.openSample', {}, { caller: 'test' });
  const rowsBefore = importedRows(first);
  await first.close();

  const whole = await startTestService(copyProfile(base, join(folder, 'whole')));
  await importPackage(whole, packageFile);
  const rowsAfter = importedRows(whole);
  await whole.close();

  const task = {
    folder: copyProfile(base, join(folder, 'timed')),
    packageFile,
    seed: 0,
    now: testStart + hourMs,
  };
  const { began } = await killAfter(task, 'settled', 0);
  const at = (phase: KillPhase | 'settled'): number => began.get(phase) ?? 0;
  const tookMs = {
    answering: at('stage') - at('answering'),
    stage: at('merge') - at('stage'),
    merge: at('settle') - at('merge'),
    settle: at('settled') - at('settle'),
  };
  return { folder, base, packageFile, rowsBefore, rowsAfter, tookMs };
};

export type RoundResult = {
  /** Where the kill came. */
  phase: KillPhase | 'settled';
  imported: boolean;
  /** Jobs the kill ended. */
  interrupted: number;
  answers: number;
  /** Whether the import had been taken back before the kill. */
  tookBack: boolean;
};

/** One kill: in a seeded moment of a phase, then everything that must be true when the profile is opened again. */
const killRound = async (
  ground: Ground,
  seed: number,
  options: { importAgain: boolean },
): Promise<RoundResult> => {
  const random = seededRandom(seed);
  const phase = phases[seed % phases.length] ?? 'answering';
  const folder = copyProfile(ground.base, join(ground.folder, `round-${seed}`));
  const task = { folder, packageFile: ground.packageFile, seed, now: testStart + hourMs };
  const [from, to] = parts[phase];
  const { lines } = await killAfter(task, phase, (from + random.unit() * (to - from)) * ground.tookMs[phase]);
  const expected = expectedAfter(lines);

  const service = await startTestService(folder, testClock(Math.max(task.now, expected.now) + hourMs));
  expect(leftovers(folder)).toEqual([]);
  expect(answerProblems(service, expected)).toEqual([]);
  expect(await jobProblems(service, expected)).toEqual([]);
  const { jobs } = await service.server.call('jobs.list', {}, { caller: 'test' });
  const found = importedRows(service);
  const imported = found['batches'] === ground.rowsAfter['batches'];
  expect(found).toEqual(imported ? ground.rowsAfter : ground.rowsBefore);

  if (expected.lastGiven !== undefined)
    expect(['known', 'gone']).toContain(await sendAgain(service, expected.lastGiven));
  if (expected.answering !== undefined) await sendAgain(service, expected.answering);
  expect(answerProblems(service, expected)).toEqual([]);

  expect(await derivedProblems(service), `round ${seed}`).toEqual([]);
  if (!imported && options.importAgain) {
    await importAgain(service, ground.packageFile);
    expect(importedRows(service)).toEqual(ground.rowsAfter);
  }
  await service.close();
  expect(storeDefects(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  return {
    phase: expected.phase ?? 'answering',
    imported,
    interrupted: jobs.filter((job) => job.state === 'interrupted').length,
    answers: expected.answers.size,
    tookBack: lines.some((line) => 'stepped' in line && line.command === 'exchange.merge'),
  };
};

/** Rounds with the seeds from 1 on, two at a time: one waits for its child while the other checks. */
export const killCampaign = async (ground: Ground, rounds: number): Promise<RoundResult[]> => {
  const results: RoundResult[] = [];
  let next = 1;
  const lane = async (): Promise<void> => {
    while (next <= rounds) {
      const seed = next;
      next += 1;
      results.push(await killRound(ground, seed, { importAgain: seed % 4 === 0 }));
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
};
