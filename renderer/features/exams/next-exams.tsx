import { useLocation } from 'wouter';
import { assessments as words } from '../../i18n/en/assessments.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import css from './exams.module.css';

const most = 3;

/** "Cardiology in 19 days", for the exams that are still to come. Nothing where there is none. */
export function NextExams({ course }: { course?: string }) {
  const [, navigate] = useLocation();
  const { data } = useServiceQuery('exams.list', {});
  const coming = (data?.exams ?? [])
    .filter((exam) => exam.daysLeft >= 0 && (course === undefined || exam.course === course))
    .slice(0, most);
  if (coming.length === 0) return null;
  return (
    <Panel title={words.exams}>
      <ul className={css.rows}>
        {coming.map((exam) => (
          <li key={exam.uid} className={css.row}>
            <span className={css.text}>{words.examIn(exam.title, exam.daysLeft)}</span>
            <Button onPress={() => navigate(`/test/new/exam/${exam.uid}`)}>{words.take}</Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
