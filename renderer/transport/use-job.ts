import { useEffect, useState } from 'react';
import { fromErrorData } from '#core/rpc/errors.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import type { Output } from './app-contract.ts';
import { openClient } from './connection.ts';

export type JobView = Output<'jobs.watch'>;

/** Why a job ended otherwise than done, in words. */
export const whyItFailed = ({ error }: JobView): string =>
  errorSentence(error === null ? undefined : fromErrorData(error));

/** Follows a job until it ends or the signal stops it; across a lost connection it picks the job up again. */
export async function watchJob(
  job: string,
  onChange: (view: JobView) => void,
  signal: AbortSignal,
): Promise<JobView> {
  let last: JobView | undefined;
  while (!signal.aborted) {
    try {
      const client = await openClient(signal);
      for await (const view of client.stream('jobs.watch', { job }, { signal })) {
        last = view;
        onChange(view);
      }
      if (last !== undefined && last.state !== 'running') return last;
    } catch (error) {
      const lost = error instanceof Error && 'kind' in error && error.kind === 'disconnected';
      if (!lost) throw error;
    }
  }
  throw signal.reason;
}

/** The state of a job while this component is on screen; undefined without a job. */
export function useJob(job: string | undefined, onEnd: (view: JobView) => void): JobView | undefined {
  const [view, setView] = useState<JobView>();
  useEffect(() => {
    if (job === undefined) return undefined;
    const stop = new AbortController();
    setView(undefined);
    watchJob(job, setView, stop.signal).then(
      (last) => {
        if (!stop.signal.aborted) onEnd(last);
      },
      () => undefined,
    );
    return () => stop.abort();
    // onEnd is read once for each job.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [job]);
  return job === undefined ? undefined : view;
}
