import { parentPort } from 'node:worker_threads';
import { DataError } from '../data/data-error.ts';
import { buffersOf } from './buffers-of.ts';
import { JobError } from './job-error.ts';
import type { JobContext, JobTable } from './job.ts';
import type { FromWorker, JobFailure, ToWorker } from './messages.ts';

const PROGRESS_EVERY_MS = 50;

/** The body of a worker's entry file: does the jobs that the pool sends, one at a time, and says how each went. */
export function serveJobs(jobs: JobTable): void {
  if (parentPort === null) throw new Error('jobs are served in a worker thread');
  const port = parentPort;
  const aborts = new Map<number, AbortController>();

  const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);

  const perform = async ({ id, name, input, cancelled }: ToWorker & { type: 'run' }): Promise<void> => {
    const abort = new AbortController();
    aborts.set(id, abort);
    try {
      const context = contextOf(name, new Int32Array(cancelled), abort.signal, (done, total, what) =>
        say({ type: 'progress', id, done, total, what }),
      );
      context.throwIfCancelled();
      const load = jobs[name];
      if (load === undefined) throw new Error(`no job is called ${name}`);
      const { run } = await load();
      // Checked border: the pool takes no other input for this name.
      const output = await run(input as never, context);
      say({ type: 'done', id, output }, buffersOf(output));
    } catch (error) {
      say({ type: 'failed', id, failure: failureOf(error) });
    } finally {
      aborts.delete(id);
    }
  };

  port.on('message', (message: ToWorker) => {
    if (message.type === 'run') void perform(message);
    else aborts.get(message.id)?.abort();
  });
}

function contextOf(
  name: string,
  cancelled: Int32Array,
  signal: AbortSignal,
  say: JobContext['progress'],
): JobContext {
  let lastAt = -Infinity;
  let lastWhat: string | undefined;
  return {
    signal,
    throwIfCancelled: () => {
      if (Atomics.load(cancelled, 0) !== 0) throw new JobError('cancelled', name);
    },
    progress: (done, total, what) => {
      const now = performance.now();
      if (what === lastWhat && done < total && now - lastAt < PROGRESS_EVERY_MS) return;
      lastAt = now;
      lastWhat = what;
      say(done, total, what);
    },
  };
}

function failureOf(error: unknown): JobFailure {
  if (error instanceof DataError) {
    const { problem, column, row, message } = error;
    return { type: 'data', problem, column, row, message };
  }
  return {
    type: 'unexpected',
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
