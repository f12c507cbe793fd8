import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { BandChart } from '../../../ui/charts/band-chart.tsx';
import { TwinSection } from '../twin-section.tsx';
import { ScoreTable } from './score-table.tsx';
import type { ScorecardQuery } from './scorecard-query.ts';
import css from './scorecard.module.css';

type Month = Output<'twin.scorecard'>['months'][number];

/** How each month went. */
export function MonthsSection({ query }: { query: ScorecardQuery }) {
  return (
    <TwinSection title={words.months} query={query} height={180}>
      {({ months }) =>
        months.length === 0 ? (
          <p className={css.quiet}>{words.noMonths}</p>
        ) : (
          <div className={css.stack}>
            {months.filter(({ precision }) => precision !== null).length < 2 ? null : (
              <Chart months={months} />
            )}
            <ScoreTable
              name={words.monthScores}
              first={words.month}
              rows={months.map((month) => ({ ...month, label: words.monthName(month.month) }))}
            />
          </div>
        )
      }
    </TwinSection>
  );
}

function Chart({ months }: { months: readonly Month[] }) {
  const nameOf = (at: number): string => words.monthName(months[Math.round(at)]?.month ?? '');
  return (
    <BandChart
      title={words.monthsChart}
      level={3}
      description={words.monthsText(months.length)}
      xName={words.month}
      range={[0, 1]}
      formatX={nameOf}
      formatY={words.share}
      xTicks={months.map((_, at) => at)}
      lines={[
        {
          name: words.measures.precision[0],
          points: months.map(({ precision, confirmed, falsePositive }, x) => ({
            x,
            n: confirmed + falsePositive,
            ...(precision === null
              ? { y: null }
              : { y: precision.value, low: precision.low, high: precision.high }),
          })),
        },
        {
          name: words.measures.recall[0],
          points: months.map(({ recall }, x) => ({ x, y: recall?.value ?? null })),
        },
      ]}
    />
  );
}
