import { useState } from 'react';
import { reportFailure } from '../../../transport/report-failure.ts';
import { callService } from '../../../transport/connection.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';

export type Load = Output<'twin.load'>;

type BreakCommand = 'twin.takeBreak' | 'twin.endBreak' | 'twin.postponeBreak' | 'twin.skipBreak';

export type LoadControls = {
  /** Of this session; undefined before it is known, and where it is not looked at. */
  load: Load | undefined;
  act: (command: BreakCommand) => void;
};

/** The load of the session on this page. It is asked beside the cards, never before one. */
export function useLoad(session: string | undefined): LoadControls {
  const { data } = useServiceQuery('twin.load', {}, { enabled: session !== undefined });
  const [isBusy, setBusy] = useState(false);
  return {
    load: data !== undefined && data.isOn && data.session === session ? data : undefined,
    act: (command) => {
      if (session === undefined || isBusy) return;
      setBusy(true);
      callService(command, { session })
        .catch(reportFailure)
        .finally(() => setBusy(false));
    },
  };
}
