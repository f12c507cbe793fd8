import { Worker } from 'node:worker_threads';
import { DataError } from '../data/data-error.ts';
import { buffersOf } from './buffers-of.ts';
import { JobError } from './job-error.ts';
import type { FromWorker, JobFailure, ToWorker } from './messages.ts';

export interface ThreadOptions {
  /** Entry file of the worker, which calls serveJobs. */
  readonly file: string;
  /** An idle thread ends after this time. */
  readonly idleMs: number;
  /** A job that has not stopped by this time after it was asked to is ended with its thread. */
  readonly graceMs: number;
  /** Bound of a thread's JavaScript heap; typed arrays lie outside it. */
  readonly memoryMb: number | undefined;
  /** Hears the causes of what callers are told without: for the log. */
  readonly onUnexpected: (cause: Error) => void;
  /** Called once, when the thread takes no more jobs; it may still take a while to exit. */
  readonly onEnding: (thread: JobThread) => void;
}

/** A job as a thread takes it. */
export interface JobOrder {
  readonly name: string;
  /** Its buffers are moved. */
  readonly input: unknown;
  readonly onProgress: (done: number, total: number, what: string) => void;
}

interface Running {
  readonly id: number;
  readonly order: JobOrder;
  readonly cancelled: SharedArrayBuffer;
  readonly resolve: (output: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Set once the job was asked to stop. */
  stopping?: { readonly reason: unknown; readonly grace: NodeJS.Timeout };
}

/** One worker thread: runs one job at a time. It keeps the process alive only while it runs one. */
export class JobThread {
  /** Resolves when the thread is gone. */
  readonly exited: Promise<void>;
  readonly #options: ThreadOptions;
  readonly #worker: Worker;
  #jobs = 0;
  #running: Running | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isEnding = false;
  /** Why the thread ended, where nobody told it to. */
  #failure: Error | undefined;

  constructor(options: ThreadOptions) {
    const { file, memoryMb } = options;
    this.#options = options;
    this.#worker = new Worker(file, {
      name: 'ml',
      resourceLimits: memoryMb === undefined ? {} : { maxOldGenerationSizeMb: memoryMb },
    });
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('messageerror', (error) => this.#fail(error));
    this.#worker.on('error', (thrown) => this.#fail(thrown));
    this.exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        if (!this.#isEnding) this.#fail(new Error(`a worker thread ended with code ${code}`));
        this.#lose();
        resolve();
      });
    });
  }

  get isFree(): boolean {
    return this.#running === undefined && !this.#isEnding;
  }

  /**
   * Runs a job on a free thread.
   * @returns its output
   * @throws DataError, JobError, or the reason it was cancelled with
   */
  run(order: JobOrder): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    clearTimeout(this.#idle);
    this.#worker.ref();
    this.#jobs += 1;
    const cancelled = new SharedArrayBuffer(4);
    this.#running = { id: this.#jobs, order, cancelled, resolve, reject };
    const { name, input } = order;
    this.#say({ type: 'run', id: this.#jobs, name, input, cancelled }, buffersOf(input));
    return promise;
  }

  /** Asks a job to stop, if it still runs here; whatever it does then, it ends with this reason. */
  cancel(order: JobOrder, reason: unknown): void {
    const running = this.#running;
    if (running?.order !== order || running.stopping !== undefined) return;
    Atomics.store(new Int32Array(running.cancelled), 0, 1);
    this.#say({ type: 'cancel', id: running.id });
    const grace = setTimeout(() => {
      this.end();
      this.#settle(running, () => {});
    }, this.#options.graceMs);
    running.stopping = { reason, grace };
  }

  /** Ends the thread wherever it is; `exited` says when it is gone. */
  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    clearTimeout(this.#idle);
    this.#options.onEnding(this);
    // Who waits for `exited` must not be left waiting by a process that ends before it.
    this.#worker.ref();
    void this.#worker.terminate();
  }

  #say(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #hear(message: FromWorker): void {
    const running = this.#running;
    // A job that went on after its end, or after it was given up.
    if (running === undefined || running.id !== message.id) return;
    if (message.type === 'progress') {
      if (running.stopping === undefined) this.#tell(running, message);
      return;
    }
    if (!this.#isEnding) {
      this.#worker.unref();
      this.#idle = setTimeout(() => this.end(), this.#options.idleMs).unref();
    }
    if (message.type === 'done') this.#settle(running, () => running.resolve(message.output));
    else this.#settle(running, () => running.reject(this.#errorOf(running.order.name, message.failure)));
  }

  /** A listener that throws must not end the process: it is our caller's defect, and the job goes on. */
  #tell({ order }: Running, { done, total, what }: Extract<FromWorker, { type: 'progress' }>): void {
    try {
      order.onProgress(done, total, what);
    } catch (error) {
      this.#options.onUnexpected(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #fail(thrown: unknown): void {
    this.#failure ??= thrown instanceof Error ? thrown : new Error(String(thrown));
    this.end();
  }

  /**
   * The thread is gone. Only now is the job it ran lost: an error overtakes messages sent before it, but all of them
   * arrive before the exit.
   */
  #lose(): void {
    const [running, failure] = [this.#running, this.#failure];
    if (failure === undefined) return;
    if (running?.stopping === undefined) this.#options.onUnexpected(failure);
    if (running === undefined) return;
    const isMemory = 'code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const problem = isMemory ? 'out_of_memory' : 'crashed';
    this.#settle(running, () => running.reject(new JobError(problem, running.order.name)));
  }

  #settle(running: Running, end: () => void): void {
    const { stopping } = running;
    this.#running = undefined;
    if (stopping === undefined) {
      end();
      return;
    }
    clearTimeout(stopping.grace);
    running.reject(stopping.reason);
  }

  #errorOf(name: string, failure: JobFailure): Error {
    if (failure.type === 'data') {
      const { problem, column, row, message } = failure;
      // The constructor would put the column before the message a second time.
      return Object.assign(new DataError(problem, column, row, ''), { message });
    }
    const cause = new Error(`${name} failed`);
    cause.stack = failure.cause;
    this.#options.onUnexpected(cause);
    return new JobError('unexpected', name);
  }
}
