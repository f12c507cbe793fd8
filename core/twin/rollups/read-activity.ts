import type { z } from 'zod';
import { wilsonInterval } from '#ml/evaluate/wilson-interval.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import type { activityContract } from './contract.ts';
import { weekdayOfDay } from './local-parts.ts';

type Activity = z.input<(typeof activityContract)['twin.activity']['output']>;
type Range = { from: number; to: number };
type Counts = { answers: number; ms: number; reviewed: number; recalled: number };

const dayRows = statement<Range, Counts & { day: number }>(
  'twin.activityDays',
  `SELECT study_day AS day, answers, learn_ms + review_ms AS ms, review_answers AS reviewed, review_recalled AS recalled
   FROM daily_rollups WHERE study_day BETWEEN @from AND @to ORDER BY study_day`,
);
const hourRows = statement<Range, Counts & { weekday: number; hour: number }>(
  'twin.activityHours',
  `SELECT ${weekdayOfDay} AS weekday, hour, sum(answers) AS answers, sum(ms) AS ms, sum(review_answers) AS reviewed,
     sum(review_recalled) AS recalled
   FROM hourly_rollups WHERE study_day BETWEEN @from AND @to GROUP BY 1, 2 ORDER BY 1, 2`,
);
const sessionSums = statement<
  Range & { since: number; until: number },
  { n: number; answers: number; ms: number }
>(
  'twin.activitySessions',
  `SELECT count(*) AS n, coalesce(sum(m.answers), 0) AS answers, coalesce(sum(m.ms), 0) AS ms
   FROM study_sessions s JOIN session_metrics m ON m.session_id = s.id
   WHERE s.started_at BETWEEN @since AND @until AND s.study_day BETWEEN @from AND @to AND s.deleted_at IS NULL`,
);
const lastDayBefore = statement<{ before: number }, { day: number }>(
  'twin.lastDayBefore',
  'SELECT study_day AS day FROM daily_rollups WHERE study_day < @before ORDER BY study_day DESC LIMIT 1',
);
const firstDayOfAll = statement<Record<string, never>, { day: number | null }>(
  'twin.firstDayOfAll',
  'SELECT min(study_day) AS day FROM daily_rollups',
);

const dayMs = 86_400_000;
/** A study day lies within so many days around its date in UTC. */
const slackDays = 2;
const mostYears = 100;

const yearOf = (day: number): number => new Date(day * dayMs).getUTCFullYear();
const firstDayOf = (year: number): number => {
  const date = new Date(0);
  // Years below 100 would be taken for 1900 and some.
  date.setUTCFullYear(year, 0, 1);
  return date.getTime() / dayMs;
};
const rangeOf = (year: number): Range => ({ from: firstDayOf(year), to: firstDayOf(year + 1) - 1 });

const shown = ({
  answers,
  ms,
  reviewed,
  recalled,
}: Counts): Pick<Activity['days'][number], 'answers' | 'ms' | 'recall'> => ({
  answers,
  ms,
  recall:
    reviewed === 0
      ? null
      : { n: reviewed, share: recalled / reviewed, ...wilsonInterval(recalled, reviewed) },
});

/** Years with answers, the newest first: from each to the next, as a wrong clock may have left days far apart. */
const yearsOf = (store: Store): number[] => {
  const years: number[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  while (years.length < mostYears) {
    const found = store.get(lastDayBefore, { before });
    if (found === undefined) break;
    const year = yearOf(found.day);
    years.push(year);
    before = firstDayOf(year);
  }
  return years;
};

/** When the owner studied, in a calendar year or the year that ends today. */
export const readActivity = (store: Store, year: number | undefined): Activity => {
  const settings = readSettings(store);
  const { studyDay: today } = localMoment(store.clock.now(), store.clock, settings);
  const range = year === undefined ? { from: today - 364, to: today } : rangeOf(year);
  const instants = { since: (range.from - slackDays) * dayMs, until: (range.to + slackDays) * dayMs };
  return store.snapshot(() => ({
    ...range,
    today,
    firstDay: store.get(firstDayOfAll, {})?.day ?? null,
    years: yearsOf(store),
    days: store.all(dayRows, range).map((row) => ({ day: row.day, ...shown(row) })),
    dayBegins: settings['study.rolloverHour'],
    hours: store.all(hourRows, range).map((row) => ({ weekday: row.weekday, hour: row.hour, ...shown(row) })),
    sessions: store.get(sessionSums, { ...range, ...instants }) ?? { n: 0, answers: 0, ms: 0 },
  }));
};
