import { NextExams } from '../exams/next-exams.tsx';
import { FirstRun } from '../first-run/first-run.tsx';
import { useSettings } from '../../app/use-settings.ts';
import { today as words } from '../../i18n/en/today.ts';
import { formatList, formatNumber, formatWeekday } from '../../i18n/format.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';
import { AtRisk } from './at-risk.tsx';
import { CourseStarts } from './course-starts.tsx';
import { HeadsUp } from './heads-up.tsx';
import { LastSession } from './last-session.tsx';
import { NowPanel } from './now-panel.tsx';
import css from './today.module.css';

/** What is due, how long it takes, and one button. */
export function TodayPage() {
  const { data, error, refetch } = useServiceQuery('study.today', {});
  const hideCounts = useSettings()['appearance.hideCounts'];
  if (error !== null && data === undefined) {
    return (
      <>
        <h1 className={css.title}>{words.title}</h1>
        <SectionError error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (data === undefined) return <TodaySkeleton />;
  if (!data.hasCards) return <FirstRun />;
  const bars = data.week.map(({ studyDay, due }, index) => ({
    label: index === 0 ? words.todayShort : formatWeekday(studyDay),
    value: due,
  }));
  return (
    <>
      <h1 className={css.title}>{words.headline(data.studyDay)}</h1>
      <p className={css.lead}>
        {data.answeredToday === 0
          ? words.notYet
          : words.answeredToday(data.answeredToday, data.studiedTodayMs)}
      </p>
      <div className={css.columns}>
        <div className={css.column}>
          <NowPanel today={data} hideCounts={hideCounts} />
          {hideCounts ? null : (
            <div className={css.chart}>
              <BarChart
                title={words.week}
                note={bars.every(({ value }) => value === 0) ? words.weekEmpty : words.weekNote}
                description={words.weekDescription(
                  formatList(bars.map((bar) => `${bar.label} ${formatNumber(bar.value)}`)),
                )}
                categoryName={words.weekDay}
                valueName={words.weekSeries}
                bars={bars}
              />
            </div>
          )}
        </div>
        <div className={css.side}>
          <div className={css.column}>
            {data.courses.length < 2 ? null : <CourseStarts courses={data.courses} hideCounts={hideCounts} />}
            <NextExams />
          </div>
          <div className={css.column}>
            <HeadsUp />
            <AtRisk />
            <LastSession session={data.lastSession} />
          </div>
        </div>
      </div>
    </>
  );
}

function TodaySkeleton() {
  return (
    <>
      <div className={css.titleSkeleton}>
        <Skeleton width={290} height={30} />
      </div>
      <div className={css.leadSkeleton}>
        <Skeleton width={240} height={16} />
      </div>
      <div className={css.columns}>
        <div className={css.column}>
          <Panel flush>
            <div className={css.waiting}>
              <SkeletonRows rows={1} rowHeight={77} />
              <SkeletonRows rows={3} rowHeight={66} />
              <SkeletonRows rows={1} rowHeight={43} />
            </div>
          </Panel>
          <Panel>
            <Skeleton height={214} />
          </Panel>
        </div>
        <div className={css.column}>
          <Panel flush>
            <div className={css.waiting}>
              <SkeletonRows rows={5} rowHeight={38} />
            </div>
          </Panel>
        </div>
      </div>
    </>
  );
}
