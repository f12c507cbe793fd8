import { rhythm } from '../../../i18n/en/twin-rhythm.ts';
import { NotEnough } from '../not-enough.tsx';
import { TwinSection } from '../twin-section.tsx';
import { daysOfHistory } from './days-of-history.ts';
import type { RhythmModel, RhythmQuery } from './rhythm-query.ts';
import css from '../twin.module.css';

const words = rhythm.habits;
const neededDays = 14;

/** How the owner studied in the last four weeks: counts, no judgement. */
export function HabitsSection({ query }: { query: RhythmQuery }) {
  return (
    <TwinSection title={words.title} asOf={query.data?.computedAt} query={query} height={140}>
      {(data) =>
        data === null || data.habits === null ? (
          <NotEnough
            gates={[{ have: daysOfHistory(data?.history), need: neededDays, unit: 'spanDays' }]}
            text={words.gate}
          />
        ) : (
          <Habits habits={data.habits} lastDay={data.history.lastDay} />
        )
      }
    </TwinSection>
  );
}

function Habits({ habits, lastDay }: { habits: NonNullable<RhythmModel['habits']>; lastDay: number | null }) {
  const { days, studyDays, startHour, startScatterHours, minutesPerStudyDay, answersPerStudyDay } = habits;
  const facts: [name: string, value: string][] = [
    [words.studyDays, words.ofDays(studyDays, days)],
    ...(studyDays === 0
      ? []
      : ([
          [words.perDay, words.minutes(minutesPerStudyDay, answersPerStudyDay)],
          [words.start, words.startAt(startHour, startScatterHours)],
        ] satisfies [string, string][])),
    // Its date: the days since then would be those of the analysis, and not of now.
    ...(lastDay === null ? [] : ([[words.last, words.on(lastDay)]] satisfies [string, string][])),
  ];
  return (
    <>
      {studyDays === 0 ? <p className={css.quiet}>{words.nothing}</p> : null}
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
