import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import type { KillLine, KillPhase, KillTask } from './kill-child.ts';

const child = fileURLToPath(new URL('./kill-child.ts', import.meta.url));

// Far beyond what it takes on a machine that has other things to do.
const deadlineMs = 280_000;

export type Told = {
  /** Everything the killed program said, in order. */
  lines: KillLine[];
  /** When each phase began, in milliseconds from the first. */
  began: ReadonlyMap<KillPhase | 'settled', number>;
};

/** Runs the child and kills it `afterMs` after it has told that a phase begins. */
export const killAfter = async (
  task: KillTask,
  phase: KillPhase | 'settled',
  afterMs: number,
): Promise<Told> => {
  const running = spawn(process.execPath, [child, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const problems = text(running.stderr);
  const ended = once(running, 'close') as Promise<[code: number | null, signal: string | null]>;
  const lines: KillLine[] = [];
  const began = new Map<KillPhase | 'settled', number>();
  const start = performance.now();
  // A child that never comes to its phase must not outlive the test.
  const deadline = globalThis.setTimeout(() => running.kill('SIGTERM'), deadlineMs);
  const kill = async (): Promise<void> => {
    await setTimeout(afterMs);
    running.kill('SIGKILL');
  };
  for await (const line of createInterface({ input: running.stdout })) {
    // Checked border: the child writes whole lines, and a kill leaves none in half: each is one short write to a pipe.
    const told = JSON.parse(line) as KillLine;
    lines.push(told);
    if (!('phase' in told)) continue;
    began.set(told.phase, performance.now() - start);
    // A phase can be too short to be told.
    if (told.phase === phase || (told.phase === 'settled' && !began.has(phase))) void kill();
  }
  const [code, signal] = await ended;
  clearTimeout(deadline);
  if (signal !== 'SIGKILL') throw new Error(`the child ended with ${code ?? signal}: ${await problems}`);
  return { lines, began };
};

/** What the killed program knew of one answer. */
export type Expected = {
  /** Confirmed answers; whether each is in force (not taken back). */
  answers: ReadonlyMap<string, boolean>;
  /** The answer under way at the kill. */
  answering: Extract<KillLine, { giving: unknown }>['giving'] | undefined;
  lastGiven: Extract<KillLine, { giving: unknown }>['giving'] | undefined;
  /** An undo or a redo was under way: one answer may stand either way. */
  stepping: boolean;
  jobsLeft: readonly string[];
  /** The killed program's last time. */
  now: number;
  phase: KillPhase | 'settled' | undefined;
};

/** Follows what was said to what must be true after the kill. */
export const expectedAfter = (lines: readonly KillLine[]): Expected => {
  const answers = new Map<string, boolean>();
  const byEntry = new Map<number, string>();
  const jobs = new Set<string>();
  let answering: Expected['answering'];
  let lastGiven: Expected['lastGiven'];
  let stepping = false;
  let now = 0;
  let phase: Expected['phase'];
  for (const line of lines) {
    if ('phase' in line) phase = line.phase;
    else if ('job' in line) jobs.add(line.job);
    else if ('jobDone' in line) jobs.delete(line.jobDone);
    else if ('giving' in line) answering = line.giving;
    else if ('given' in line) {
      answers.set(line.given, true);
      byEntry.set(line.entry, line.given);
      now = line.now;
      lastGiven = answering;
      answering = undefined;
    } else if ('stepping' in line) stepping = true;
    else {
      stepping = false;
      const answer = line.command === 'study.answer' ? byEntry.get(line.entry) : undefined;
      if (answer !== undefined) answers.set(answer, line.stepped === 'redo');
    }
  }
  return { answers, answering, lastGiven, stepping, jobsLeft: [...jobs], now, phase };
};
