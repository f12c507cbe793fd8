import { useLocation } from 'wouter';
import { assessments as words } from '../../i18n/en/assessments.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { ExamList } from '../exams/exam-list.tsx';
import libraryCss from '../library/library.module.css';
import css from './assessments.module.css';

type Test = Output<'assessments.list'>['tests'][number];

/** Exams, and every test taken: of one exam, how it went from test to test. */
export default function TestsPage({ exam }: { exam?: string }) {
  const list = useServiceQuery('assessments.list', { limit: 200, ...(exam === undefined ? {} : { exam }) });
  const exams = useServiceQuery('exams.list', {});
  const title = exams.data?.exams.find(({ uid }) => uid === exam)?.title;
  return (
    <>
      <h1 className={libraryCss.title}>{words.title}</h1>
      <p className={css.lead}>{words.intro}</p>
      <div className={css.stack}>
        <ExamList />
        <Panel title={title === undefined ? words.history : words.trend(title)}>
          {list.data !== undefined ? (
            <Tests tests={list.data.tests} />
          ) : list.error === null ? (
            <SkeletonRows rows={4} rowHeight={52} />
          ) : (
            <SectionError error={list.error} onRetry={() => void list.refetch()} />
          )}
        </Panel>
      </div>
    </>
  );
}

function Tests({ tests }: { tests: readonly Test[] }) {
  const [, navigate] = useLocation();
  if (tests.length === 0) return <p className={css.note}>{words.noTests}</p>;
  return (
    <>
      <ul className={css.rows}>
        {tests.map((test) => (
          <li key={test.uid} className={css.row}>
            <span className={css.text}>
              {test.title}
              <small>
                {formatDateTime(test.startedAt)} · {words.time(test.durationMs)}
                {test.outcome === 'abandoned' ? ` · ${words.abandoned}` : ''}
                {test.outcome === null ? ` · ${words.unfinished}` : ''}
              </small>
            </span>
            <span className={css.score}>{words.score(test.score)}</span>
            <Button onPress={() => navigate(`/test/${test.outcome === null ? 'run' : 'result'}/${test.uid}`)}>
              {test.outcome === null ? words.resume : words.show}
            </Button>
          </li>
        ))}
      </ul>
      <p className={css.note}>{words.intervalNote}</p>
    </>
  );
}
