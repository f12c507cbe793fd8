import type { ReactNode } from 'react';
import { Search } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { app } from '../i18n/en/app.ts';
import { SimulatedMark } from '../features/profiles/simulated-mark.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { useFrame } from './frame-state.ts';
import css from './frame.module.css';
import { Sidebar } from './sidebar.tsx';

/** Sidebar, search and the page. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <div className={css.frame}>
      <a
        className={css.skip}
        href="#content"
        onClick={(event) => {
          // The hash belongs to the routes.
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {app.skip}
      </a>
      <Sidebar />
      <div className={css.column}>
        <header className={css.top}>
          <Button
            className={css.search ?? ''}
            aria-keyshortcuts="Control+K"
            onPress={() => useFrame.setState({ open: 'palette' })}
          >
            <Search size={16} aria-hidden />
            <span className={css.searchText}>{app.search}</span>
            <Kbd keys="mod+k" />
          </Button>
          <ConnectionNote className={css.status} />
        </header>
        <main className={css.main} id="content" tabIndex={-1}>
          <SimulatedMark />
          {children}
        </main>
      </div>
    </div>
  );
}
