import { describe, expect, it } from 'vitest';
import { RpcError, type JsonValue } from '../rpc/errors.ts';
import { statement } from '../store/statements.ts';
import { openTestStore, type TestStore } from '../store/testing/open-test-store.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import { Jobs, type JobProgress, type JobView } from './jobs.ts';

type Opened = TestStore & { jobs: Jobs; unexpected: unknown[] };

const openJobs = async (folder?: string): Promise<Opened> => {
  const opened = await openTestStore(folder === undefined ? {} : { folder });
  const unexpected: unknown[] = [];
  const jobs = new Jobs(opened.store, (error) => `ref-${unexpected.push(error)}`);
  await jobs.recover();
  return { ...opened, jobs, unexpected };
};

/** Work that goes on when it is told to. */
const steppedWork = () => {
  let finish = (_result: JsonValue): void => {};
  let progress: JobProgress = () => {};
  const work = (onProgress: JobProgress, signal: AbortSignal): Promise<JsonValue> => {
    progress = onProgress;
    return new Promise((resolve, reject) => {
      finish = resolve;
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  };
  return {
    work,
    finish: (result: JsonValue) => finish(result),
    step: (...step: Parameters<JobProgress>) => progress(...step),
  };
};

const collect = async (views: AsyncIterable<JobView>): Promise<JobView[]> => {
  const seen: JobView[] = [];
  for await (const view of views) seen.push(view);
  return seen;
};

const neverAborted = new AbortController().signal;

describe('a job', () => {
  it('is known at once, tells its progress, and ends with its result', async () => {
    const { jobs, clock } = await openJobs();
    const { work, step, finish } = steppedWork();
    const started = clock.now();
    const uid = await jobs.start('test.work', work);
    expect(jobs.find(uid)).toMatchObject({
      uid,
      kind: 'test.work',
      state: 'running',
      startedAt: started,
      endedAt: null,
    });
    expect(jobs.runningCount).toBe(1);
    step('notes', 3, 10);
    expect(jobs.find(uid)).toMatchObject({ step: 'notes', done: 3, total: 10 });
    clock.advance(5000);
    finish({ notes: 10 });
    const end = await jobs.ended(uid);
    expect(end).toMatchObject({
      state: 'done',
      result: { notes: 10 },
      error: null,
      startedAt: started,
      endedAt: started + 5000,
    });
    expect(jobs.runningCount).toBe(0);
    expect(jobs.list().map((view) => view.uid)).toEqual([uid]);
  });

  it('announces its beginning and its end to every page, not to undo', async () => {
    const { jobs, store } = await openJobs();
    const heard: (readonly string[])[] = [];
    store.feed.subscribe((changes) => heard.push(changes));
    await jobs.ended(await jobs.start('test.work', () => Promise.resolve(null)));
    expect(heard).toEqual([['jobs'], ['jobs']]);
    expect((await store.stepHistory('undo')).output).toBeNull();
  });

  it('that fails gives its error as data', async () => {
    const { jobs, unexpected } = await openJobs();
    const uid = await jobs.start('test.work', () =>
      Promise.reject(new RpcError('package_refused', { reason: 'too_many_entries' })),
    );
    expect(await jobs.ended(uid)).toMatchObject({
      state: 'failed',
      result: null,
      error: { kind: 'package_refused', details: { reason: 'too_many_entries' } },
    });
    expect(unexpected).toEqual([]);
  });

  it('that fails for a reason nobody foresaw tells an id of the log and no more', async () => {
    const { jobs, unexpected } = await openJobs();
    const error = new TypeError('the secret of somebody');
    const uid = await jobs.start('test.work', () => Promise.reject(error));
    expect(await jobs.ended(uid)).toMatchObject({
      state: 'failed',
      error: { kind: 'internal', details: { ref: 'ref-1' } },
    });
    expect(unexpected).toEqual([error]);
  });

  it('that meets an error of SQLite says its kind', async () => {
    const { jobs, store } = await openJobs();
    const uid = await jobs.start('test.work', async () => {
      store.connection.pragma('query_only = ON');
      try {
        store.connection.exec('DELETE FROM settings');
      } finally {
        store.connection.pragma('query_only = OFF');
      }
      return null;
    });
    expect(await jobs.ended(uid)).toMatchObject({ state: 'failed', error: { kind: 'read_only' } });
  });

  it('can throw before its first await', async () => {
    const { jobs } = await openJobs();
    const uid = await jobs.start('test.work', () => {
      throw new RpcError('disk_full');
    });
    expect(await jobs.ended(uid)).toMatchObject({ state: 'failed', error: { kind: 'disk_full' } });
  });

  it('that nobody knows is not found', async () => {
    const { jobs } = await openJobs();
    expect((await rpcErrorOf(() => jobs.find('0'.repeat(32)))).kind).toBe('not_found');
    expect((await rpcErrorOf(() => jobs.cancel('0'.repeat(32)))).kind).toBe('not_found');
  });
});

describe('cancelling', () => {
  it('stops the work; nothing of it is there', async () => {
    const { jobs, store } = await openJobs();
    const { work } = steppedWork();
    const insert = statement('test.jobInsert', `INSERT INTO settings VALUES ('from the job', '1', 1, 1)`);
    const uid = await jobs.start('test.work', async (progress, signal) => {
      await work(progress, signal);
      return (await store.write('test.end', (tx) => tx.run(insert, {}))).output;
    });
    jobs.cancel(uid);
    expect(await jobs.ended(uid)).toMatchObject({ state: 'cancelled', result: null, error: null });
    expect(store.connection.prepare('SELECT * FROM settings').all()).toEqual([]);
  });

  it('comes too late for work that ends all the same: it is done', async () => {
    const { jobs } = await openJobs();
    let finish = (): void => {};
    const uid = await jobs.start(
      'test.work',
      () => new Promise((resolve) => (finish = () => resolve('all of it'))),
    );
    jobs.cancel(uid);
    finish();
    expect(await jobs.ended(uid)).toMatchObject({ state: 'done', result: 'all of it' });
    jobs.cancel(uid);
    expect(jobs.find(uid).state).toBe('done');
  });

  it('all of them waits until each has ended', async () => {
    const { jobs } = await openJobs();
    const uids = [];
    for (let n = 0; n < 3; n += 1) uids.push(await jobs.start('test.work', steppedWork().work));
    await jobs.cancelAll();
    expect(uids.map((uid) => jobs.find(uid).state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(jobs.runningCount).toBe(0);
  });
});

describe('watching', () => {
  it('gives the job now and after every change until its end', async () => {
    const { jobs } = await openJobs();
    const { work, step, finish } = steppedWork();
    const uid = await jobs.start('test.work', work);
    const views: JobView[] = [];
    for await (const view of jobs.watch(uid, neverAborted)) {
      views.push(view);
      if (view.done < 2) step('notes', view.done + 1, 2);
      else if (view.state === 'running') finish('ok');
    }
    expect(views.map((view) => [view.done, view.state])).toEqual([
      [0, 'running'],
      [1, 'running'],
      [2, 'running'],
      [2, 'done'],
    ]);
  });

  it('slowly skips steps but never the end', async () => {
    const { jobs } = await openJobs();
    const { work, step, finish } = steppedWork();
    const uid = await jobs.start('test.work', work);
    const watch = jobs.watch(uid, neverAborted);
    expect((await watch.next()).value).toMatchObject({ done: 0 });
    for (let done = 1; done <= 1000; done += 1) step('notes', done, 1000);
    expect((await watch.next()).value).toMatchObject({ done: 1000, state: 'running' });
    step('merge', 1, 2);
    finish('ok');
    await jobs.ended(uid);
    expect((await watch.next()).value).toMatchObject({ state: 'done', result: 'ok' });
    expect((await watch.next()).done).toBe(true);
  });

  it('a job that has ended gives its end', async () => {
    const { jobs } = await openJobs();
    const uid = await jobs.start('test.work', () => Promise.resolve([1, 2]));
    await jobs.ended(uid);
    expect(await collect(jobs.watch(uid, neverAborted))).toMatchObject([{ state: 'done', result: [1, 2] }]);
  });

  it('by several gives each of them the end', async () => {
    const { jobs } = await openJobs();
    const { work, finish } = steppedWork();
    const uid = await jobs.start('test.work', work);
    const watchers = [1, 2, 3].map(() => collect(jobs.watch(uid, neverAborted)));
    finish(null);
    const seen = await Promise.all(watchers);
    expect(seen.map((views) => views.at(-1)?.state)).toEqual(['done', 'done', 'done']);
  });

  it('stops when the watcher leaves; the job goes on', async () => {
    const { jobs } = await openJobs();
    const { work, finish } = steppedWork();
    const uid = await jobs.start('test.work', work);
    const abort = new AbortController();
    const watch = jobs.watch(uid, abort.signal);
    await watch.next();
    const waiting = watch.next();
    abort.abort();
    await waiting;
    expect((await watch.next()).done).toBe(true);
    finish('ok');
    expect((await jobs.ended(uid)).state).toBe('done');
  });
});

describe('after a restart', () => {
  it('what was running is interrupted, what had ended is as it was', async () => {
    const first = await openJobs();
    const done = await first.jobs.start('test.done', () => Promise.resolve({ ok: true }));
    const failed = await first.jobs.start('test.failed', () =>
      Promise.reject(new RpcError('disk_full', { code: 'SQLITE_FULL' })),
    );
    await Promise.all([first.jobs.ended(done), first.jobs.ended(failed)]);
    const running = await first.jobs.start('test.running', steppedWork().work);
    await first.close();

    const { jobs } = await openJobs(first.folder);
    expect(jobs.find(running)).toMatchObject({ state: 'interrupted', result: null, error: null });
    expect(jobs.find(running).endedAt).not.toBeNull();
    expect(jobs.find(done)).toMatchObject({ state: 'done', result: { ok: true } });
    expect(jobs.find(failed)).toMatchObject({
      state: 'failed',
      error: { kind: 'disk_full', details: { code: 'SQLITE_FULL' } },
    });
    expect(await collect(jobs.watch(running, neverAborted))).toMatchObject([{ state: 'interrupted' }]);
    expect(jobs.list().map((view) => view.kind)).toEqual(['test.running', 'test.failed', 'test.done']);
  });

  it('jobs of more than 30 days ago are forgotten', async () => {
    const { jobs, clock } = await openJobs();
    const old = await jobs.start('test.old', () => Promise.resolve(null));
    await jobs.ended(old);
    clock.advance(30 * 86_400_000 + 1);
    const young = await jobs.start('test.young', () => Promise.resolve(null));
    await jobs.ended(young);
    await jobs.recover();
    expect(jobs.list().map((view) => view.uid)).toEqual([young]);
  });
});
