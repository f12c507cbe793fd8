import { rhythm } from '../../../i18n/en/twin-rhythm.ts';
import { Heatmap } from '../../../ui/charts/heatmap.tsx';
import { estimateOf } from '../estimate-of.ts';
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

function Hours({ rhythm: { hours, golden, noEffect, n } }: { rhythm: RhythmModel['rhythm'] }) {
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
      <p className={css.quiet}>
        {words.flat(noEffect)} {words.text}
      </p>
    </div>
  );
}
