import { availableParallelism } from 'node:os';
import { checkCount } from '../data/check.ts';
import { JobError } from './job-error.ts';
import { JobQueue } from './job-queue.ts';
import { JobThread, type JobOrder, type ThreadOptions } from './job-thread.ts';
import type { JobInput, JobOutput, JobTable } from './job.ts';

export interface PoolOptions {
  /** Entry file of the workers, which calls serveJobs with the table this pool is typed by. */
  readonly file: string;
  /** Threads at most; one less than the machine has cores, so that answers never wait for numbers. */
  readonly size?: number;
  readonly idleMs?: number;
  readonly graceMs?: number;
  readonly memoryMb?: number;
  /** Hears what callers are not told: the cause of an unexpected error, with the worker's stack. */
  readonly onUnexpected?: (cause: Error) => void;
}

export interface RunOptions {
  readonly onProgress?: (done: number, total: number, what: string) => void;
  readonly signal?: AbortSignal;
  /** Buffers of the input that are moved and not copied: `buffersOf(input)` for all. The caller's arrays are then empty. */
  readonly transfer?: ArrayBuffer[];
}

interface Task extends JobOrder {
  readonly resolve: (output: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** The thread that runs it; until then it waits. */
  thread?: JobThread;
}

/**
 * The one pool of threads for numeric work. Threads start with the first jobs and end when idle; a job that crashes,
 * runs out of memory or does not stop when told takes its thread with it, and no other job.
 */
export class JobPool<Jobs extends JobTable> {
  readonly #size: number;
  readonly #threadOptions: ThreadOptions;
  /** Threads that take jobs. */
  readonly #threads = new Set<JobThread>();
  readonly #exits = new Set<Promise<void>>();
  readonly #queue = new JobQueue<Task>();
  /** Waiting and running, with the promise of their end. */
  readonly #tasks = new Map<Task, Promise<unknown>>();
  #isClosed = false;

  /** @throws DataError where a number is out of range */
  constructor(options: PoolOptions) {
    const { file, idleMs = 10_000, graceMs = 100, memoryMb, onUnexpected = () => {} } = options;
    this.#size = options.size ?? Math.max(1, availableParallelism() - 1);
    checkCount('size', this.#size, 1);
    this.#threadOptions = {
      file,
      idleMs,
      graceMs,
      memoryMb,
      onUnexpected,
      onEnding: (thread) => this.#threads.delete(thread),
    };
  }

  /**
   * Runs a job. Its input is taken at once: what the caller changes afterwards does not reach the job.
   *
   * Jobs of one kind start in the order they came, kinds take turns. A cancelled job rejects with the reason of its
   * signal, at once while it waits, else when it has stopped or its thread is given up.
   * @returns the output; its typed arrays were moved, not copied
   * @throws DataError what the job found wrong with its data
   * @throws JobError any other failure
   * @throws DOMException DataCloneError where the input cannot cross threads
   */
  async run<Name extends keyof Jobs & string>(
    name: Name,
    input: JobInput<Jobs, Name>,
    options: RunOptions = {},
  ): Promise<JobOutput<Jobs, Name>> {
    const { signal, transfer = [], onProgress = () => {} } = options;
    signal?.throwIfAborted();
    if (this.#isClosed) throw new JobError('closed', name);
    const taken: unknown = structuredClone(input, { transfer });
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const task: Task = { name, input: taken, onProgress, resolve, reject };
    const onAbort = (): void => this.#cancel(task, signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#tasks.set(task, promise);
    this.#queue.add(task);
    this.#fill();
    try {
      // Checked border: the worker found the job by this name in the same table.
      return (await promise) as JobOutput<Jobs, Name>;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#tasks.delete(task);
    }
  }

  /**
   * Takes no more jobs and ends the threads: after the jobs there are (`finish`), or now (`cancel`, which also
   * overrules an earlier `finish`), when all of them reject with `closed`. Resolves when every thread is gone.
   */
  async close(how: 'finish' | 'cancel' = 'cancel'): Promise<void> {
    this.#isClosed = true;
    if (how === 'cancel')
      for (const task of this.#tasks.keys()) this.#cancel(task, new JobError('closed', task.name));
    await Promise.allSettled(this.#tasks.values());
    for (const thread of this.#threads) thread.end();
    await Promise.all(this.#exits);
  }

  #cancel(task: Task, reason: unknown): void {
    if (this.#queue.remove(task)) task.reject(reason);
    else task.thread?.cancel(task, reason);
  }

  /** Gives waiting jobs to free threads, and to new ones up to the size. */
  #fill(): void {
    while (this.#threads.size < this.#size || this.#freeThread() !== undefined) {
      const task = this.#queue.take();
      if (task === undefined) return;
      void this.#perform(task);
    }
  }

  async #perform(task: Task): Promise<void> {
    try {
      task.thread = this.#freeThread() ?? this.#startThread();
      task.resolve(await task.thread.run(task));
    } catch (error) {
      task.reject(error);
    }
    this.#fill();
  }

  /** The first of the free ones, so that the others become idle when there is less to do. */
  #freeThread(): JobThread | undefined {
    for (const thread of this.#threads) if (thread.isFree) return thread;
    return undefined;
  }

  #startThread(): JobThread {
    const thread = new JobThread(this.#threadOptions);
    this.#threads.add(thread);
    this.#exits.add(thread.exited);
    void thread.exited.then(() => this.#exits.delete(thread.exited));
    return thread;
  }
}
