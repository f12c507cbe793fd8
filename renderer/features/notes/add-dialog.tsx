import { useRef, useState } from 'react';
import { Text } from 'react-aria-components/Text';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { showDone } from '../../app/undo.ts';
import { common } from '../../i18n/en/common.ts';
import { notes } from '../../i18n/en/notes.ts';
import type { Output } from '../../transport/app-contract.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';
import { SectionError } from '../../ui/section-error.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { lectureOptions } from '../cards/lecture-options.ts';
import { NoteFields } from './note-fields.tsx';
import { NotePreview } from './note-preview.tsx';
import css from './notes.module.css';
import { lastChoice } from './last-choice.ts';
import { typeLabels } from './type-labels.ts';
import { useDraft } from './use-draft.ts';
import { useDuplicate } from './use-duplicate.ts';

type AddDialogProps = { lecture: string | undefined; onClose: () => void };
type Types = Output<'notes.types'>['types'];

/** One note after the other by keyboard; type and lecture stay. In an empty library it makes the first course too. */
export function AddDialog({ lecture, onClose }: AddDialogProps) {
  const types = useServiceQuery('notes.types', {});
  const tree = useServiceQuery('library.tree', {});
  const error = types.error ?? tree.error;
  if (types.data !== undefined && tree.data !== undefined) {
    return (
      <Adder
        types={types.data.types}
        lectures={lectureOptions(tree.data.courses)}
        lecture={lecture}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog title={notes.addTitle} size="wide" isOpen onClose={onClose}>
      {error === null ? (
        <Skeleton height={320} />
      ) : (
        <SectionError
          error={error}
          onRetry={() => {
            void types.refetch();
            void tree.refetch();
          }}
        />
      )}
    </Dialog>
  );
}

type AdderProps = AddDialogProps & { types: Types; lectures: readonly { id: string; label: string }[] };

function Adder({ types, lectures, lecture: given, onClose }: AdderProps) {
  const box = useRef<HTMLDivElement>(null);
  const [typeUid, setTypeUid] = useState(() => lastChoice.type ?? types[0]?.uid ?? '');
  const [chosen, setChosen] = useState(() => given ?? lastChoice.lecture ?? '');
  const [course, setCourse] = useState('');
  const [isBusy, setBusy] = useState(false);
  const type = types.find(({ uid }) => uid === typeUid) ?? types[0];
  const labels = typeLabels(types);
  const lecture = lectures.find(({ id }) => id === chosen)?.id ?? lectures[0]?.id;
  const draft = useDraft({ fields: (type?.fields ?? []).map(() => ''), tags: [] });
  const duplicate = useDuplicate(type?.uid ?? '', draft.fields[0] ?? '');
  if (type === undefined) return null;
  const isCloze = type.kind === 'cloze';
  const canAdd =
    draft.fields.some((text) => text.trim() !== '') && (lecture ?? course.trim()) !== '' && !isBusy;

  const add = async () => {
    if (!canAdd) return;
    setBusy(true);
    try {
      const place = lecture ?? (await callService('notes.addCourse', { title: course.trim() })).lecture;
      lastChoice.type = type.uid;
      lastChoice.lecture = place;
      setChosen(place);
      const { cards } = await callService('notes.add', {
        noteType: type.uid,
        lecture: place,
        fields: draft.fields,
        tags: draft.tags,
      });
      draft.reset(type.fields.map(() => ''));
      box.current?.querySelector<HTMLElement>('[data-first]')?.focus();
      void showDone(notes.added(cards.length));
    } catch (error) {
      reportFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={notes.addTitle}
      size="wide"
      isOpen
      stays={draft.isChanged}
      onClose={onClose}
      actions={
        <>
          <p className={css.leaving}>{notes.addKeys}</p>
          <Button onPress={onClose}>{common.done}</Button>
          <Button
            variant="primary"
            isDisabled={!canAdd}
            aria-keyshortcuts="Control+Enter"
            onPress={() => void add()}
          >
            {notes.add}
          </Button>
        </>
      }
    >
      <div
        ref={box}
        role="presentation"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void add();
        }}
      >
        <div className={css.choices}>
          <Select
            label={notes.type}
            value={type.uid}
            options={types.map(({ uid }, index) => ({ id: uid, label: labels[index] ?? '' }))}
            onChange={(uid) => {
              setTypeUid(uid);
              const next = types.find((other) => other.uid === uid);
              draft.reset((next?.fields ?? []).map((_, index) => draft.fields[index] ?? ''));
            }}
          />
          {lecture === undefined ? (
            <TextField
              className={field.field ?? ''}
              value={course}
              onChange={setCourse}
              maxLength={400}
              autoFocus
            >
              <Label className={field.label ?? ''}>{notes.courseName}</Label>
              <Input className={field.input ?? ''} />
              <Text slot="description" className={field.hint ?? ''}>
                {notes.courseHint}
              </Text>
            </TextField>
          ) : (
            <Select label={notes.lecture} value={lecture} options={lectures} onChange={setChosen} />
          )}
        </div>
        <div className={css.columns}>
          <NoteFields draft={draft} names={type.fields} isCloze={isCloze} warning={duplicate} />
          <div className={css.beside}>
            <NotePreview
              key={type.uid}
              noteType={type.uid}
              templates={type.templates}
              isCloze={isCloze}
              fields={draft.fields}
              tags={draft.tags}
            />
          </div>
        </div>
      </div>
    </Dialog>
  );
}
