import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, onTestFinished } from 'vitest';
import { JobPool, type PoolOptions } from '../job-pool.ts';
import type { Cell, testJobs } from './test-jobs.ts';

export const testWorker = fileURLToPath(new URL('./test-worker.ts', import.meta.url));

function openPool(options: Partial<PoolOptions>) {
  const causes: Error[] = [];
  const pool = new JobPool<typeof testJobs>({
    file: testWorker,
    onUnexpected: (cause) => causes.push(cause),
    ...options,
  });
  return { pool, causes };
}

/** A pool of real workers with the jobs of tests, closed after the test, and the causes it told of. */
export function testPool(options: Partial<PoolOptions> = {}) {
  const opened = openPool(options);
  onTestFinished(() => opened.pool.close());
  return opened;
}

/** The same for all tests of a block, because a thread takes a while to start. */
export function sharedPool(options: Partial<PoolOptions> = {}) {
  const opened = openPool(options);
  beforeEach(() => void opened.causes.splice(0));
  afterAll(() => opened.pool.close());
  return opened;
}

/** Keeps one thread of the pool busy until it is let go. */
export async function hold(pool: JobPool<typeof testJobs>) {
  const [started, release] = [newCell(), newCell()];
  const held = pool.run('hold', { started, release });
  await reaches(started, 1);
  return { held, letGo: () => void Atomics.store(new Int32Array(release), 0, 1) };
}

export function newCell(): Cell {
  return new SharedArrayBuffer(4);
}

export function valueOf(cell: Cell): number {
  return Atomics.load(new Int32Array(cell), 0);
}

/** Waits until jobs have added `value` to the cell. */
export async function reaches(cell: Cell, value: number): Promise<void> {
  while (valueOf(cell) < value) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** What the promise rejects with. */
export function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => Promise.reject(new Error(`it resolved with ${String(value)}`)),
    (error: unknown) => error,
  );
}
