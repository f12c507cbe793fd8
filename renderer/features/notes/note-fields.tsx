import { useRef, useState } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { Bold, Brackets, Italic, Paperclip } from 'lucide-react';
import { notes } from '../../i18n/en/notes.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { IconButton } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.ts';
import { addFile, maxFileBytes } from './add-file.ts';
import { clozeAround, nextClozeNumber } from './cloze-around.ts';
import css from './notes.module.css';
import type { Draft } from './use-draft.ts';
import { insertText, wrapSelection } from './write-into.ts';

type NoteFieldsProps = {
  draft: Draft;
  names: readonly string[];
  isCloze: boolean;
  /** Said under the first field. */
  warning?: string | undefined;
  withoutTags?: boolean;
};

/** The fields of a note and its tags, with the keys that mark text. */
export function NoteFields({ draft, names, isCloze, warning, withoutTags = false }: NoteFieldsProps) {
  const box = useRef<HTMLDivElement>(null);
  const last = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  const field = (): HTMLTextAreaElement | null =>
    last.current?.isConnected === true ? last.current : (box.current?.querySelector('textarea') ?? null);
  const wrap = (before: string, after: string) => {
    const target = field();
    if (target !== null) wrapSelection(target, before, after);
  };
  const cloze = (same: boolean) => {
    const [before = '', after = ''] = clozeAround('\0', nextClozeNumber(draft.texts, same)).split('\0');
    wrap(before, after);
  };
  const addFiles = (files: Iterable<File>) => {
    const target = field();
    if (target === null) return;
    for (const file of files) {
      if (file.size > maxFileBytes) showToast({ text: notes.fileTooLarge, tone: 'bad' });
      else addFile(file).then((text) => insertText(target, text), reportFailure);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key === 'b' && !event.shiftKey) wrap('<b>', '</b>');
    else if (key === 'i' && !event.shiftKey) wrap('<i>', '</i>');
    // With Alt some layouts give another letter for the same key.
    else if (event.shiftKey && (key === 'c' || event.code === 'KeyC')) cloze(event.altKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    addFiles(files);
  };

  return (
    <div ref={box} className={css.fields} role="presentation" onKeyDown={onKeyDown} onPaste={onPaste}>
      <div className={css.marks}>
        <IconButton label={notes.bold} aria-keyshortcuts="Control+B" onPress={() => wrap('<b>', '</b>')}>
          <Bold size={18} aria-hidden />
        </IconButton>
        <IconButton label={notes.italic} aria-keyshortcuts="Control+I" onPress={() => wrap('<i>', '</i>')}>
          <Italic size={18} aria-hidden />
        </IconButton>
        {isCloze ? (
          <>
            <IconButton label={notes.cloze} aria-keyshortcuts="Control+Shift+C" onPress={() => cloze(false)}>
              <span className={css.mark} aria-hidden>
                {'[…]+'}
              </span>
            </IconButton>
            <IconButton
              label={notes.clozeSame}
              aria-keyshortcuts="Control+Shift+Alt+C"
              onPress={() => cloze(true)}
            >
              <Brackets size={18} aria-hidden />
            </IconButton>
          </>
        ) : null}
        <IconButton label={notes.file} onPress={() => picker.current?.click()}>
          <Paperclip size={18} aria-hidden />
        </IconButton>
        <input
          ref={picker}
          type="file"
          hidden
          accept="image/*,audio/*,video/*"
          multiple
          onChange={(event) => {
            addFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
      {names.map((name, index) => (
        <label key={`${index} ${name}`} className={css.field}>
          <span className={css.name}>{name}</span>
          <textarea
            className={css.text}
            rows={Math.min(12, Math.max(2, (draft.texts[index] ?? '').split('\n').length))}
            maxLength={200_000}
            spellCheck
            data-first={index === 0 ? '' : undefined}
            value={draft.texts[index] ?? ''}
            aria-describedby={index === 0 && warning !== undefined ? 'note-warning' : undefined}
            onFocus={(event) => {
              last.current = event.target;
            }}
            onChange={(event) => draft.setText(index, event.target.value)}
          />
          {index === 0 && warning !== undefined ? (
            <span id="note-warning" role="status" className={css.warning}>
              {warning}
            </span>
          ) : null}
        </label>
      ))}
      {withoutTags ? null : <TagLine draft={draft} />}
    </div>
  );
}

function TagLine({ draft }: { draft: Draft }) {
  const [isFocused, setFocused] = useState(false);
  const written = draft.tagLine.split(/\s+/);
  const prefix = written.at(-1) ?? '';
  const before = written.slice(0, -1).join(' ');
  const found = useServiceQuery(
    'notes.tags',
    { prefix: prefix.slice(0, 200), limit: 12 },
    { enabled: isFocused, keepPrevious: true },
  );
  return (
    <label className={css.field}>
      <span className={css.name}>
        {notes.tags} <span className={css.quiet}>{notes.tagsHint}</span>
      </span>
      <input
        className={css.line}
        value={draft.tagLine}
        list="known-tags"
        maxLength={4000}
        autoComplete="off"
        onFocus={() => setFocused(true)}
        onChange={(event) => draft.setTagLine(event.target.value)}
      />
      <datalist id="known-tags">
        {(found.data?.tags ?? []).map((tag) => (
          <option key={tag} value={before === '' ? tag : `${before} ${tag}`}>
            {tag}
          </option>
        ))}
      </datalist>
    </label>
  );
}
