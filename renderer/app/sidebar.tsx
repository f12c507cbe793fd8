import type { ReactNode } from 'react';
import { BrainCircuit, Layers, LibraryBig, Settings, Sun } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { actionNames, app } from '../i18n/en/app.ts';
import { common } from '../i18n/en/common.ts';
import { Kbd } from '../ui/kbd.tsx';
import { keysInForce, paths, type FrameAction } from './actions.ts';
import { CupMark } from './cup-mark.tsx';
import css from './frame.module.css';
import { useSettings } from './use-settings.ts';

/** The places that have a key; History and the trash are reached from Settings and the palette. */
type Place = keyof typeof paths & FrameAction;

const places: { action: Place; icon: ReactNode }[] = [
  { action: 'go.today', icon: <Sun size={18} aria-hidden /> },
  { action: 'go.study', icon: <Layers size={18} aria-hidden /> },
  { action: 'go.library', icon: <LibraryBig size={18} aria-hidden /> },
  { action: 'go.twin', icon: <BrainCircuit size={18} aria-hidden /> },
  { action: 'go.settings', icon: <Settings size={18} aria-hidden /> },
];

/** The way to every page: at the side of a wide window, at the foot of a narrow one. */
export function Sidebar() {
  const [location] = useLocation();
  const settings = useSettings();
  const keys = keysInForce(settings['keys.frame']);
  return (
    <nav className={css.sidebar} aria-label={app.navigation}>
      <p className={css.brand}>
        <CupMark />
        {common.appName}
      </p>
      <ul className={css.places}>
        {places.map(({ action, icon }) => (
          <li key={action} className={action === 'go.settings' ? css.lastPlace : undefined}>
            <Link
              href={paths[action]}
              className={css.place}
              aria-current={isAt(location, paths[action]) ? 'page' : undefined}
              aria-keyshortcuts={settings['keys.singleLetters'] ? keys[action] : undefined}
            >
              {icon}
              <span className={css.placeName}>{actionNames[action]}</span>
              {settings['keys.singleLetters'] ? <Kbd keys={keys[action]} /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function isAt(location: string, path: string): boolean {
  return path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
}
