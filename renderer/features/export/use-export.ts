import { useEffect, useRef, useState } from 'react';
import type { ExportReport } from '#core/exchange/contract.ts';
import { fromErrorData, RpcError } from '#core/rpc/errors.ts';

import type { InputOf } from '#core/rpc/contract.ts';
import type { AppContract } from '../../transport/app-contract.ts';
import { callService } from '../../transport/connection.ts';
import { watchJob } from '../../transport/use-job.ts';
import { saveBlob } from './save-blob.ts';

export type ExportChoice = Omit<InputOf<AppContract, 'exchange.export'>, 'path'>;

export type ExportState =
  | { at: 'choosing' }
  | { at: 'packing'; step: string; done: number; total: number }
  | { at: 'fetching'; done: number; total: number }
  | { at: 'done'; report: ExportReport }
  | { at: 'failed'; error: unknown };

/** Packs what was chosen, fetches the package in pieces and hands it to the browser as a download. */
export function useExport(): {
  state: ExportState;
  start: (choice: ExportChoice) => void;
  stop: () => void;
} {
  const [state, setState] = useState<ExportState>({ at: 'choosing' });
  const control = useRef<AbortController>(undefined);
  useEffect(() => () => control.current?.abort(), []);

  const run = async (choice: ExportChoice, signal: AbortSignal): Promise<ExportReport> => {
    const { job } = await callService('exchange.export', choice, { signal });
    signal.addEventListener('abort', () => void callService('jobs.cancel', { job }).catch(ignore));
    const last = await watchJob(
      job,
      ({ step, done, total }) => setState({ at: 'packing', step, done, total }),
      signal,
    );
    if (last.state !== 'done')
      throw last.error === null ? new RpcError('cancelled') : fromErrorData(last.error);
    // Checked border: the contract names this as the result of the job.
    const report = last.result as ExportReport;
    if (report.export !== null) await fetchPackage(report.export, report.name, signal, setState);
    return report;
  };

  return {
    state,
    start: (choice) => {
      const { signal } = (control.current = new AbortController());
      setState({ at: 'packing', step: '', done: 0, total: 0 });
      run(choice, signal).then(
        (report) => setState({ at: 'done', report }),
        (error: unknown) => setState(signal.aborted ? { at: 'choosing' } : { at: 'failed', error }),
      );
    },
    stop: () => control.current?.abort(),
  };
}

/** Fetches a finished file in pieces and hands it to the browser. */
export async function fetchPackage(
  uid: string,
  name: string,
  signal: AbortSignal,
  onState: (state: ExportState) => void,
): Promise<void> {
  const pieces: BlobPart[] = [];
  let offset = 0;
  let total = Infinity;
  try {
    while (offset < total) {
      const piece = await callService('exchange.readExport', { export: uid, offset }, { signal });
      total = piece.sizeBytes;
      offset += piece.bytes.byteLength;
      // A copy of its own: what arrives may be a view into a larger message. Blobs that grow large go to the disk.
      pieces.push(new Blob([new Uint8Array(piece.bytes)]));
      onState({ at: 'fetching', done: offset, total });
    }
    saveBlob(new Blob(pieces, { type: 'application/octet-stream' }), name);
  } finally {
    void callService('exchange.discardExport', { export: uid }).catch(ignore);
  }
}

/** What is left of a stopped export is the service's to clean up; it does so at its start as well. */
function ignore(): void {}
