import { rhythm } from '../../../i18n/en/twin-rhythm.ts';
import { Heatmap } from '../../../ui/charts/heatmap.tsx';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { estimateOf } from '../estimate-of.ts';
import { ShowAnswers, type Traced } from '../evidence/show-answers.tsx';
import { TwinSection } from '../twin-section.tsx';
import { HistoryGates } from './history-gates.tsx';
import type { RhythmModel, RhythmQuery } from './rhythm-query.ts';
import css from '../twin.module.css';

const words = rhythm.hours;
/** Ten points are as far as the colours go. */
const range = 0.1;

/** Recall by hour of day, and the hours that stand out. */
export function HoursSection({ query }: { query: RhythmQuery }) {
  return (
    <TwinSection
      title={words.title}
      n={query.data?.rhythm.n}
      asOf={query.data?.computedAt}
      query={query}
      height={220}
    >
      {(data) =>
        data === null || !data.history.isEnough ? (
          <HistoryGates history={data?.history} text={rhythm.gate} />
        ) : (
          <Hours rhythm={data.rhythm} />
        )
      }
    </TwinSection>
  );
}

/** Every number of the picture, and those that sentences tell. */
function numbersOf({ hours, golden, n }: RhythmModel['rhythm']): Traced[] {
  const { all, onDays, hour: named, counted } = twinEvidence;
  return [
    { label: counted(all, n), ask: { of: 'measured' } },
    ...golden.map(({ from, to, n: answers }): Traced => {
      const cells = Array.from({ length: (to - from + 24) % 24 || 24 }, (_, hour) => (from + hour) % 24);
      return { label: counted(words.span(from, to), answers), ask: { of: 'hours', cells, days: 'all' } };
    }),
    ...(['weekday', 'weekend'] as const).flatMap((days) =>
      hours.flatMap(({ hour, [days]: effect }): Traced[] =>
        effect === null
          ? []
          : [
              {
                label: counted(named(words.column(hour), onDays[days]), effect.n),
                ask: { of: 'hours', cells: [hour], days },
              },
            ],
      ),
    ),
  ];
}

function Hours({ rhythm: model }: { rhythm: RhythmModel['rhythm'] }) {
  const { hours, golden, noEffect, n } = model;
  return (
    <div className={css.stack}>
      {golden.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        golden.map(({ from, to, effect, low, high, sessions, days }) => (
          <p key={from}>
            {words.golden(from, to, effect, low, high)}{' '}
            <span className={css.quiet}>{words.goldenFrom(sessions, days)}</span>
          </p>
        ))
      )}
      <Heatmap
        title={words.chart}
        level={3}
        description={words.description(n)}
        rows={words.rows}
        columns={hours.map(({ hour }) => ({ name: words.column(hour), tick: String(hour) }))}
        cells={[
          ...hours.map(({ weekday }) => estimateOf(weekday)),
          ...hours.map(({ weekend }) => estimateOf(weekend)),
        ]}
        range={range}
        names={words.names}
        format={words.format}
        formatCell={words.cell}
      />
      <ShowAnswers of={words.title} numbers={numbersOf(model)} />
      <p className={css.quiet}>
        {words.flat(noEffect)} {words.text}
      </p>
    </div>
  );
}
