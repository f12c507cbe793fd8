import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Search } from 'lucide-react';
import { library } from '../../i18n/en/library.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { cx } from '../../ui/cx.ts';
import css from './library.module.css';
import { completions, lastWord } from './search-words.ts';

type SearchFieldProps = {
  text: string;
  onText: (text: string) => void;
  courses: Output<'library.tree'>['courses'];
};

/** The search of the library, completing its language as it is written. */
export function SearchField({ text, onText, courses }: SearchFieldProps) {
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const { word } = lastWord(text);
  const types = useServiceQuery('notes.types', {}, { enabled: isOpen });
  const tags = useServiceQuery(
    'notes.tags',
    { prefix: word.startsWith('tag:') ? word.slice(4).replaceAll('"', '').slice(0, 200) : '', limit: 20 },
    { enabled: isOpen && word.startsWith('tag:'), keepPrevious: true },
  );
  const offered = isOpen
    ? completions(text, {
        courses: courses.map(({ title }) => title),
        lectures: courses.flatMap((course) => course.lectures.map(({ title }) => title)),
        types: types.data?.types.map(({ name }) => name) ?? [],
        tags: tags.data?.tags ?? [],
      })
    : [];
  const take = (completion: string) => {
    // A key waits for its value; anything else is finished.
    onText(completion.endsWith(':') ? completion : `${completion} `);
    setAt(-1);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (offered.length === 0) return;
    const chosen = offered[at];
    if (event.key === 'ArrowDown') setAt((at + 1) % offered.length);
    else if (event.key === 'ArrowUp') setAt(at <= 0 ? offered.length - 1 : at - 1);
    else if (event.key === 'Escape') setOpen(false);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={css.searchBox}>
      <label className={css.search}>
        <Search size={16} aria-hidden />
        <span className="visually-hidden">{library.search}</span>
        <input
          ref={input}
          type="search"
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={at < 0 ? undefined : `${list}-${at}`}
          autoComplete="off"
          spellCheck={false}
          maxLength={400}
          value={text}
          placeholder={library.searchHint}
          onChange={(event) => {
            setOpen(true);
            setAt(-1);
            onText(event.target.value);
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
      </label>
      <div
        id={list}
        role="listbox"
        aria-label={library.completions}
        className={css.completions}
        hidden={offered.length === 0}
      >
        {offered.map((completion, index) => (
          <div
            key={completion}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            className={cx(css.completion, index === at && css.currentCompletion)}
            // Before the field loses its focus and the list goes.
            onPointerDown={(event) => {
              event.preventDefault();
              take(completion);
            }}
          >
            {completion}
          </div>
        ))}
      </div>
    </div>
  );
}
