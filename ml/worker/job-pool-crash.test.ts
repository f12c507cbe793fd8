import { describe, expect, it } from 'vitest';
import { DataError } from '../data/data-error.ts';
import { JobError } from './job-error.ts';
import { failureOf, hold, sharedPool, testPool, testWorker } from './testing/test-pool.ts';

const square = { squares: Float64Array.of(16) };

describe('an error of a job', () => {
  const { pool, causes } = sharedPool({ size: 1 });

  it('of its data arrives with column, row and text', async () => {
    const failure = await failureOf(pool.run('refuse', { row: 3 }));
    expect(failure).toBeInstanceOf(DataError);
    expect(failure).toMatchObject({
      problem: 'not_finite',
      column: 'durations',
      row: 3,
      message: 'durations[3]: NaN is not a finite number',
    });
    expect(await failureOf(pool.run('refuse', { row: null }))).toMatchObject({ row: null });
    expect(causes).toEqual([]);
  });

  it('of any other kind tells its caller nothing, and the log everything', async () => {
    const thread = await pool.run('thread', undefined);
    const failure = await failureOf(pool.run('fail', undefined));
    expect(failure).toBeInstanceOf(JobError);
    expect(failure).toMatchObject({ problem: 'unexpected', job: 'fail', message: 'fail: unexpected' });
    expect((failure as JobError).stack).not.toMatch(/secret|test-jobs/);
    expect(causes).toHaveLength(1);
    expect(causes[0]?.stack).toMatch(/RangeError: a secret of the worker\n.*test-jobs\.ts/);

    expect(await failureOf(pool.run('throwText', undefined))).toMatchObject({ problem: 'unexpected' });
    expect(causes[1]?.stack).toBe('a bare text');
    // None of this is worth a new thread.
    expect(await pool.run('thread', undefined)).toBe(thread);
  });

  it('is the same when its module does not load', async () => {
    expect(await failureOf(pool.run('failToLoad', undefined))).toMatchObject({ problem: 'unexpected' });
    expect(causes[0]?.stack).toMatch(/this module does not load/);
    expect(await pool.run('square', Float64Array.of(4))).toEqual(square);
  });
});

describe('a thread that ends under its job', () => {
  it.each([0, 1])('by process.exit(%i) fails that job, while others go on', async (code) => {
    const { pool, causes } = testPool({ size: 2 });
    const other = await hold(pool);
    const lost = failureOf(pool.run('exit', { code }));
    const waiting = pool.run('square', Float64Array.of(4));
    expect(await lost).toMatchObject({ problem: 'crashed', job: 'exit' });
    expect(await waiting).toEqual(square);
    other.letGo();
    expect(await other.held).toBe('held');
    expect(causes.map(({ message }) => message)).toEqual([`a worker thread ended with code ${code}`]);
  });

  it('many times leaves the pool as it was', async () => {
    const { pool } = testPool({ size: 2 });
    const crashes = Array.from({ length: 4 }, () => failureOf(pool.run('exit', { code: 1 })));
    const jobs = Array.from({ length: 4 }, () => pool.run('square', Float64Array.of(4)));
    expect(await Promise.all(crashes)).toMatchObject(crashes.map(() => ({ problem: 'crashed' })));
    expect(await Promise.all(jobs)).toEqual(jobs.map(() => square));
  });

  it('for want of memory fails that job, and says why', async () => {
    const { pool } = testPool({ size: 2, memoryMb: 48 });
    const other = await hold(pool);
    expect(await failureOf(pool.run('eatMemory', undefined))).toMatchObject({
      problem: 'out_of_memory',
      job: 'eatMemory',
    });
    expect(await pool.run('square', Float64Array.of(4))).toEqual(square);
    other.letGo();
    expect(await other.held).toBe('held');
  });

  it('by an error after its last job fails no job, and is told', async () => {
    const { pool, causes } = testPool({ size: 1 });
    expect(await pool.run('throwLater', undefined)).toBe('done');
    while (causes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(causes[0]?.message).toBe('too late');
    expect(await pool.run('square', Float64Array.of(4))).toEqual(square);
  });

  it('because there is no such program fails each job and hangs none', async () => {
    const { pool, causes } = testPool({ size: 1, file: `${testWorker}.gone` });
    const jobs = [1, 2].map(() => failureOf(pool.run('square', Float64Array.of(4))));
    expect(await Promise.all(jobs)).toMatchObject([{ problem: 'crashed' }, { problem: 'crashed' }]);
    expect(causes).toHaveLength(2);

    const relative = testPool({ size: 1, file: 'gone.ts' });
    const refused = [1, 2].map(() => failureOf(relative.pool.run('square', Float64Array.of(4))));
    expect(await Promise.all(refused)).toMatchObject(refused.map(() => ({ code: 'ERR_WORKER_PATH' })));
  });
});
