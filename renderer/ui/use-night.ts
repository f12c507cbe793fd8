import { useSyncExternalStore } from 'react';

const dark = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(dark);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the dark theme is in force. */
export function useNight(theme: 'system' | 'light' | 'dark'): boolean {
  const system = useSyncExternalStore(subscribe, () => matchMedia(dark).matches);
  return theme === 'system' ? system : theme === 'dark';
}
