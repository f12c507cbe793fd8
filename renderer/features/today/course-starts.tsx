import { Link } from 'wouter';
import { today as words } from '../../i18n/en/today.ts';
import type { Output } from '../../transport/app-contract.ts';
import { Panel } from '../../ui/panel.tsx';
import css from './today.module.css';

type CourseStartsProps = { courses: Output<'study.today'>['courses']; hideCounts: boolean };

/** The plan of the day by course; each begins there. */
export function CourseStarts({ courses, hideCounts }: CourseStartsProps) {
  return (
    <Panel flush>
      <h2 className={css.coursesHead}>{words.courses}</h2>
      <div className={css.courses}>
        {courses.map(({ uid, title, due, learning, fresh, minutes }) => (
          <Link key={uid} href={`/study/course/${uid}`} className={css.course ?? ''}>
            <span className={css.courseText}>
              <span className={css.courseTitle}>{title}</span>
              {hideCounts ? null : (
                <span className={css.courseCounts}>{words.courseCounts(due, learning, fresh)}</span>
              )}
            </span>
            <span className={css.courseMinutes}>{words.courseMinutes(minutes)}</span>
          </Link>
        ))}
      </div>
    </Panel>
  );
}
