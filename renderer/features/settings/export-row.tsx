import { useEffect, useRef, useState } from 'react';
import type { EverythingReport } from '#core/exchange/contract.ts';
import { fromErrorData, RpcError } from '#core/rpc/errors.ts';
import { useForbidden } from '../../app/use-forbidden.ts';
import { common } from '../../i18n/en/common.ts';
import { privacy as words } from '../../i18n/en/privacy.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { watchJob } from '../../transport/use-job.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { showToast } from '../../ui/toast.ts';
import { fetchPackage } from '../export/use-export.ts';
import css from './settings.module.css';

/** Writes everything of the profile, and hands it over as a download. */
export function ExportRow() {
  const forbidden = useForbidden('ExportAllowed');
  const [rows, setRows] = useState<number>();
  const control = useRef<AbortController>(undefined);
  useEffect(() => () => control.current?.abort(), []);
  const start = async (): Promise<void> => {
    const { signal } = (control.current = new AbortController());
    setRows(0);
    try {
      const { name, rows: written } = await everything(signal, setRows);
      showToast({ text: words.exported(name, written) });
    } catch (error) {
      if (!signal.aborted) reportFailure(error);
    } finally {
      setRows(undefined);
    }
  };
  return (
    <>
      <div className={css.care}>
        <p className={css.hint}>{forbidden ?? words.exportHint}</p>
        {rows === undefined ? (
          <Button isDisabled={forbidden !== undefined} onPress={() => void start()}>
            {words.exportName}
          </Button>
        ) : (
          <Button onPress={() => control.current?.abort()}>{common.cancel}</Button>
        )}
      </div>
      {rows === undefined ? null : (
        <div className={css.job}>
          <p>{words.exporting}</p>
          <ProgressBar label={words.exporting} valueText={words.exportedRows(rows)} />
        </div>
      )}
    </>
  );
}

async function everything(signal: AbortSignal, onRows: (rows: number) => void): Promise<EverythingReport> {
  const { job } = await callService('exchange.exportEverything', {}, { signal });
  signal.addEventListener('abort', () => void callService('jobs.cancel', { job }).catch(() => undefined));
  const last = await watchJob(job, ({ done }) => onRows(done), signal);
  if (last.state !== 'done')
    throw last.error === null ? new RpcError('cancelled') : fromErrorData(last.error);
  // Checked border: the contract names this as the result of the job.
  const report = last.result as EverythingReport;
  if (report.export !== null) await fetchPackage(report.export, report.name, signal, () => undefined);
  return report;
}
