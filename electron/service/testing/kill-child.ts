/*
 * The program that is killed: it studies without a pause, takes answers back and gives them again, and imports a package
 * meanwhile. Each line it writes says what it is about to do or what the service has confirmed; what was written
 * before the kill reaches the parent, because the pipe belongs to the system.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { importPreview } from '#core/exchange/contract.ts';
import { pendingDerivations } from '#core/store/derivations.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { sayLine } from './say-line.ts';
import { SeededStudent, type Answer } from './seeded-student.ts';
import { resultOf, startTestService } from './test-service.ts';

export type KillTask = { folder: string; packageFile: string; seed: number; now: number };
export type KillPhase = 'answering' | 'stage' | 'merge' | 'settle';
export type KillLine =
  | { phase: KillPhase | 'settled' }
  | { job: string }
  | { jobDone: string }
  | { giving: Answer }
  /** `entry` is the answer's place in the history of undo, `now` the time after it. */
  | { given: string; entry: number; now: number }
  | { stepping: 'undo' | 'redo' }
  | { stepped: 'undo' | 'redo'; command: string | null; entry: number };

const caller = { caller: 'test' } as const;
const answeringMs = 250;

// Checked border: the test wrote this argument.
const task = JSON.parse(process.argv[2] ?? '') as KillTask;
const random = seededRandom(task.seed);
const service = await startTestService(task.folder, testClock(task.now));
const { server, store } = service;
const student = new SeededStudent(service, task.seed);
const lastAnswer = store.connection
  .prepare(`SELECT max(id) FROM undo_log WHERE command = 'study.answer'`)
  .pluck();
const entryBefore = (await server.call('store.undoState', {}, caller)).undo?.id ?? 0;
let mayTakeBack = false;

const say = (line: KillLine): void => {
  sayLine(line);
};

const runJob = async (job: string): Promise<unknown> => {
  say({ job });
  const result = await resultOf(service, job);
  say({ jobDone: job });
  return result;
};

/** The transaction of a merge begins when its worker has started, and takes the smaller part of its job. */
const sayMergeBegins = async (job: string): Promise<void> => {
  for await (const view of service.jobs.watch(job, new AbortController().signal)) {
    if (view.step !== 'merge') continue;
    say({ phase: 'merge' });
    return;
  }
};

const importPackage = async (): Promise<void> => {
  say({ phase: 'answering' });
  await setTimeout(answeringMs);
  say({ phase: 'stage' });
  const stage = await server.call('exchange.stage', { path: task.packageFile }, caller);
  const { staging } = importPreview.parse(await runJob(stage.job));
  // Derived rows begin to follow as soon as the merge is committed, before its job has ended.
  const stop = store.feed.subscribe((changes) => {
    if (!changes.includes('batches')) return;
    stop();
    say({ phase: 'settle' });
    mayTakeBack = true;
  });
  const merge = await server.call('exchange.merge', { staging }, caller);
  void sayMergeBegins(merge.job);
  await runJob(merge.job);
  while (pendingDerivations(store) > 0) await setTimeout(5);
  say({ phase: 'settled' });
};

const give = async (): Promise<void> => {
  const answer = await student.nextAnswer();
  say({ giving: answer });
  if (await student.give(answer)) {
    say({ given: answer.request, entry: Number(lastAnswer.get()), now: service.clock.now() });
  }
};

/** What was done before this program stays done: without the sample course there may be nothing to study. */
const isOurs = async (): Promise<boolean> => {
  const { undo } = await server.call('store.undoState', {}, caller);
  return undo !== null && undo.id > entryBefore;
};

const step = async (direction: 'undo' | 'redo'): Promise<string | null> => {
  if (direction === 'undo' && !(await isOurs())) return null;
  say({ stepping: direction });
  const { entry } = await server.call(`store.${direction}`, {}, caller);
  say({ stepped: direction, command: entry?.command ?? null, entry: entry?.id ?? 0 });
  return entry?.command ?? null;
};

/** Takes everything back up to the import and the import itself; then perhaps all of it again. */
const undoImport = async (): Promise<void> => {
  for (let command: string | null = ''; command !== null && command !== 'exchange.merge';)
    command = await step('undo');
  if (random.unit() < 0.3) return;
  while ((await step('redo')) !== null);
};

const study = async (): Promise<never> => {
  for (;;) {
    // Requests of a page come in between, one turn of the event loop each.
    await setImmediate();
    await give();
    if (random.unit() < 0.08) {
      for (let left = random.whole(1, 3); left > 0; left -= 1) await step('undo');
      for (let left = random.whole(0, 3); left > 0; left -= 1) await step('redo');
    }
    if (mayTakeBack && random.unit() < 0.3) {
      mayTakeBack = false;
      await undoImport();
    }
  }
};

await Promise.all([study(), importPackage()]);
