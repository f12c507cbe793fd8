import { useState } from 'react';
import { Plus, X } from 'lucide-react';
import { showDone } from '../../app/undo.ts';
import { common } from '../../i18n/en/common.ts';
import { leeches } from '../../i18n/en/leeches.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toHtml, toText } from '../notes/field-text.ts';
import notesCss from '../notes/notes.module.css';
import { proposedNotes } from './proposed-notes.ts';
import css from './leeches.module.css';

type SplitDialogProps = { card: string; onClose: () => void; onDone: () => void };

/** Several notes for what one card held together. */
export function SplitDialog({ card, onClose, onDone }: SplitDialogProps) {
  const note = useServiceQuery('notes.read', { card });
  const reasons = useServiceQuery('leeches.reasons', { card });
  const error = note.error ?? reasons.error;
  if (note.data !== undefined && reasons.data !== undefined) {
    return (
      <Splitter card={card} note={note.data} facts={reasons.data.facts} onClose={onClose} onDone={onDone} />
    );
  }
  return (
    <Dialog title={leeches.splitTitle} size="wide" isOpen onClose={onClose}>
      {error === null ? (
        <Skeleton height={320} />
      ) : (
        <SectionError
          error={error}
          onRetry={() => {
            void note.refetch();
            void reasons.refetch();
          }}
        />
      )}
    </Dialog>
  );
}

const mostNotes = 20;

type SplitterProps = SplitDialogProps & { note: Output<'notes.read'>; facts: readonly string[] };

function Splitter({ card, note, facts, onClose, onDone }: SplitterProps) {
  const [parts, setParts] = useState(() =>
    proposedNotes(note.fields, facts).map((fields) => fields.map(toText)),
  );
  const split = useServiceCommand('leeches.split');
  const filled = parts.filter((fields) => fields.some((text) => text.trim() !== ''));
  const save = () => {
    if (filled.length === 0 || split.isPending) return;
    split.mutate(
      { card, notes: filled.map((fields) => ({ fields: fields.map((text) => toHtml(text, '')) })) },
      {
        onSuccess: ({ notes }) => {
          onClose();
          void showDone(leeches.splitDone(notes.length));
          onDone();
        },
      },
    );
  };
  const setText = (part: number, field: number, text: string) =>
    setParts(
      parts.map((fields, at) =>
        at === part ? fields.map((old, index) => (index === field ? text : old)) : fields,
      ),
    );
  return (
    <Dialog
      title={leeches.splitTitle}
      size="wide"
      isOpen
      stays
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={filled.length === 0} onPress={save}>
            {leeches.splitSave}
          </Button>
        </>
      }
    >
      <div
        className={css.parts}
        role="presentation"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      >
        {parts.map((fields, part) => (
          // Parts have no identity but their place.
          <fieldset key={part} className={css.part}>
            <legend className={css.partHead}>
              {leeches.splitNote(part + 1)}
              <IconButton
                label={leeches.splitRemove(part + 1)}
                onPress={() => setParts(parts.filter((_, at) => at !== part))}
              >
                <X size={16} aria-hidden />
              </IconButton>
            </legend>
            {note.noteType.fields.map((name, index) => (
              <label key={name} className={notesCss.field}>
                <span className={notesCss.name}>{name}</span>
                <textarea
                  className={notesCss.text}
                  rows={2}
                  maxLength={200_000}
                  value={fields[index] ?? ''}
                  onChange={(event) => setText(part, index, event.target.value)}
                />
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      {parts.length >= mostNotes ? null : (
        <Button
          icon={<Plus size={16} aria-hidden />}
          onPress={() =>
            setParts([
              ...parts,
              note.noteType.fields.map((_, index) => (index === 0 ? toText(note.fields[0] ?? '') : '')),
            ])
          }
        >
          {leeches.splitAdd}
        </Button>
      )}
    </Dialog>
  );
}
