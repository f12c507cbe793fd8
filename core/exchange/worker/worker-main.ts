import { parentPort, workerData } from 'node:worker_threads';
import { RpcError, toErrorData } from '../../rpc/errors.ts';
import type { RecorderFor } from '../../store/op-sink.ts';
import { asStoreError } from '../../store/sqlite-errors.ts';
import { PackageRefusedError } from '../anki/package-refused.ts';
import { performTask } from './perform-task.ts';
import type { WorkerInput, WorkerMessage } from './task.ts';

const progressEveryMs = 50;

const known = (error: unknown): RpcError | undefined => {
  if (error instanceof PackageRefusedError)
    return new RpcError('package_refused', { reason: error.reason, ...error.details });
  const stored = asStoreError(error);
  if (stored instanceof RpcError) return stored;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new RpcError('disk_full', { code });
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return new RpcError('read_only', { code });
  if (code === 'ENOENT') return new RpcError('not_found', { code });
  return undefined;
};

/** The body of the import worker's entry file: performs the task it was started with and says how it went. */
export const runImportWorker = async (recorderFor: RecorderFor): Promise<void> => {
  // Checked border: runTask made this value, in this process.
  const { task, cancelled } = workerData as WorkerInput;
  const flag = new Int32Array(cancelled);
  const abort = new AbortController();
  const say = (message: WorkerMessage): void => parentPort?.postMessage(message);
  let last = 0;
  let lastStep = '';
  const onProgress = (step: string, done: number, total: number): void => {
    // The flag is read here because a busy worker hears no messages.
    if (Atomics.load(flag, 0) !== 0 && !abort.signal.aborted) abort.abort(new RpcError('cancelled'));
    const now = performance.now();
    if (step === lastStep && done < total && now - last < progressEveryMs) return;
    last = now;
    lastStep = step;
    say({ type: 'progress', step, done, total });
  };
  try {
    const { output, changes } = await performTask(task, onProgress, abort.signal, recorderFor);
    say({ type: 'done', result: output, changes });
  } catch (error) {
    const failure = known(error);
    if (failure !== undefined) say({ type: 'failed', error: toErrorData(failure) });
    else
      say({
        type: 'crashed',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
  }
};
