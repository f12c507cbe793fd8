import { scaleBand, scaleLinear } from 'd3-scale';
import { ChartColumn } from 'lucide-react';
import { formatNumber, formatTick } from '../../i18n/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { GridLines } from './grid-lines.tsx';
import { Plot, type PlotView } from './plot.tsx';

type Pair = { label: string; tick: string; before: number; after: number };
type CompareChartProps = {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  level?: 2 | 3;
  columns: readonly [string, string, string];
  /** Names of the two series, in the order of the bars. */
  series: readonly [string, string];
  pairs: Pair[];
  /** What is read out of one pair. */
  stopOf: (label: string, before: number, after: number) => string;
};

const height = 224;
const plot = { left: 36, right: 0, top: 40, bottom: 28 };

/** Two bars a place: how it is, and how it would be. */
export function CompareChart(props: CompareChartProps) {
  const { title, description, note, level, columns, series, pairs, stopOf } = props;
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      {...(level === undefined ? {} : { level })}
      columns={columns}
      rows={pairs.map(({ label, before, after }) => ({
        label,
        value: formatNumber(before),
        others: [formatNumber(after)],
      }))}
      cells={pairs.map(({ label, before, after }) => [label, String(before), String(after)])}
      icon={<ChartColumn size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={height}
        stops={pairs.map(({ label, before, after }) => stopOf(label, before, after))}
      >
        {(view) => <Pairs pairs={pairs} series={series} stopOf={stopOf} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

function Pairs({
  pairs,
  series,
  stopOf,
  view,
}: Pick<CompareChartProps, 'pairs' | 'series' | 'stopOf'> & { view: PlotView }) {
  const { width, at, setAt } = view;
  const bottom = height - plot.bottom;
  const highest = Math.max(4, ...pairs.flatMap(({ before, after }) => [before, after]));
  const y = scaleLinear([0, highest], [bottom, plot.top]).nice(3);
  const x = scaleBand(
    pairs.map((_, index) => index),
    [plot.left, width - plot.right],
  ).padding(0.28);
  const bar = x.bandwidth() / 2;
  // Every seventh place is named where there is room, so that names never touch.
  const everyTick = width < 400 ? 14 : 7;
  const stop = at === undefined ? undefined : pairs[at];
  return (
    <>
      {stop === undefined ? (
        <g>
          <rect className={css.before} x={plot.left} y={6} width={10} height={10} rx={2} />
          <text className={css.tick} x={plot.left + 16} y={15}>
            {series[0]}
          </text>
          <rect className={css.bar} x={plot.left + 84} y={6} width={10} height={10} rx={2} />
          <text className={css.tick} x={plot.left + 100} y={15}>
            {series[1]}
          </text>
        </g>
      ) : (
        <text className={css.value} x={plot.left} y={15}>
          {stopOf(stop.label, stop.before, stop.after)}
        </text>
      )}
      <GridLines
        ticks={y
          .ticks(3)
          .filter(Number.isInteger)
          .map((tick) => ({ y: y(tick), text: formatTick(tick) }))}
        from={plot.left}
        to={width - plot.right}
      />
      {pairs.map(({ label, tick, before, after }, index) => {
        const left = x(index) ?? 0;
        return (
          <g key={label} onMouseEnter={() => setAt(index)} onMouseLeave={() => setAt(undefined)}>
            <rect className={css.hover} x={left} y={plot.top} width={x.step()} height={bottom - plot.top} />
            <rect className={css.before} x={left} y={y(before)} width={bar} height={y(0) - y(before)} />
            <rect
              className={at === index ? css.barOn : css.bar}
              x={left + bar}
              y={y(after)}
              width={bar}
              height={y(0) - y(after)}
            />
            {index % everyTick === 0 ? (
              <text className={css.tick} x={left} y={bottom + 18} textAnchor="start">
                {tick}
              </text>
            ) : null}
          </g>
        );
      })}
    </>
  );
}
