import type { z } from 'zod';
import { RpcError, toErrorData, type JsonValue } from '../rpc/errors.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import { asStoreError } from '../store/sqlite-errors.ts';
import { uidToHex } from '../store/uid.ts';
import type { jobView } from './contract.ts';

export type JobView = z.infer<typeof jobView>;
export type JobProgress = (step: string, done: number, total: number) => void;
/** `job`: the uid under which the work is known. */
export type JobWork = (progress: JobProgress, signal: AbortSignal, job: string) => Promise<JsonValue>;

type JobRow = {
  uid: Uint8Array;
  kind: string;
  state: JobView['state'];
  started_at: number;
  ended_at: number | null;
  result: string | null;
  error: string | null;
};

const insertJob = statement<{ uid: Uint8Array; kind: string; now: number }>(
  'jobs.insert',
  `INSERT INTO jobs (uid, kind, state, started_at) VALUES (@uid, @kind, 'running', @now)`,
);
const endJob = statement<{
  uid: Uint8Array;
  state: string;
  now: number;
  result: string | null;
  error: string | null;
}>(
  'jobs.end',
  'UPDATE jobs SET state = @state, ended_at = @now, result = @result, error = @error WHERE uid = @uid',
);
const interruptJobs = statement<{ now: number }>(
  'jobs.interrupt',
  `UPDATE jobs SET state = 'interrupted', ended_at = @now WHERE state = 'running'`,
);
const dropOldJobs = statement<{ before: number }>(
  'jobs.dropOld',
  `DELETE FROM jobs WHERE state <> 'running' AND started_at < @before`,
);
const recentJobs = statement<Record<string, never>, JobRow>(
  'jobs.recent',
  'SELECT uid, kind, state, started_at, ended_at, result, error FROM jobs ORDER BY id DESC LIMIT 50',
);
const jobByUid = statement<{ uid: Uint8Array }, JobRow>(
  'jobs.byUid',
  'SELECT uid, kind, state, started_at, ended_at, result, error FROM jobs WHERE uid = @uid',
);

type Running = { view: JobView; abort: AbortController; listeners: Set<() => void>; ended: Promise<void> };

const keptDays = 30;

const stored = (row: JobRow): JobView => ({
  uid: uidToHex(row.uid),
  kind: row.kind,
  state: row.state,
  step: '',
  done: 0,
  total: 0,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  result: row.result === null ? null : (JSON.parse(row.result) as JsonValue),
  error: row.error === null ? null : (JSON.parse(row.error) as JobView['error']),
});

/**
 * Long work with progress and cancel. The work itself ends atomically: what it must not leave half-done, it writes
 * in one transaction at its end. A job that was running when the process died is `interrupted` at the next start.
 */
export class Jobs {
  readonly #store: Store;
  readonly #onUnexpected: (error: unknown) => string;
  readonly #running = new Map<string, Running>();

  constructor(store: Store, onUnexpected: (error: unknown) => string) {
    this.#store = store;
    this.#onUnexpected = onUnexpected;
  }

  /** Called once after opening. */
  async recover(): Promise<void> {
    await this.#store.write(
      'jobs.recover',
      (tx) => {
        tx.run(interruptJobs, { now: tx.now });
        tx.run(dropOldJobs, { before: tx.now - keptDays * 86_400_000 });
      },
      { noUndo: true },
    );
  }

  get runningCount(): number {
    return this.#running.size;
  }

  /** Starts work and returns the job's uid at once. */
  async start(kind: string, work: JobWork): Promise<string> {
    const id = this.#store.ids.uid();
    const uid = uidToHex(id);
    const abort = new AbortController();
    await this.#store.write(
      'jobs.start',
      (tx) => {
        tx.run(insertJob, { uid: id, kind, now: tx.now });
        tx.changed('jobs');
      },
      { noUndo: true },
    );
    const view: JobView = {
      uid,
      kind,
      state: 'running',
      step: '',
      done: 0,
      total: 0,
      startedAt: this.#store.clock.now(),
      endedAt: null,
      result: null,
      error: null,
    };
    const running: Running = { view, abort, listeners: new Set(), ended: Promise.resolve() };
    this.#running.set(uid, running);
    running.ended = this.#run(id, running, work);
    return uid;
  }

  async #run(id: Uint8Array, running: Running, work: JobWork): Promise<void> {
    const progress: JobProgress = (step, done, total) => {
      running.view = { ...running.view, step, done, total };
      this.#announce(running);
    };
    let end: Pick<JobView, 'state' | 'result' | 'error'>;
    try {
      const result = await work(progress, running.abort.signal, running.view.uid);
      end = { state: 'done', result, error: null };
    } catch (error) {
      end = this.#failure(error, running.abort.signal);
    }
    running.view = { ...running.view, ...end, endedAt: this.#store.clock.now() };
    try {
      await this.#store.write(
        'jobs.end',
        (tx) => {
          tx.run(endJob, {
            uid: id,
            state: end.state,
            now: tx.now,
            result: end.result === null ? null : JSON.stringify(end.result),
            error: end.error === null ? null : JSON.stringify(end.error),
          });
          tx.changed('jobs');
        },
        { noUndo: true },
      );
    } catch (error) {
      // The row stays "running" and becomes "interrupted" at the next start; who watches hears the truth now. A store that
      // another one takes the place of is not written any more.
      if (!(error instanceof RpcError && error.kind === 'disconnected')) this.#onUnexpected(error);
    }
    this.#running.delete(running.view.uid);
    this.#announce(running);
  }

  #failure(thrown: unknown, signal: AbortSignal): Pick<JobView, 'state' | 'result' | 'error'> {
    if (signal.aborted) return { state: 'cancelled', result: null, error: null };
    const error = asStoreError(thrown);
    if (error instanceof RpcError) {
      const { kind, details } = toErrorData(error);
      return { state: 'failed', result: null, error: { kind, details } };
    }
    return {
      state: 'failed',
      result: null,
      error: { kind: 'internal', details: { ref: this.#onUnexpected(error) } },
    };
  }

  #announce(running: Running): void {
    for (const listener of running.listeners) listener();
  }

  find(uid: string): JobView {
    const running = this.#running.get(uid);
    if (running !== undefined) return running.view;
    const row = this.#store.get(jobByUid, { uid: Buffer.from(uid, 'hex') });
    if (row === undefined) throw new RpcError('not_found', { job: uid });
    return stored(row);
  }

  list(): JobView[] {
    return this.#store
      .all(recentJobs, {})
      .map((row) => this.#running.get(uidToHex(row.uid))?.view ?? stored(row));
  }

  cancel(uid: string): void {
    this.find(uid);
    this.#running.get(uid)?.abort.abort();
  }

  /** The job now and after every change; slow watchers skip steps in between, never the end. */
  async *watch(uid: string, signal: AbortSignal): AsyncGenerator<JobView> {
    const running = this.#running.get(uid);
    if (running === undefined) {
      yield this.find(uid);
      return;
    }
    let wake = (): void => {};
    const listener = (): void => wake();
    running.listeners.add(listener);
    signal.addEventListener('abort', listener);
    try {
      for (;;) {
        const seen = running.view;
        yield seen;
        if (seen.state !== 'running' || signal.aborted) return;
        if (running.view === seen) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      running.listeners.delete(listener);
      signal.removeEventListener('abort', listener);
    }
  }

  /** Waits until the job has ended. */
  async ended(uid: string): Promise<JobView> {
    await this.#running.get(uid)?.ended;
    return this.find(uid);
  }

  /** Cancels the jobs of some kinds and waits until each has ended. Returns how many there were. */
  async cancelThose(isMeant: (kind: string) => boolean): Promise<number> {
    const meant = [...this.#running.values()].filter(({ view }) => isMeant(view.kind));
    for (const running of meant) running.abort.abort();
    await Promise.all(meant.map((running) => running.ended));
    return meant.length;
  }

  async cancelAll(): Promise<void> {
    for (const running of this.#running.values()) running.abort.abort();
    await Promise.all([...this.#running.values()].map((running) => running.ended));
  }
}
