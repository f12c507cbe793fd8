import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { showDone } from '../../app/undo.ts';
import { common } from '../../i18n/en/common.ts';
import { notes } from '../../i18n/en/notes.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';

type PlaceDialogProps = { course: string | undefined; parent: string | undefined; onClose: () => void };

/** A name for a new course, or for a new lecture of one. */
export function PlaceDialog({ course, parent, onClose }: PlaceDialogProps) {
  const [text, setText] = useState('');
  const title = text.trim();
  const save = async () => {
    if (title === '') return;
    try {
      if (course === undefined) await callService('notes.addCourse', { title });
      else
        await callService('notes.addLecture', { course, ...(parent === undefined ? {} : { parent }), title });
      onClose();
      await showDone(notes.placeMade(title));
    } catch (error) {
      reportFailure(error);
    }
  };
  return (
    <Dialog
      title={course === undefined ? notes.newCourseTitle : notes.newLectureTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={title === ''} onPress={() => void save()}>
            {notes.create}
          </Button>
        </>
      }
    >
      <TextField
        autoFocus
        className={field.field ?? ''}
        value={text}
        onChange={setText}
        maxLength={400}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
          else event.continuePropagation();
        }}
      >
        <Label className={field.label ?? ''}>{notes.placeName}</Label>
        <Input className={field.input ?? ''} />
      </TextField>
    </Dialog>
  );
}
