import type { z } from 'zod';
import { RpcError, toErrorData, type JsonValue } from '../rpc/errors.ts';
import type { Store } from '../store/store.ts';
import { asStoreError } from '../store/sqlite-errors.ts';
import { uidToHex } from '../store/uid.ts';
import type { jobView } from './contract.ts';
import { passingRows, startedView, storedRows, type JobRows } from './job-rows.ts';

export type JobView = z.infer<typeof jobView>;
export type JobProgress = (step: string, done: number, total: number) => void;
/** `job`: the uid under which the work is known. */
export type JobWork = (progress: JobProgress, signal: AbortSignal, job: string) => Promise<JsonValue>;

/** How a job ended. */
export type JobEnd = Pick<JobView, 'state' | 'result' | 'error'>;

type Running = { view: JobView; abort: AbortController; listeners: Set<() => void>; ended: Promise<void> };

/**
 * Long work with progress and cancel. The work itself ends atomically: what it must not leave half-done, it writes
 * in one transaction at its end. A job that was running when the process died is `interrupted` at the next start.
 */
export class Jobs {
  readonly #store: Store;
  readonly #rows: JobRows;
  readonly #onUnexpected: (error: unknown) => string;
  readonly #running = new Map<string, Running>();

  constructor(store: Store, onUnexpected: (error: unknown) => string) {
    this.#store = store;
    this.#rows = store.refusal === undefined ? storedRows(store) : passingRows(store);
    this.#onUnexpected = onUnexpected;
  }

  /** Called once after opening. */
  recover(): Promise<void> {
    return this.#rows.recover();
  }

  get runningCount(): number {
    return this.#running.size;
  }

  /** Starts work and returns the job's uid at once. */
  async start(kind: string, work: JobWork): Promise<string> {
    const id = this.#store.ids.uid();
    const uid = uidToHex(id);
    const abort = new AbortController();
    await this.#rows.start(id, kind);
    const view = startedView(uid, kind, this.#store.clock.now());
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
    let end: JobEnd;
    try {
      const result = await work(progress, running.abort.signal, running.view.uid);
      end = { state: 'done', result, error: null };
    } catch (error) {
      end = this.#failure(error, running.abort.signal);
    }
    running.view = { ...running.view, ...end, endedAt: this.#store.clock.now() };
    try {
      await this.#rows.end(id, end);
    } catch (error) {
      // The row stays "running" and becomes "interrupted" at the next start; who watches hears the truth now. A store that
      // another one takes the place of is not written any more.
      if (!(error instanceof RpcError && error.kind === 'disconnected')) this.#onUnexpected(error);
    }
    this.#running.delete(running.view.uid);
    this.#announce(running);
  }

  #failure(thrown: unknown, signal: AbortSignal): JobEnd {
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
    const view = this.#rows.find(uid);
    if (view === undefined) throw new RpcError('not_found', { job: uid });
    return view;
  }

  list(): JobView[] {
    return this.#rows.recent().map((view) => this.#running.get(view.uid)?.view ?? view);
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
