import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { showDone } from '../../app/undo.ts';
import { assessments as words } from '../../i18n/en/assessments.ts';
import { common } from '../../i18n/en/common.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { objectivesOf } from '../cards/lecture-options.ts';
import css from './exams.module.css';

type Exam = Output<'exams.list'>['exams'][number];
type ExamDialogProps = { exam: Exam | undefined; today: number; onClose: () => void };

const dayMs = 86_400_000;
const toDate = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
/** Three weeks: what a person who adds an exam most likely has left. */
const usualDays = 21;

/** An exam: its title, its day, and what of its course it is about. */
export function ExamDialog({ exam, today, onClose }: ExamDialogProps) {
  const tree = useServiceQuery('library.tree', {});
  const create = useServiceCommand('exams.create');
  const change = useServiceCommand('exams.change');
  const [title, setTitle] = useState(exam?.title ?? '');
  const [date, setDate] = useState(toDate(exam?.day ?? today + usualDays));
  const [chosen, setChosen] = useState<readonly string[] | null>(exam?.objectives ?? null);
  const courses = tree.data?.courses ?? [];
  const [picked, setPicked] = useState(exam?.course);
  const course = picked ?? courses[0]?.uid ?? '';
  const chosenCourse = courses.find(({ uid }) => uid === course);
  const all = chosenCourse === undefined ? [] : objectivesOf(chosenCourse);
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  const name = title.trim();
  const isReady = name !== '' && course !== '' && Number.isInteger(day) && chosen?.length !== 0;
  const save = () => {
    if (!isReady) return;
    const objectives = chosen === null ? null : [...chosen];
    const done = (text: string) => ({
      onSuccess: () => {
        onClose();
        void showDone(text);
      },
    });
    if (exam === undefined)
      create.mutate({ title: name, course, day, objectives }, done(words.examAdded(name)));
    else change.mutate({ exam: exam.uid, title: name, day, objectives }, done(words.examChanged(name)));
  };
  return (
    <Dialog
      title={exam === undefined ? words.addExam : words.editExam}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={!isReady} onPress={save}>
            {words.save}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <TextField autoFocus className={field.field ?? ''} value={title} onChange={setTitle} maxLength={400}>
          <Label className={field.label ?? ''}>{words.examTitle}</Label>
          <Input className={field.input ?? ''} />
        </TextField>
        <TextField className={field.field ?? ''} type="date" value={date} onChange={setDate}>
          <Label className={field.label ?? ''}>{words.examDay}</Label>
          <Input className={field.input ?? ''} />
        </TextField>
        {exam === undefined ? (
          <Select
            label={words.course}
            value={course}
            options={courses.map(({ uid, title: label }) => ({ id: uid, label }))}
            onChange={(uid) => {
              setPicked(uid);
              setChosen(null);
            }}
          />
        ) : null}
        <Switch
          label={words.allObjectives}
          isSelected={chosen === null}
          onChange={(isAll) => setChosen(isAll ? null : all.map(({ id }) => id))}
        />
        {chosen === null
          ? null
          : all.map(({ id, label }) => (
              <Switch
                key={id}
                label={label}
                isSelected={chosen.includes(id)}
                onChange={(isIn) => setChosen(isIn ? [...chosen, id] : chosen.filter((uid) => uid !== id))}
              />
            ))}
      </div>
    </Dialog>
  );
}
