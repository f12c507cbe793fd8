import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { JobError } from './job-error.ts';
import { failureOf, hold, newCell, reaches, sharedPool, testPool, valueOf } from './testing/test-pool.ts';

/** Milliseconds from the call of `stop` to the rejection, and what it rejected with. */
async function stopped(job: Promise<unknown>, stop: () => void): Promise<{ ms: number; failure: unknown }> {
  const at = performance.now();
  stop();
  const failure = await failureOf(job);
  return { ms: performance.now() - at, failure };
}

const reason = new Error('the owner said so');

describe('cancel', () => {
  // The time for a deaf job is so long here that only an answer of the job itself can be meant.
  const patient = sharedPool({ size: 1, graceMs: 60_000 });

  it('stops a busy loop that asks, at once, and keeps its thread', async () => {
    const { pool, causes } = patient;
    const thread = await pool.run('thread', undefined);
    const times: number[] = [];
    // The best of some: what else the machine does is not the pool's.
    while (times.length < 4) {
      const [started, abort] = [newCell(), new AbortController()];
      const job = pool.run('loop', { started }, { signal: abort.signal });
      await reaches(started, 1);
      const { ms, failure } = await stopped(job, () => abort.abort(reason));
      expect(failure).toBe(reason);
      times.push(ms);
    }
    expect(Math.min(...times)).toBeLessThan(100);
    expect(await pool.run('thread', undefined)).toBe(thread);
    expect(causes).toEqual([]);
  });

  it('wakes a job that waits', async () => {
    const { pool } = patient;
    const [started, heard, abort] = [newCell(), newCell(), new AbortController()];
    const job = pool.run('wait', { started, heard }, { signal: abort.signal });
    await reaches(started, 1);
    expect((await stopped(job, () => abort.abort(reason))).failure).toBe(reason);
    expect(valueOf(heard)).toBe(1);
  });

  it('gives up a loop that never asks, with its thread, and nothing else', async () => {
    const { pool, causes } = testPool({ size: 2 });
    const other = await hold(pool);
    const [started, abort] = [newCell(), new AbortController()];
    const job = pool.run('deafLoop', { started }, { signal: abort.signal });
    const waiting = pool.run('square', Float64Array.of(7));
    await reaches(started, 1);
    const { ms, failure } = await stopped(job, () => abort.abort(reason));
    expect(failure).toBe(reason);
    expect(ms).toBeGreaterThan(90);
    expect(ms).toBeLessThan(1000);
    // The thread that came in its place does what waited.
    expect(await waiting).toEqual({ squares: Float64Array.of(49) });
    other.letGo();
    expect(await other.held).toBe('held');
    expect(causes).toEqual([]);
  });

  it('takes no result of a job that comes to its end all the same', async () => {
    const { pool } = patient;
    const [started, abort] = [newCell(), new AbortController()];
    const job = pool.run('ignore', { started }, { signal: abort.signal });
    await reaches(started, 1);
    expect((await stopped(job, () => abort.abort(reason))).failure).toBe(reason);
  });

  it('takes a waiting job out of the queue: it never starts', async () => {
    const { pool } = patient;
    const busy = await hold(pool);
    const [never, abort] = [newCell(), new AbortController()];
    const job = pool.run('loop', { started: never }, { signal: abort.signal });
    const after = pool.run('square', Float64Array.of(3));
    // The job that has the thread is let go only afterwards.
    expect((await stopped(job, () => abort.abort(reason))).failure).toBe(reason);
    busy.letGo();
    expect(await Promise.all([busy.held, after])).toEqual(['held', { squares: Float64Array.of(9) }]);
    expect(valueOf(never)).toBe(0);
  });

  it('before the start takes nothing from the caller', async () => {
    const { pool } = patient;
    const values = Float64Array.of(1);
    const options = { signal: AbortSignal.abort(reason), transfer: [values.buffer] };
    expect(await failureOf(pool.run('square', values, options))).toBe(reason);
    expect(values).toHaveLength(1);
  });

  it('after the end does nothing to the job that has the thread now', async () => {
    const { pool } = patient;
    const abort = new AbortController();
    await pool.run('square', Float64Array.of(1), { signal: abort.signal });
    const next = await hold(pool);
    abort.abort(reason);
    next.letGo();
    expect(await next.held).toBe('held');
  });

  it('while the thread still starts keeps the job from starting', async () => {
    const { pool } = testPool({ size: 1, graceMs: 60_000 });
    const [started, release, abort] = [newCell(), newCell(), new AbortController()];
    const job = pool.run('hold', { started, release }, { signal: abort.signal });
    Atomics.store(new Int32Array(release), 0, 1);
    expect((await stopped(job, () => abort.abort(reason))).failure).toBe(reason);
    expect(valueOf(started)).toBe(0);
  });

  it('that was answered does not end the thread later, under another job', async () => {
    const { pool } = testPool({ size: 1, graceMs: 150 });
    const thread = await pool.run('thread', undefined);
    const [started, abort] = [newCell(), new AbortController()];
    const job = pool.run('loop', { started }, { signal: abort.signal });
    await reaches(started, 1);
    abort.abort(reason);
    expect(await failureOf(job)).toBe(reason);
    const next = await hold(pool);
    await new Promise((resolve) => setTimeout(resolve, 200));
    next.letGo();
    expect(await next.held).toBe('held');
    expect(await pool.run('thread', undefined)).toBe(thread);
  });

  it('is listened to no longer than the job lasts', async () => {
    const { pool } = patient;
    const { signal } = new AbortController();
    const job = pool.run('square', Float64Array.of(1), { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await job;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('of one signal stops all its jobs, waiting and running', async () => {
    const { pool } = testPool({ size: 2 });
    const [started, abort] = [newCell(), new AbortController()];
    const jobs = Array.from({ length: 6 }, () => pool.run('loop', { started }, { signal: abort.signal }));
    await reaches(started, 2);
    abort.abort(reason);
    expect(await Promise.all(jobs.map(failureOf))).toEqual(Array.from({ length: 6 }, () => reason));
    expect(valueOf(started)).toBe(2);
  });
});

describe('close', () => {
  it('during work stops what runs and what waits, deaf or not, and ends the threads', async () => {
    const { pool, causes } = testPool({ size: 2 });
    const started = newCell();
    const jobs = [
      pool.run('loop', { started }),
      pool.run('deafLoop', { started }),
      pool.run('square', Float64Array.of(1)),
    ];
    await reaches(started, 2);
    const failures = jobs.map(failureOf);
    const at = performance.now();
    await pool.close();
    expect(performance.now() - at).toBeLessThan(2000);
    expect(await Promise.all(failures)).toMatchObject([
      { problem: 'closed', job: 'loop' },
      { problem: 'closed', job: 'deafLoop' },
      { problem: 'closed', job: 'square' },
    ]);
    expect(causes).toEqual([]);
  });

  it('waits for the jobs there are when it is to finish', async () => {
    const { pool } = testPool({ size: 1 });
    const busy = await hold(pool);
    const jobs = [busy.held, pool.run('square', Float64Array.of(5))];
    const closed = pool.close('finish');
    busy.letGo();
    await closed;
    // Both have ended by now: nothing is waited for here.
    const ended = jobs.map((job) => Promise.race([job, Promise.resolve('not yet')]));
    expect(await Promise.all(ended)).toEqual(['held', { squares: Float64Array.of(25) }]);
  });

  it('overrules an earlier one that waits', async () => {
    const { pool } = testPool({ size: 1 });
    const started = newCell();
    const failure = failureOf(pool.run('loop', { started }));
    await reaches(started, 1);
    const finished = pool.close('finish');
    await pool.close();
    await finished;
    expect(await failure).toMatchObject({ problem: 'closed' });
  });

  it('refuses what comes after it, and may be repeated', async () => {
    const { pool } = testPool();
    await pool.close();
    await pool.close('finish');
    const failure = await failureOf(pool.run('square', Float64Array.of(1)));
    expect(failure).toBeInstanceOf(JobError);
    expect(failure).toMatchObject({ problem: 'closed', job: 'square', message: 'square: closed' });
  });
});
