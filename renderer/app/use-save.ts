import { showDone } from './undo.ts';
import { useChangeSettings } from './use-settings.ts';
import type { Settings } from './use-settings.ts';
import { settings as words } from '../i18n/en/settings.ts';

/** Saves one setting and offers the way back. */
export function useSave(): <K extends keyof Settings>(key: K, value: Settings[K], name: string) => void {
  const change = useChangeSettings();
  return (key, value, name) => change({ [key]: value }, () => void showDone(words.saved(name)));
}
