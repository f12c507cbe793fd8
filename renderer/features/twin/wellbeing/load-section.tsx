import { formatBriefStudyDay, formatStudyDay } from '../../../i18n/format.ts';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { wellbeing } from '../../../i18n/en/twin-wellbeing.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { BandChart } from '../../../ui/charts/band-chart.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { TwinSection } from '../twin-section.tsx';
import css from './wellbeing.module.css';

const words = wellbeing.load;

const days = 90;
/** A page is no log: the rest is counted. */
const shown = 12;

type LoadDay = Output<'twin.loadDays'>['days'][number];
type TimelineSession = Output<'twin.loadTimeline'>['sessions'][number];

/** Load of each study day, imported ones too, and the sessions with their breaks. */
export function LoadSection() {
  const query = useServiceQuery('twin.loadDays', {});
  const timeline = useServiceQuery('twin.loadTimeline', { days });
  return (
    <>
      <TwinSection
        title={words.title}
        n={query.data?.days.reduce((sum, { sessions }) => sum + sessions, 0)}
        asOf={query.data?.computedAt}
        query={query}
        height={260}
      >
        {(data) =>
          data.days.length === 0 ? (
            <p className={css.quiet}>{words.noDays}</p>
          ) : (
            <div className={css.stack}>
              <LoadChart days={data.days} />
              <ShowAnswers
                of={words.title}
                numbers={[
                  { label: twinEvidence.all, ask: { of: 'load', studyDay: null } },
                  ...data.days.toReversed().map(({ studyDay, sessions }) => ({
                    label: twinEvidence.counted(formatStudyDay(studyDay), sessions),
                    ask: { of: 'load' as const, studyDay },
                  })),
                ]}
              />
            </div>
          )
        }
      </TwinSection>
      <TwinSection title={words.sessions} query={timeline} height={160}>
        {({ sessions, high }) =>
          sessions.length === 0 ? (
            <p className={css.quiet}>{words.noSessions}</p>
          ) : (
            <>
              <ul className={css.sessions}>
                {sessions.slice(0, shown).map((session) => (
                  <SessionRow key={session.session} session={session} />
                ))}
              </ul>
              {sessions.length <= shown ? null : (
                <p className={css.quiet}>{words.more(sessions.length - shown)}</p>
              )}
              {high.lastDay === null ? null : (
                <p className={css.quiet}>{words.highDays(high.days, high.lastDay)}</p>
              )}
            </>
          )
        }
      </TwinSection>
    </>
  );
}

/** Few enough for the narrowest window. */
function ticksOf(first: number, last: number): number[] {
  return last - first < 3
    ? [first]
    : [0.1, 0.5, 0.9].map((share) => Math.round(first + share * (last - first)));
}

function LoadChart({ days: known }: { days: readonly LoadDay[] }) {
  const first = known[0]?.studyDay ?? 0;
  const last = known.at(-1)?.studyDay ?? first;
  const byDay = new Map(known.map((day) => [day.studyDay, day]));
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const mean = known.reduce((sum, day) => sum + day.mean, 0) / known.length;
  return (
    <BandChart
      title={words.chart}
      note={words.note}
      level={3}
      description={words.description(known.length, mean)}
      xName={words.day}
      lines={[
        {
          name: words.mean,
          points: all.map((x) => {
            const day = byDay.get(x);
            return day === undefined ? { x, y: null } : { x, y: day.mean, n: day.sessions };
          }),
        },
        {
          name: words.peak,
          points: all.map((x) => ({ x, y: byDay.get(x)?.peak ?? null })),
        },
      ]}
      range={[0, 100]}
      xTicks={ticksOf(first, last)}
      formatX={formatBriefStudyDay}
      formatY={words.value}
    />
  );
}

function SessionRow({ session }: { session: TimelineSession }) {
  const { title, startedAt, points, breaks, offered } = session;
  const highest = points.reduce((most, { score }) => Math.max(most, score), 0);
  return (
    <li className={css.session}>
      <p className={css.sessionTitle}>{words.session(title, startedAt)}</p>
      <p className={css.quiet}>
        {points.length === 0 ? null : <span className={css.part}>{words.highest(highest)}</span>}
        {offered === 0 ? null : <span className={css.part}>{words.offered(offered)}</span>}
        {breaks.map(({ at, durationMs }) => (
          <span key={at} className={css.part}>
            {words.brk(at, durationMs)}
          </span>
        ))}
      </p>
      <ShowAnswers
        of={words.session(title, startedAt)}
        numbers={[{ label: twinEvidence.all, ask: { of: 'session', session: session.session } }]}
      />
    </li>
  );
}
