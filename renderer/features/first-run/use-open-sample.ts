import { showDone } from '../../app/undo.ts';
import { firstRun } from '../../i18n/en/first-run.ts';
import { useServiceCommand } from '../../transport/use-service.ts';

/** Puts the sample course into the library. */
export function useOpenSample(): () => void {
  const command = useServiceCommand('exchange.openSample');
  return () => command.mutate({}, { onSuccess: () => void showDone(firstRun.sampleOpened) });
}
