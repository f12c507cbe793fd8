import { parentPort, workerData } from 'node:worker_threads';
import { RpcError, toErrorData } from '../../rpc/errors.ts';
import { asStoreError } from '../sqlite-errors.ts';
import type { ErasePlan } from './keep-erased.ts';
import { performBackupTask } from './perform-task.ts';
import type { BackupWorkerInput, BackupWorkerMessage } from './task.ts';

const progressEveryMs = 50;

/**
 * The body of the backup worker's entry file: performs the task it was started with and says how it went.
 * @param erasing what stays erased in a backup that is prepared
 */
export const runBackupWorker = async (erasing: ErasePlan): Promise<void> => {
  // Checked border: runInWorker made this value, in this process.
  const { task, cancelled } = workerData as BackupWorkerInput;
  const flag = new Int32Array(cancelled);
  const abort = new AbortController();
  const say = (message: BackupWorkerMessage): void => parentPort?.postMessage(message);
  let last = 0;
  const onProgress = (done: number, total: number): void => {
    // The flag is read here because a busy worker hears no messages.
    if (Atomics.load(flag, 0) !== 0 && !abort.signal.aborted) abort.abort(new RpcError('cancelled'));
    const now = performance.now();
    if (now - last < progressEveryMs) return;
    last = now;
    say({ type: 'progress', done, total });
  };
  try {
    say({ type: 'done', result: await performBackupTask(task, onProgress, abort.signal, erasing) });
  } catch (thrown) {
    const error = asStoreError(thrown);
    if (error instanceof RpcError) say({ type: 'failed', error: toErrorData(error) });
    else
      say({
        type: 'crashed',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
  }
};
