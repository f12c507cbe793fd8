import { useLocation } from 'wouter';
import { actionNames } from '../i18n/en/app.ts';
import { memory } from '../i18n/en/memory.ts';
import { presets } from '../i18n/en/presets.ts';
import { profiles } from '../i18n/en/profiles.ts';
import { twin } from '../i18n/en/twin.ts';
import { settings as words } from '../i18n/en/settings.ts';
import { twinTabPath, twinTabs } from '../features/twin/tabs.ts';
import { useOpenSample } from '../features/first-run/use-open-sample.ts';
import { callService } from '../transport/connection.ts';
import { reportFailure } from '../transport/report-failure.ts';
import { frameActions, keysInForce, paths } from './actions.ts';
import { usePickPackage } from './drop-package.tsx';
import { useFrame } from './frame-state.ts';
import { undoLast } from './undo.ts';
import { useChangeSettings, useSettings } from './use-settings.ts';

type PaletteAction = { id: string; name: string; place?: string; keys?: string; run: () => void };

/** What Settings holds, by the names it shows. */
const settingNames = [
  ...Object.values(presets.names),
  words.learnAhead,
  words.askConfidence,
  words.fuzz,
  words.rollover,
  memory.title,
  words.theme,
  words.readingFont,
  words.textSize,
  words.hideCounts,
  words.readableColours,
  words.autoplay,
  words.singleLetters,
  words.profileFolder,
  words.backups,
  profiles.title,
  words.check,
  words.rebuild,
];

/** Every action of the frame, with its key where it has one. */
export function usePaletteActions(): PaletteAction[] {
  const [, navigate] = useLocation();
  const change = useChangeSettings();
  const openSample = useOpenSample();
  const pickPackage = usePickPackage();
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
  const found: Omit<PaletteAction, 'name'>[] = [
    ...ofFrame,
    { id: 'do.undo', keys: 'mod+z', run: () => void undoLast() },
    { id: 'do.redo', keys: 'mod+shift+z', run: () => void undoLast('store.redo') },
    { id: 'go.history', run: () => navigate(paths['go.history']) },
    { id: 'go.trash', run: () => navigate(paths['go.trash']) },
    { id: 'go.profiles', run: () => navigate(paths['go.profiles']) },
    { id: 'go.tests', run: () => navigate(paths['go.tests']) },
    { id: 'go.presets', run: () => navigate(paths['go.presets']) },
    { id: 'do.custom', run: () => useFrame.setState({ custom: { scope: {}, title: '' } }) },
    { id: 'do.add', run: () => useFrame.setState({ task: { kind: 'add' } }) },
    { id: 'do.import', run: pickPackage },
    { id: 'do.export', run: () => useFrame.setState({ exporting: {} }) },
    { id: 'do.sample', run: openSample },
    {
      id: 'do.backup',
      run: () => {
        navigate(paths['go.settings']);
        callService('backups.make', {}).catch(reportFailure);
      },
    },
    ...themes,
  ];
  const inSettings = settingNames.map((name) => ({
    id: `setting.${name}`,
    name,
    place: words.title,
    run: () => navigate(paths['go.settings']),
  }));
  const inTwin = twinTabs.map(({ id }) => ({
    id: `twin.${id}`,
    name: twin.tabs[id],
    place: twin.title,
    run: () => navigate(twinTabPath(id)),
  }));
  return [
    ...found.map((action) => ({ ...action, name: actionNames[action.id] ?? action.id })),
    ...inTwin,
    ...inSettings,
  ];
}
