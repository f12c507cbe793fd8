import { useEffect } from 'react';
import { useHost } from '../transport/host.ts';
import { useSettings } from './use-settings.ts';

/** Puts the owner's appearance on <html>, where the tokens read it. */
export function useAppearance(): void {
  const settings = useSettings();
  const theme = settings['appearance.theme'];
  const font = settings['appearance.readingFont'];
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.dataset['readingFont'] = font;
    useHost.getState().setTheme?.(theme);
  }, [theme, font]);
}
