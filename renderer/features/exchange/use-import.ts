import { useCallback, useEffect, useRef, useState } from 'react';
import type { ImportOptions, ImportPreview, ImportReport } from '#core/exchange/contract.ts';
import { fromErrorData, RpcError } from '#core/rpc/errors.ts';
import { callService } from '../../transport/connection.ts';
import type { PackageSource } from '../../transport/platform.ts';
import { sendFile } from '../../transport/send-file.ts';
import { watchJob } from '../../transport/use-job.ts';

export type ImportState =
  | { at: 'uploading'; sent: number; total: number }
  | { at: 'staging' | 'merging'; job: string; step: string; done: number; total: number }
  | { at: 'preview'; preview: ImportPreview }
  | { at: 'report'; report: ImportReport; log: ImportPreview['log'] }
  | { at: 'failed'; error: unknown };

export type Import = { state: ImportState; merge: (options: ImportOptions) => void; cancel: () => void };

/** Sends a package, shows what it holds, and merges it when asked to. Nothing changes before the merge. */
export function useImport(file: PackageSource): Import {
  const [state, setState] = useState<ImportState>({ at: 'uploading', sent: 0, total: file.size });
  const stop = useRef(new AbortController());
  const staging = useRef<string>(undefined);
  const log = useRef<ImportPreview['log']>([]);
  const job = useRef<string>(undefined);

  const runJob = useCallback(
    async (at: 'staging' | 'merging', uid: string, signal: AbortSignal): Promise<unknown> => {
      job.current = uid;
      setState({ at, job: uid, step: '', done: 0, total: 0 });
      const last = await watchJob(
        uid,
        ({ step, done, total }) => setState({ at, job: uid, step, done, total }),
        signal,
      );
      job.current = undefined;
      if (last.state === 'done') return last.result;
      throw last.error === null ? new RpcError('cancelled') : fromErrorData(last.error);
    },
    [],
  );

  const fail = useCallback((error: unknown, signal: AbortSignal) => {
    if (!signal.aborted) setState({ at: 'failed', error });
  }, []);

  useEffect(() => {
    const control = new AbortController();
    stop.current = control;
    const { signal } = control;
    const stage = async () => {
      const upload = await sendFile(file, signal, (sent) =>
        setState({ at: 'uploading', sent, total: file.size }),
      );
      const started = await callService('exchange.stage', { upload });
      // Checked border: the contract names this as the result of the staging job.
      const preview = (await runJob('staging', started.job, signal)) as ImportPreview;
      staging.current = preview.staging;
      log.current = preview.log;
      setState({ at: 'preview', preview });
    };
    stage().catch((error: unknown) => fail(error, signal));
    return () => {
      control.abort();
      if (job.current !== undefined) void callService('jobs.cancel', { job: job.current }).catch(ignore);
      else if (staging.current !== undefined)
        void callService('exchange.discard', { staging: staging.current }).catch(ignore);
    };
  }, [file, runJob, fail]);

  return {
    state,
    merge: (options) => {
      const { signal } = stop.current;
      const uid = staging.current;
      if (uid === undefined) return;
      const merge = async () => {
        const started = await callService('exchange.merge', { staging: uid, options });
        // Checked border: the contract names this as the result of the merging job.
        const report = (await runJob('merging', started.job, signal)) as ImportReport;
        staging.current = undefined;
        setState({ at: 'report', report, log: log.current });
      };
      merge().catch((error: unknown) => fail(error, signal));
    },
    cancel: () => {
      if (job.current !== undefined) void callService('jobs.cancel', { job: job.current }).catch(ignore);
    },
  };
}

/** What is left of a cancelled import is the service's to clean up; it does so at its start as well. */
function ignore(): void {}
