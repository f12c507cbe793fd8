import { Worker } from 'node:worker_threads';
import type { JobProgress } from '../../jobs/jobs.ts';
import type { Outcome } from '../../rpc/changes.ts';
import { fromErrorData, type JsonValue } from '../../rpc/errors.ts';
import type { ImportTask, WorkerInput, WorkerMessage } from './task.ts';

/**
 * Runs a task in a worker of its own. Cancelling asks it to stop at its next row; it ends by itself, so that SQLite
 * rolls back and closes its files in order. A worker that dies fails this task and nothing else.
 */
export const runTask = (
  file: string,
  task: ImportTask,
  onProgress: JobProgress,
  signal: AbortSignal,
): Promise<Outcome<JsonValue>> =>
  new Promise((resolve, reject) => {
    const cancelled = new SharedArrayBuffer(4);
    const input: WorkerInput = { task, cancelled };
    const worker = new Worker(file, { workerData: input });
    const onAbort = (): void => {
      Atomics.store(new Int32Array(cancelled), 0, 1);
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    let settled = false;
    const settle = (end: () => void): void => {
      settled = true;
      signal.removeEventListener('abort', onAbort);
      end();
    };
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') onProgress(message.step, message.done, message.total);
      else if (message.type === 'done')
        settle(() => resolve({ output: message.result, changes: message.changes }));
      else if (message.type === 'failed') settle(() => reject(fromErrorData(message.error)));
      else settle(() => reject(new Error(message.message)));
    });
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', (code) => {
      if (!settled) settle(() => reject(new Error(`the import worker ended with code ${code}`)));
    });
  });
