import { Worker } from 'node:worker_threads';
import { fromErrorData } from '../../rpc/errors.ts';
import type { BackupWorkerInput, BackupWorkerMessage, RunBackupTask } from './task.ts';

/** A folder on a network that no longer answers holds its thread for ever. */
const patienceMs = 5_000;

/**
 * Performs tasks in a worker each. Cancelling asks it to stop at its next step; it ends by itself, so that SQLite closes
 * its files in order. A worker that dies fails its task and nothing else.
 */
export const runInWorker =
  (file: string): RunBackupTask =>
  (task, onProgress, signal) =>
    new Promise((resolve, reject) => {
      const cancelled = new SharedArrayBuffer(4);
      const input: BackupWorkerInput = { task, cancelled };
      const worker = new Worker(file, { workerData: input });
      const onAbort = (): void => {
        Atomics.store(new Int32Array(cancelled), 0, 1);
        setTimeout(() => void worker.terminate(), patienceMs).unref();
      };
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort);
      let settled = false;
      const settle = (end: () => void): void => {
        settled = true;
        signal.removeEventListener('abort', onAbort);
        end();
      };
      worker.on('message', (message: BackupWorkerMessage) => {
        if (message.type === 'progress') onProgress(message.done, message.total);
        else if (message.type === 'done') settle(() => resolve(message.result));
        else if (message.type === 'failed') settle(() => reject(fromErrorData(message.error)));
        else settle(() => reject(new Error(message.message)));
      });
      worker.on('error', (error) => settle(() => reject(error)));
      worker.on('exit', (code) => {
        if (!settled) settle(() => reject(new Error(`the backup worker ended with code ${code}`)));
      });
    });
