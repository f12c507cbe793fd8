import { useState } from 'react';
import { activity as words } from '../../../i18n/en/twin-activity.ts';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { formatNumber } from '../../../i18n/format.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { AmountHeatmap } from '../../../ui/charts/amount-heatmap.tsx';
import { CalendarYear } from '../../../ui/charts/calendar-year.tsx';
import { Select } from '../../../ui/select.tsx';
import { ShowAnswers, type Traced } from '../evidence/show-answers.tsx';
import { TwinSection } from '../twin-section.tsx';
import { daysOfPeriod } from './days-of-history.ts';
import css from '../twin.module.css';

type Activity = Output<'twin.activity'>;
type Counts = Pick<Activity['days'][number], 'answers' | 'ms' | 'recall'>;

const latest = 'latest';

/** When the owner studied: counts by day, weekday and hour, over a year. */
export function ActivitySection() {
  const [year, setYear] = useState<number>();
  const query = useServiceQuery('twin.activity', year === undefined ? {} : { year }, { keepPrevious: true });
  return (
    <TwinSection title={words.title} query={query} height={560}>
      {(data) =>
        data.years.length === 0 ? (
          <p className={css.quiet}>{words.nothingYet}</p>
        ) : (
          <div className={css.stack}>
            <Select
              label={words.year}
              value={year === undefined ? latest : String(year)}
              options={[
                { id: latest, label: words.lastYear },
                ...data.years.map((one) => ({ id: String(one), label: String(one) })),
              ]}
              onChange={(chosen) => setYear(chosen === latest ? undefined : Number(chosen))}
            />
            {data.days.length === 0 ? <p className={css.quiet}>{words.nothing}</p> : <Year activity={data} />}
          </div>
        )
      }
    </TwinSection>
  );
}

function Year({ activity }: { activity: Activity }) {
  const { days, sessions } = activity;
  // What has not come yet is no day without answers.
  const to = Math.max(Math.min(activity.to, activity.today), days.at(-1)?.day ?? 0);
  const sum = (of: (day: Counts) => number) => days.reduce((total, day) => total + of(day), 0);
  const facts: [name: string, value: string][] = [
    [words.days, words.ofDays(days.length, daysOfPeriod(activity, to))],
    [words.answers, formatNumber(sum(({ answers }) => answers))],
    [words.time, words.minutes(sum(({ ms }) => ms))],
    ...(sessions.n === 0
      ? []
      : ([[words.sessions, words.session(sessions.n, sessions.ms, sessions.answers)]] satisfies [
          string,
          string,
        ][])),
  ];
  return (
    <>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Calendar activity={activity} to={to} />
      <Hours activity={activity} />
      <ShowAnswers of={words.title} numbers={numbersOf(activity)} />
      <p className={css.quiet}>{words.hours.text(activity.dayBegins)}</p>
    </>
  );
}

/** The whole, each day from the latest, and each hour of a weekday. */
function numbersOf({ days, hours, from, to }: Activity): Traced[] {
  const { all, counted } = twinEvidence;
  const whole = { of: 'activity', from, to, weekday: null, hour: null } as const;
  const total = days.reduce((sum, { answers }) => sum + answers, 0);
  return [
    { label: counted(all, total), ask: whole },
    ...days.toReversed().map(({ day, answers }) => ({
      label: counted(words.calendar.name(day), answers),
      ask: { ...whole, from: day, to: day },
    })),
    ...hours.map(({ weekday, hour, answers }) => ({
      label: counted(words.hours.name(weekday, hour), answers),
      ask: { ...whole, weekday, hour },
    })),
  ];
}

function Calendar({ activity: { days, from }, to }: { activity: Activity; to: number }) {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const all = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const { columns, title, description, day: say, dayNone, name } = words.calendar;
  const most = Math.max(...days.map(({ answers }) => answers));
  return (
    <CalendarYear
      title={title}
      level={3}
      description={description(days.length, all.length, most)}
      from={from}
      amounts={all.map((day) => byDay.get(day)?.answers ?? 0)}
      none={words.none}
      stops={all.map((day) => {
        const found = byDay.get(day);
        return found === undefined ? dayNone(day) : say(day, found.answers, found.ms, found.recall);
      })}
      table={{ columns, rows: days.map((day) => ({ label: name(day.day), ...shown(day) })) }}
      cells={days.map((day) => [isoDay(day.day), ...plain(day)])}
    />
  );
}

function Hours({ activity: { hours, dayBegins } }: { activity: Activity }) {
  const ordered = Array.from({ length: 24 }, (_, index) => (dayBegins + index) % 24);
  const weekdays = [0, 1, 2, 3, 4, 5, 6];
  const byCell = new Map(hours.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  const all = weekdays.flatMap((weekday) =>
    ordered.map((hour) => ({ weekday, hour, found: byCell.get(`${weekday} ${hour}`) })),
  );
  const known = all.flatMap(({ found }) => (found === undefined ? [] : [found]));
  const [most] = known.toSorted((a, b) => b.answers - a.answers);
  const { columns, title, description, weekday: nameOf, cell, cellNone, name } = words.hours;
  if (most === undefined) return null;
  return (
    <AmountHeatmap
      title={title}
      level={3}
      description={description(
        known.reduce((sum, { answers }) => sum + answers, 0),
        most.weekday,
        most.hour,
        most.answers,
      )}
      rows={weekdays.map(nameOf)}
      columns={ordered.map(String)}
      amounts={all.map(({ found }) => found?.answers ?? 0)}
      none={words.none}
      stops={all.map(({ weekday, hour, found }) =>
        found === undefined
          ? cellNone(weekday, hour)
          : cell(weekday, hour, found.answers, found.ms, found.recall),
      )}
      table={{
        columns,
        rows: known.map((row) => ({ label: name(row.weekday, row.hour), ...shown(row) })),
      }}
      cells={known.map((row) => [name(row.weekday, row.hour), ...plain(row)])}
    />
  );
}

/** Of the table, after its first column. */
function shown({ answers, ms, recall }: Counts) {
  return {
    value: formatNumber(answers),
    others: [
      words.minutes(ms),
      ...(recall === null
        ? ['', '', '', '']
        : [
            words.share(recall.share),
            words.share(recall.low),
            words.share(recall.high),
            formatNumber(recall.n),
          ]),
    ],
  };
}

/** The same for a program: minutes and shares unrounded. */
function plain({ answers, ms, recall }: Counts): string[] {
  const ofRecall = recall === null ? ['', '', '', ''] : [recall.share, recall.low, recall.high, recall.n];
  return [answers, ms / 60_000, ...ofRecall].map(String);
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
