import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Search } from 'lucide-react';
import { useLocation } from 'wouter';
import { app } from '../i18n/en/app.ts';
import { library } from '../i18n/en/library.ts';
import { useServiceQuery } from '../transport/use-service.ts';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useFrame } from './frame-state.ts';
import css from './overlays.module.css';
import { usePaletteActions } from './use-palette-actions.ts';

type Entry = { id: string; name: string; place?: string; keys?: string; run: () => void };

/** Finds any action, course, lecture, card or setting by words. */
export default function Palette() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [, navigate] = useLocation();
  const close = () => useFrame.setState({ open: undefined });
  const words = text.trim();
  const found = useServiceQuery(
    'library.find',
    { text: words, limit: 20 },
    { enabled: words.length > 0, keepPrevious: true },
  );

  const actions: Entry[] = usePaletteActions().filter(({ name }) => matches(name, words));
  const hits: Entry[] =
    words === ''
      ? []
      : (found.data?.hits ?? []).map((hit) => ({
          id: hit.uid,
          name: hit.title === '' ? library.noText : hit.title,
          place: hit.place,
          run: () =>
            hit.kind === 'card'
              ? useFrame.setState({ card: hit.uid })
              : navigate(`/library/${hit.kind}/${hit.uid}`),
        }));
  const entries = [...actions, ...hits];
  const current = entries[Math.min(at, entries.length - 1)];

  const run = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    close();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(current);
    else if (event.key === 'ArrowDown') setAt(Math.min(entries.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else return;
    event.preventDefault();
  };
  const option = (entry: Entry) => (
    <li
      key={entry.id}
      id={`palette-${entry.id.replaceAll(' ', '-')}`}
      role="option"
      aria-selected={entry === current}
      className={cx(css.entry, entry === current && css.current)}
      ref={entry === current ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
      onMouseMove={() => setAt(entries.indexOf(entry))}
      onClick={() => run(entry)}
    >
      <span className={css.entryName}>{entry.name}</span>
      {entry.place === undefined ? null : <span className={css.entryPlace}>{entry.place}</span>}
      {entry.keys === undefined ? null : <Kbd keys={entry.keys} />}
    </li>
  );
  return (
    <Dialog title={app.palette} bare isOpen onClose={close}>
      <div className={css.query}>
        <Search size={18} aria-hidden />
        <input
          // The palette is opened to type in.
          autoFocus
          className={css.input}
          role="combobox"
          aria-label={app.palette}
          aria-expanded={entries.length > 0}
          aria-controls="palette-list"
          aria-activedescendant={
            current === undefined ? undefined : `palette-${current.id.replaceAll(' ', '-')}`
          }
          placeholder={app.paletteHint}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {entries.length === 0 ? (
        <div className={css.results}>
          {found.isFetching ? null : <p className={css.nothing}>{app.paletteEmpty}</p>}
        </div>
      ) : (
        <div id="palette-list" className={css.results} role="listbox" aria-label={app.palette}>
          {actions.length === 0 ? null : (
            <ul role="group" aria-label={app.paletteActions}>
              {actions.map(option)}
            </ul>
          )}
          {hits.length === 0 ? null : (
            <ul role="group" aria-label={app.paletteLibrary}>
              <li className={css.groupName} role="presentation">
                {app.paletteLibrary}
              </li>
              {hits.map(option)}
            </ul>
          )}
        </div>
      )}
    </Dialog>
  );
}

function matches(name: string, words: string): boolean {
  const text = name.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
