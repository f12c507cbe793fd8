import { useState } from 'react';
import { showDone } from '../../app/undo.ts';
import { common } from '../../i18n/en/common.ts';
import { notes } from '../../i18n/en/notes.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NoteFields } from './note-fields.tsx';
import { NotePreview } from './note-preview.tsx';
import css from './notes.module.css';
import { useDraft } from './use-draft.ts';
import { useDuplicate } from './use-duplicate.ts';

type Note = Output<'notes.read'>;
type EditDialogProps = { card: string; onClose: () => void; onDone: () => void };

/** The note of a card, in place. */
export function EditDialog({ card, onClose, onDone }: EditDialogProps) {
  const note = useServiceQuery('notes.read', { card });
  if (note.data !== undefined) {
    return <Editor key={note.data.note} card={card} note={note.data} onClose={onClose} onDone={onDone} />;
  }
  return (
    <Dialog title={notes.editTitle} size="wide" isOpen onClose={onClose}>
      {note.error === null ? (
        <Skeleton height={320} />
      ) : (
        <SectionError error={note.error} onRetry={() => void note.refetch()} />
      )}
    </Dialog>
  );
}

function Editor({ card, note, onClose, onDone }: EditDialogProps & { note: Note }) {
  const draft = useDraft(note);
  const [isLeaving, setLeaving] = useState(false);
  const edit = useServiceCommand('notes.edit');
  const { noteType } = note;
  const isCloze = noteType.kind === 'cloze';
  const duplicate = useDuplicate(noteType.uid, draft.fields[0] ?? '', note.note);
  const save = () => {
    if (edit.isPending) return;
    if (!draft.isChanged) return onClose();
    edit.mutate(
      { note: note.note, fields: draft.fields, tags: draft.tags },
      {
        onSuccess: ({ added }) => {
          onClose();
          void showDone(added === 0 ? notes.saved : notes.savedWith(added));
          onDone();
        },
      },
    );
  };
  return (
    <Dialog
      title={notes.editTitle}
      size="wide"
      isOpen
      onClose={() => (draft.isChanged && !isLeaving ? setLeaving(true) : onClose())}
      actions={
        isLeaving ? (
          <>
            <p className={css.leaving} role="alert">
              {notes.changed}
            </p>
            <Button variant="danger" onPress={onClose}>
              {notes.discard}
            </Button>
            <Button autoFocus onPress={() => setLeaving(false)}>
              {notes.keepWriting}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={onClose}>{common.cancel}</Button>
            <Button variant="primary" aria-keyshortcuts="Control+Enter" onPress={save}>
              {notes.save}
            </Button>
          </>
        )
      }
    >
      <div
        className={css.columns}
        role="presentation"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      >
        <NoteFields draft={draft} names={noteType.fields} isCloze={isCloze} warning={duplicate} />
        <div className={css.beside}>
          <NotePreview
            noteType={noteType.uid}
            templates={noteType.templates}
            isCloze={isCloze}
            fields={draft.fields}
            tags={draft.tags}
          />
          <EmptyCards note={note} card={card} />
        </div>
      </div>
    </Dialog>
  );
}

/** Cards whose deletion or front is gone stay until their owner lets them go. */
function EmptyCards({ note }: { note: Note; card: string }) {
  const remove = useServiceCommand('notes.removeEmpty');
  const empty = note.cards.filter((card) => card.empty).length;
  if (empty === 0) return null;
  return (
    <div className={css.empty}>
      <p>{notes.emptyCards(empty)}</p>
      {empty === note.cards.length ? null : (
        <Button
          onPress={() =>
            remove.mutate(
              { note: note.note },
              { onSuccess: ({ cards }) => void showDone(notes.removedEmpty(cards)) },
            )
          }
        >
          {notes.removeEmpty}
        </Button>
      )}
    </div>
  );
}
