import { Worker } from 'node:worker_threads';
import { fromErrorData, type ErrorData } from '#core/rpc/errors.ts';
import type { CheckStore } from '#core/store/service.ts';
import type { VerifyReport } from '#core/store/verify.ts';
import { serviceFiles } from './files.ts';

export type CheckMessage =
  | { type: 'progress'; done: number; total: number }
  | { type: 'done'; report: VerifyReport }
  | { type: 'failed'; error: ErrorData };

/** Verifies a profile's store in a worker of its own: it reads every page, and answers must not wait for that. */
export const checkElsewhere =
  (folder: string): CheckStore =>
  (onProgress, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const worker = new Worker(serviceFiles().checker, { workerData: { folder } });
      const stop = (): void => {
        reject(signal.reason as Error);
        // It only reads, so it may end anywhere.
        void worker.terminate();
      };
      signal.addEventListener('abort', stop, { once: true });
      worker.on('message', (message: CheckMessage) => {
        if (message.type === 'progress') onProgress(message.done, message.total);
        else if (message.type === 'done') resolve(message.report);
        else reject(fromErrorData(message.error));
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        signal.removeEventListener('abort', stop);
        reject(new Error('the check ended without a report'));
      });
    });
