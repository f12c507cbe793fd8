import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { KillLine, KillTask } from './kill-child.ts';

const child = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
/** Far beyond what it takes on a machine that has other things to do. */
const deadlineMs = 280_000;

export type Told = {
  /** Everything the killed program said, in order. */
  lines: KillLine[];
  /** From its beginning to the first end of what it took care of. */
  tookMs: number;
};

/** Runs the child and kills it `afterMs` after it has first said that it begins, or ends. One that dies by itself is as good. */
export const killWhen = async (task: KillTask, word: 'begins' | 'ends', afterMs: number): Promise<Told> => {
  const running = spawn(process.execPath, [child, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const problems = text(running.stderr);
  const ended = once(running, 'close') as Promise<[code: number | null, signal: string | null]>;
  const told: Told = { lines: [], tookMs: 0 };
  // A child that never says the word must not outlive the test.
  const deadline = globalThis.setTimeout(() => running.kill('SIGTERM'), deadlineMs);
  let began = 0;
  let isKilled = false;
  const kill = async (): Promise<void> => {
    isKilled = true;
    await setTimeout(afterMs);
    running.kill('SIGKILL');
  };
  for await (const line of createInterface({ input: running.stdout })) {
    // Checked border: the child writes whole lines, and a kill leaves none in half: each is one short write to a pipe.
    const said = JSON.parse(line) as KillLine;
    told.lines.push(said);
    if ('begins' in said) began = performance.now();
    if ('ends' in said && told.tookMs === 0) told.tookMs = performance.now() - began;
    if (word in said && !isKilled) void kill();
  }
  const [code, signal] = await ended;
  clearTimeout(deadline);
  if (signal !== 'SIGKILL') throw new Error(`the child ended with ${code ?? signal}: ${await problems}`);
  return told;
};
