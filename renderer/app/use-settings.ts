import { useServiceCommand, useServiceQuery } from '../transport/use-service.ts';
import type { Output } from '../transport/app-contract.ts';
import { queryClient } from '../transport/query-client.ts';

export type Settings = Output<'settings.read'>;

/** What the page needs before the first answer of the service; the service owns every default. */
const untilRead = {
  'appearance.theme': 'system',
  'appearance.readingFont': 'serif',
  'appearance.textSize': 100,
  'appearance.hideCounts': false,
  'appearance.readableColours': false,
  'study.autoplay': true,
  'keys.singleLetters': true,
  'keys.frame': {},
} as const satisfies Partial<Settings>;

type FrameSettings = Pick<Settings, keyof typeof untilRead>;

export function useSettings(): FrameSettings {
  return useServiceQuery('settings.read', {}).data ?? untilRead;
}

/** Changes settings; the screen shows them at once and takes them back when the service refuses. */
export function useChangeSettings(): (values: Partial<Settings>, onDone?: () => void) => void {
  const command = useServiceCommand('settings.change');
  return (values, onDone) => {
    const key = ['settings.read', {}];
    const before = queryClient.getQueryData<Settings>(key);
    if (before !== undefined) queryClient.setQueryData<Settings>(key, { ...before, ...values });
    command.mutate(
      { values },
      {
        onSuccess: (settings) => {
          queryClient.setQueryData(key, settings);
          onDone?.();
        },
        onError: () => queryClient.setQueryData(key, before),
      },
    );
  };
}
