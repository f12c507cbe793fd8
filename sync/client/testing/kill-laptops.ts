import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { LoopbackServer } from './loopback-server.ts';
import type { SyncLine, SyncTask } from './sync-child.ts';

const child = fileURLToPath(new URL('./sync-child.ts', import.meta.url));
const LAPTOPS = 3;

export interface Healed {
  readonly kills: number;
  readonly requests: number;
  /** From the end of the work until all queues were empty and all held the same. Infinity: never, in the time given. */
  readonly restMs: number;
  /** What each laptop said last. */
  readonly said: readonly Extract<SyncLine, { digest: unknown }>[];
  readonly failures: readonly string[];
}

/** A laptop that starts again whenever it was killed. */
class KilledLaptop {
  readonly #task: SyncTask;
  #process: ChildProcess | undefined;
  #starts = 0;
  isReady = false;
  last: Extract<SyncLine, { digest: unknown }> | undefined;
  readonly failures: string[] = [];

  constructor(task: SyncTask) {
    this.#task = task;
  }

  start(): void {
    const task: SyncTask = {
      ...this.#task,
      seed: this.#task.seed + this.#starts,
      sample: this.#task.sample && this.#starts === 0,
    };
    this.#starts += 1;
    this.isReady = false;
    const running = spawn(process.execPath, [child, JSON.stringify(task)], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#process = running;
    // It may be killed while it is written to.
    running.stdin.on('error', () => {});
    let problems = '';
    running.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
    running.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') this.failures.push(problems.slice(0, 2000));
    });
    createInterface({ input: running.stdout }).on('line', (line) => {
      // Checked border: the child writes whole lines.
      const told = JSON.parse(line) as SyncLine;
      if ('ready' in told) this.isReady = true;
      else this.last = told;
    });
  }

  async kill(): Promise<void> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('close', resolve));
    running.kill('SIGKILL');
    await ended;
  }

  heal(): void {
    this.#process?.stdin?.write('heal\n');
  }
}

/** Three laptops at work for a while, killed, cut off and answered unreliably; then the network works and they come to rest. */
export const killLaptops = async (
  folder: string,
  seed: number,
  workMs: number,
  restAtMostMs: number,
): Promise<Healed> => {
  const server = new LoopbackServer();
  const address = await server.start();
  const random = seededRandom(seed);
  const laptops = Array.from({ length: LAPTOPS }, (_, place) => {
    const device = `laptop-${place}`;
    return new KilledLaptop({
      folder: join(folder, device),
      address,
      device,
      seed: seed * 1000 + place * 100,
      sample: place === 0,
    });
  });
  let kills = 0;
  try {
    for (const laptop of laptops) laptop.start();
    const ready = async (): Promise<void> => {
      while (!laptops.every(({ isReady, failures }) => isReady || failures.length > 0)) await setTimeout(50);
    };
    await ready();
    server.lostPercent = 10;
    const end = performance.now() + workMs;
    while (performance.now() < end) {
      await setTimeout(random.whole(200, 2500));
      const place = random.whole(0, LAPTOPS - 1);
      const laptop = laptops[place] as KilledLaptop;
      if (random.unit() < 0.5) {
        await laptop.kill();
        kills += 1;
        laptop.start();
      } else if (server.away.has(`laptop-${place}`)) server.away.delete(`laptop-${place}`);
      else server.away.add(`laptop-${place}`);
    }
    await ready();
    server.away.clear();
    server.lostPercent = 0;
    for (const laptop of laptops) laptop.heal();
    const restMs = await rest(laptops, restAtMostMs);
    const said = laptops.flatMap(({ last }) => (last === undefined ? [] : [last]));
    return {
      kills,
      requests: server.requests,
      restMs,
      said,
      failures: laptops.flatMap(({ failures }) => failures),
    };
  } finally {
    for (const laptop of laptops) await laptop.kill();
    await server.stop();
  }
};

const rest = async (laptops: readonly KilledLaptop[], atMostMs: number): Promise<number> => {
  const began = performance.now();
  while (performance.now() - began < atMostMs) {
    const said = laptops.map(({ last }) => last);
    const digests = new Set(said.map((line) => JSON.stringify(line?.digest)));
    if (said.every((line) => line?.waiting === 0) && digests.size === 1) return performance.now() - began;
    await setTimeout(100);
  }
  return Infinity;
};
