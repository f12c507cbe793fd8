import { useCallback, useEffect, useRef, useState } from 'react';
import { fromErrorData, RpcError } from '#core/rpc/errors.ts';
import type { BackupPreview } from '#core/store/backups/contract.ts';
import { callService } from '../../transport/connection.ts';
import { sendFile, sourceOf } from '../../transport/send-file.ts';
import { watchJob } from '../../transport/use-job.ts';

export type RestoreSource = { backup: string } | { file: File };

export type RestoreState =
  | { at: 'sending' | 'preparing' | 'restoring'; done: number; total: number }
  | { at: 'preview'; preview: BackupPreview }
  | { at: 'done'; safety: string }
  | { at: 'failed'; error: unknown };

/** Lets the service unpack and compare a backup, and restores it when told to. */
export function useRestore(source: RestoreSource): { state: RestoreState; restore: () => void } {
  const [state, setState] = useState<RestoreState>({ at: 'preparing', done: 0, total: 0 });
  const stop = useRef(new AbortController());
  const job = useRef<string>(undefined);
  const prepared = useRef<string>(undefined);

  const follow = useCallback(
    async (at: 'preparing' | 'restoring', uid: string, signal: AbortSignal): Promise<unknown> => {
      job.current = uid;
      const last = await watchJob(uid, ({ done, total }) => setState({ at, done, total }), signal);
      job.current = undefined;
      if (last.state === 'done') return last.result;
      throw last.error === null ? new RpcError('cancelled') : fromErrorData(last.error);
    },
    [],
  );

  useEffect(() => {
    const control = new AbortController();
    stop.current = control;
    const { signal } = control;
    const prepare = async () => {
      const input = 'backup' in source ? source : { upload: await send(source.file, signal, setState) };
      const started = await callService('backups.preview', input);
      // Checked border: the contract names this as the result of the job.
      const preview = (await follow('preparing', started.job, signal)) as BackupPreview;
      prepared.current = preview.prepared;
      setState({ at: 'preview', preview });
    };
    prepare().catch((error: unknown) => {
      if (!signal.aborted) setState({ at: 'failed', error });
    });
    return () => {
      control.abort();
      if (job.current !== undefined) void callService('jobs.cancel', { job: job.current }).catch(ignore);
      else if (prepared.current !== undefined)
        void callService('backups.discard', { prepared: prepared.current }).catch(ignore);
    };
  }, [source, follow]);

  const restore = () => {
    const uid = prepared.current;
    if (uid === undefined) return;
    prepared.current = undefined;
    const { signal } = stop.current;
    const run = async () => {
      const started = await callService('backups.restore', { prepared: uid });
      // Checked border, as above. The connection goes in between, and the new store knows the job's end, too.
      const { safety } = (await follow('restoring', started.job, signal)) as { safety: string };
      setState({ at: 'done', safety });
    };
    run().catch((error: unknown) => {
      if (!signal.aborted) setState({ at: 'failed', error });
    });
  };
  return { state, restore };
}

const send = (file: File, signal: AbortSignal, setState: (state: RestoreState) => void): Promise<string> => {
  setState({ at: 'sending', done: 0, total: file.size });
  return sendFile(sourceOf(file), signal, (done) => setState({ at: 'sending', done, total: file.size }));
};

/** What is left of a preview that nobody waits for is the service's to clean up; it does so at its start as well. */
function ignore(): void {}
