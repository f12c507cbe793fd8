import { useLocation } from 'wouter';
import { useOpenSample } from '#renderer/features/first-run/use-open-sample.ts';
import { callService } from '#renderer/transport/connection.ts';
import { reportFailure } from '#renderer/transport/report-failure.ts';
import { frameActions, keysInForce, paths } from './actions.ts';
import { pickPackage } from './drop-package.tsx';
import { useFrame } from './frame-state.ts';
import { undoLast } from './undo.ts';
import { useChangeSettings, useSettings } from './use-settings.ts';

type PaletteAction = { id: string; keys?: string; run: () => void };

/** Every action of the frame, with its key where it has one. */
export function usePaletteActions(): PaletteAction[] {
  const [, navigate] = useLocation();
  const change = useChangeSettings();
  const openSample = useOpenSample();
  const settings = useSettings();
  const keys = keysInForce(settings['keys.frame']);
  const ofFrame = frameActions.map((id) => ({
    id,
    ...(settings['keys.singleLetters'] ? { keys: keys[id] } : {}),
    run: () => (id === 'open.shortcuts' ? useFrame.setState({ open: 'shortcuts' }) : navigate(paths[id])),
  }));
  const themes = (['light', 'dark', 'system'] as const).map((theme) => ({
    id: `theme.${theme}`,
    run: () => change({ 'appearance.theme': theme }),
  }));
  return [
    ...ofFrame,
    { id: 'do.undo', keys: 'mod+z', run: () => void undoLast() },
    { id: 'do.redo', keys: 'mod+shift+z', run: () => void undoLast('store.redo') },
    { id: 'do.import', run: pickPackage },
    { id: 'do.sample', run: openSample },
    {
      id: 'do.backup',
      run: () => {
        navigate(paths['go.settings']);
        callService('store.backUp', {}).catch(reportFailure);
      },
    },
    ...themes,
  ];
}
