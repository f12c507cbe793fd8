/*
 * The program whose writes are journaled: it makes a profile, studies, imports, closes and opens again, and writes an
 * acknowledgement to the marks file right after each answer and each import that the service has confirmed.
 */
import { openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { testClock } from '#core/store/testing/test-clock.ts';
import { SeededStudent } from './seeded-student.ts';
import { importPackage, startTestService, type TestService } from './test-service.ts';

export type PowerDriverTask = {
  folder: string;
  marks: string;
  /** Answers in each of the three openings of the profile. */
  answers: number;
  /** A package with media, imported in the second opening. */
  packageFile: string;
  /** Sets `PRAGMA synchronous` where the service would have kept its own. */
  synchronous?: 'NORMAL';
  seed: number;
};

/** Imports go by the kind of their batch. */
export type PowerMark = { answer: string } | { imported: 'sample' | 'anki' };

/** Longer than the store waits for a quiet moment to move its log into the file. */
const quietMs = 300;
const answersBetweenQuiet = 25;

// Checked border: the test wrote this argument.
const task = JSON.parse(process.argv[2] ?? '') as PowerDriverTask;
const marks = openSync(task.marks, 'a');
const clock = testClock();

const acknowledge = (mark: PowerMark): void => {
  writeSync(marks, JSON.stringify(mark));
};

const study = async (service: TestService, seed: number): Promise<void> => {
  const student = new SeededStudent(service, seed);
  for (let given = 0; given < task.answers; given += 1) {
    if (given % answersBetweenQuiet === answersBetweenQuiet - 1) await setTimeout(quietMs);
    const answer = await student.nextAnswer();
    if (await student.give(answer)) acknowledge({ answer: answer.request });
  }
};

for (const opening of [0, 1, 2]) {
  const service = await startTestService(task.folder, clock);
  if (task.synchronous !== undefined) service.store.connection.pragma(`synchronous = ${task.synchronous}`);
  if (opening === 0) {
    await service.server.call('exchange.openSample', {}, { caller: 'test' });
    acknowledge({ imported: 'sample' });
  }
  if (opening === 1) {
    await importPackage(service, task.packageFile);
    acknowledge({ imported: 'anki' });
  }
  await study(service, task.seed + opening);
  await service.close();
  clock.advance(1);
}
