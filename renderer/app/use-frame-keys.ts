import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';
import { useSettings } from './use-settings.ts';
import { frameActions, keysInForce, paths } from './actions.ts';
import { useFrame } from './frame-state.ts';
import { undoLast } from './undo.ts';

/** Listens to the keys that work everywhere. Keys of one letter rest in fields, in dialogs and in Study. */
export function useFrameKeys(): void {
  const settings = useSettings();
  const [location, navigate] = useLocation();

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.altKey) return;
      if (event.key.toLowerCase() === 'k') {
        event.preventDefault();
        useFrame.setState({ open: 'palette' });
      } else if (event.key.toLowerCase() === 'z' && !isText(event.target)) {
        event.preventDefault();
        void undoLast(event.shiftKey ? 'store.redo' : 'store.undo');
      }
      return;
    }
    if (event.altKey || isField(event.target) || document.querySelector('[role="dialog"]') !== null) return;
    if (event.key === '?' && isAtStudy(location)) {
      event.preventDefault();
      useFrame.setState({ open: 'shortcuts' });
      return;
    }
    if (!settings['keys.singleLetters'] || isAtStudy(location)) return;
    const keys = keysInForce(settings['keys.frame']);
    const action = frameActions.find((name) => keys[name] === event.key.toLowerCase());
    if (action === undefined) return;
    event.preventDefault();
    if (action === 'open.shortcuts') useFrame.setState({ open: 'shortcuts' });
    else navigate(paths[action]);
  });

  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Study has keys of its own, whatever part of the library it is about. */
function isAtStudy(location: string): boolean {
  return location === paths['go.study'] || location.startsWith(`${paths['go.study']}/`);
}

/** Where a person writes, and undo means their last letters. */
function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea') !== null)
  );
}

/** Where typing a letter writes or chooses something. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="listbox"], [role="menu"], [role="treegrid"]') !== null
  );
}
