import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { buffersOf } from './buffers-of.ts';
import { failureOf, hold, newCell, sharedPool, testPool, testWorker, valueOf } from './testing/test-pool.ts';

describe('a pool of jobs', () => {
  const { pool } = sharedPool({ size: 2 });

  it('runs a job by its name, typed by its module', async () => {
    const output = await pool.run('square', Float64Array.of(1, 2, 3));
    expectTypeOf(output).toEqualTypeOf<{ squares: Float64Array }>();
    expect(output).toEqual({ squares: Float64Array.of(1, 4, 9) });
    expectTypeOf(pool.run<'square'>)
      .parameter(1)
      .toEqualTypeOf<Float64Array>();
    expectTypeOf(pool.run<'hold'>).returns.resolves.toEqualTypeOf<string>();
    expectTypeOf(pool.run).parameter(0).extract<'nothing'>().toBeNever();
  });

  it('does 100 jobs on 2 threads, all of them right, in their order', async () => {
    const started = newCell();
    const jobs = Array.from({ length: 100 }, (_, index) =>
      pool.run('sum', { values: Float64Array.of(index, index, 0.5), started }),
    );
    const outputs = await Promise.all(jobs);
    expect(outputs.map(({ total }) => total)).toEqual(outputs.map((_, index) => 2 * index + 0.5));
    const threads = Object.values(Object.groupBy(outputs, ({ thread }) => thread));
    expect(threads).toHaveLength(2);
    for (const places of threads.map((done) => done?.map(({ place }) => place) ?? []))
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(valueOf(started)).toBe(100);
  });

  it('keeps no kind of job waiting behind many of another', async () => {
    const busy = await hold(pool);
    const input = { values: Float64Array.of(1), started: newCell() };
    const many = Array.from({ length: 40 }, () => pool.run('sum', input));
    const few = [pool.run('otherSum', input), pool.run('otherSum', input)];
    expect((await Promise.all(few)).map(({ place }) => place)).toEqual([2, 4]);
    await Promise.all(many);
    busy.letGo();
  });

  it('uses no more threads than its size, and no more than it needs', async () => {
    const { pool } = testPool({ size: 2 });
    const thread = await pool.run('thread', undefined);
    expect(await pool.run('thread', undefined)).toBe(thread);
    const busy = [await hold(pool), await hold(pool)];
    const waiting = pool.run('thread', undefined);
    expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 50, 'waits'))])).toBe(
      'waits',
    );
    busy[0]?.letGo();
    expect(await waiting).toBe(thread);
    busy[1]?.letGo();
    expect(await Promise.all(busy.map(({ held }) => held))).toEqual(['held', 'held']);
  });

  it('refuses a size that is none', () => {
    expect(() => testPool({ size: 0 })).toThrow('size: 0 is not between 1');
    expect(() => testPool({ size: 1.5 })).toThrow('size: 1.5 is not a whole number');
  });
});

describe('data of a job', () => {
  const { pool, causes } = sharedPool({ size: 1 });

  it('is copied, and taken when the job is asked for', async () => {
    const started = newCell();
    const values = Float64Array.of(1, 2);
    const outputs = [pool.run('sum', { values, started }), pool.run('sum', { values, started })];
    values[0] = 100;
    expect((await Promise.all(outputs)).map(({ total }) => total)).toEqual([3, 3]);
    expect(values).toEqual(Float64Array.of(100, 2));
  });

  it('is moved where the caller says so: its own arrays are empty from then on', async () => {
    const moved = Float64Array.of(1, 2, 3);
    const output = pool.run('square', moved, { transfer: buffersOf(moved) });
    expect(moved.buffer.detached).toBe(true);
    expect(moved).toHaveLength(0);
    expect(await output).toEqual({ squares: Float64Array.of(1, 4, 9) });
  });

  it('is moved back: a job cannot keep the arrays of its output', async () => {
    await pool.run('keep', Float64Array.of(1, 2, 3));
    expect(await pool.run('lengthOfKept', undefined)).toBe(0);
  });

  it('is refused where it cannot cross threads, on the way in and on the way out', async () => {
    const unfit = { values: (() => 0) as unknown as Float64Array, started: newCell() };
    expect(await failureOf(pool.run('sum', unfit))).toMatchObject({ name: 'DataCloneError' });
    expect(causes).toEqual([]);
    expect(await failureOf(pool.run('returnFunction', undefined))).toMatchObject({ problem: 'unexpected' });
    expect(causes[0]?.stack).toMatch(/could not be cloned/);
    expect(await pool.run('square', Float64Array.of(2))).toEqual({ squares: Float64Array.of(4) });
  });
});

describe('progress', () => {
  const { pool } = sharedPool({ size: 2 });

  it('goes on where a listener of progress throws, and the log hears of it', async () => {
    const unexpected: Error[] = [];
    const { pool } = testPool({ onUnexpected: (cause) => unexpected.push(cause) });
    const onProgress = (): never => {
      throw new Error('a defect of the caller');
    };
    expect(await pool.run('count', { parts: ['a'], each: 3 }, { onProgress })).toBe(1);
    expect(unexpected.map(({ message }) => message)).toContain('a defect of the caller');
  });

  it('comes in order and before the end, with the first and the last of each part', async () => {
    const heard: [number, number, string][] = [];
    const parts = ['read', 'fit', 'judge'];
    const options = { onProgress: (...step: [number, number, string]) => heard.push(step) };
    await pool.run('count', { parts, each: 20_000 }, options);
    const atTheEnd = heard.length;
    expect([...new Set(heard.map(([, , what]) => what))]).toEqual(parts);
    for (const part of parts) {
      const steps = heard.filter(([, , what]) => what === part).map(([done]) => done);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      expect([steps[0], steps.at(-1)]).toEqual([0, 20_000]);
    }
    // A step in 50 ms: a loop that tells of each turn does not flood the caller.
    expect(heard.length).toBeLessThan(40);
    await pool.run('square', Float64Array.of(1));
    expect(heard).toHaveLength(atTheEnd);
  });

  it('of jobs side by side reaches each its own caller', async () => {
    const heard: Record<string, Set<string>> = { a: new Set(), b: new Set() };
    const count = (name: 'a' | 'b') =>
      pool.run(
        'count',
        { parts: [`${name}1`, `${name}2`], each: 10 },
        {
          onProgress: (_done, _total, what) => heard[name]?.add(what),
        },
      );
    await Promise.all([count('a'), count('b'), count('a')]);
    expect(heard).toEqual({ a: new Set(['a1', 'a2']), b: new Set(['b1', 'b2']) });
  });

  it('of a job that has ended reaches nobody', async () => {
    const { pool } = testPool({ size: 1 });
    const heard: string[] = [];
    const onProgress = (_done: number, _total: number, what: string): void => void heard.push(what);
    await pool.run('tellLater', 'late', { onProgress });
    const [started, release] = [newCell(), newCell()];
    const next = pool.run('hold', { started, release }, { onProgress });
    await new Promise((resolve) => setTimeout(resolve, 60));
    Atomics.store(new Int32Array(release), 0, 1);
    expect(await next).toBe('held');
    expect(heard).toEqual([]);
  });
});

describe('idle threads', () => {
  it('do not end once they have work', async () => {
    const { pool } = testPool({ size: 1, idleMs: 30 });
    await pool.run('thread', undefined);
    const busy = await hold(pool);
    await new Promise((resolve) => setTimeout(resolve, 60));
    busy.letGo();
    expect(await busy.held).toBe('held');
  });

  it('end after a time, and others start when there is work again', async () => {
    const { pool } = testPool({ size: 1, idleMs: 20 });
    const first = await pool.run('thread', undefined);
    expect(await pool.run('thread', undefined)).toBe(first);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await pool.run('thread', undefined)).not.toBe(first);
  });

  it('do not keep a process from its end, busy ones do', async () => {
    const program = fileURLToPath(new URL('./testing/run-and-leave.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, testWorker], {
      timeout: 10_000,
    });
    expect(stdout).toBe('81');
  });
});
