import { useState } from 'react';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { showDone } from '../../app/undo.ts';
import { assessments as words } from '../../i18n/en/assessments.ts';
import { formatStudyDay } from '../../i18n/format.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import css from './exams.module.css';
import { ExamDialog } from './exam-dialog.tsx';

type Exam = Output<'exams.list'>['exams'][number];

/** Exams by day, each with its tests. */
export function ExamList() {
  const [, navigate] = useLocation();
  const [editing, setEditing] = useState<Exam | 'new'>();
  const list = useServiceQuery('exams.list', {});
  const remove = useServiceCommand('exams.remove');
  const putAway = ({ uid, title }: Exam) =>
    remove.mutate({ exam: uid }, { onSuccess: () => void showDone(words.examRemoved(title)) });
  return (
    <Panel title={words.exams} actions={<Button onPress={() => setEditing('new')}>{words.addExam}</Button>}>
      {list.data === undefined && list.error === null ? <SkeletonRows rows={2} rowHeight={52} /> : null}
      {list.data === undefined && list.error !== null ? (
        <SectionError error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data?.exams.length === 0 ? <p className={css.note}>{words.noExams}</p> : null}
      <ul className={css.rows}>
        {list.data?.exams.map((exam) => (
          <li key={exam.uid} className={css.row}>
            <span className={css.text}>
              {words.examIn(exam.title, exam.daysLeft)}
              <small>
                {formatStudyDay(exam.day)} · {exam.courseTitle}
              </small>
            </span>
            <Button variant="primary" onPress={() => navigate(`/test/new/exam/${exam.uid}`)}>
              {words.take}
            </Button>
            <Button onPress={() => navigate(`/test/exam/${exam.uid}`)}>{words.history}</Button>
            <Menu
              label={words.actionsOf(exam.title)}
              icon={<Ellipsis size={18} aria-hidden />}
              entries={[
                {
                  id: 'edit',
                  label: words.editExam,
                  icon: <Pencil size={16} aria-hidden />,
                  onAction: () => setEditing(exam),
                },
                {
                  id: 'remove',
                  label: words.remove,
                  icon: <Trash2 size={16} aria-hidden />,
                  onAction: () => putAway(exam),
                },
              ]}
            />
          </li>
        ))}
      </ul>
      {editing === undefined || list.data === undefined ? null : (
        <ExamDialog
          exam={editing === 'new' ? undefined : editing}
          today={list.data.today}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Panel>
  );
}
