import type { AppContract } from '#core/contract.ts';
import type { JobView } from '#core/jobs/jobs.ts';
import type { Client } from '#core/rpc/client.ts';
import { fromErrorData, RpcError } from '#core/rpc/errors.ts';

/**
 * Waits for the end of a job and returns it when it is done. An interruption cancels the job and waits for that.
 * Throws the job's own error when it failed, `cancelled` when it was cancelled or its service ended.
 */
export const followJob = async (
  client: Client<AppContract>,
  job: string,
  onProgress: (view: JobView) => void,
  signal: AbortSignal,
): Promise<JobView> => {
  const cancel = (): void => {
    // A job that has ended meanwhile, or a lost connection, shows below.
    client.call('jobs.cancel', { job }).catch(() => {});
  };
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  let last: JobView | undefined;
  try {
    for await (const view of client.stream('jobs.watch', { job })) {
      last = view;
      onProgress(view);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  if (last?.state === 'done') return last;
  if (last?.error) throw fromErrorData(last.error);
  throw new RpcError('cancelled', { job, state: last?.state ?? 'unknown' });
};
