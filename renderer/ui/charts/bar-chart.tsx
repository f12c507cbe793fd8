import { scaleBand, scaleLinear } from 'd3-scale';
import { ChartColumn } from 'lucide-react';
import { formatNumber, formatTick } from '../../i18n/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { GridLines } from './grid-lines.tsx';
import { Plot, type PlotView } from './plot.tsx';

type Bar = { label: string; value: number };
type BarChartProps = {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  categoryName: string;
  valueName: string;
  bars: Bar[];
};

const height = 168;
const plot = { left: 28, right: 0, top: 16, bottom: 28 };

/** Bars on a common base. */
export function BarChart({ title, description, note, categoryName, valueName, bars }: BarChartProps) {
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      columns={[categoryName, valueName]}
      rows={bars.map(({ label, value }) => ({ label, value: formatNumber(value) }))}
      cells={bars.map(({ label, value }) => [label, String(value)])}
      icon={<ChartColumn size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={height}
        stops={bars.map(({ label, value }) => `${label}: ${formatNumber(value)}`)}
      >
        {(view) => <Bars bars={bars} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

function Bars({ bars, view: { width, at, setAt } }: { bars: Bar[]; view: PlotView }) {
  const highest = Math.max(4, ...bars.map((bar) => bar.value));
  const y = scaleLinear([0, highest], [height - plot.bottom, plot.top]).nice(3);
  const x = scaleBand(
    bars.map((_, index) => index),
    [plot.left, width - plot.right],
  ).padding(width < 400 ? 0.4 : 0.62);
  const ticks = y.ticks(3).filter(Number.isInteger);
  return (
    <>
      <GridLines
        ticks={ticks.map((tick) => ({ y: y(tick), text: formatTick(tick) }))}
        from={plot.left}
        to={width - plot.right}
      />
      {bars.map((bar, index) => {
        const left = x(index) ?? 0;
        const middle = left + x.bandwidth() / 2;
        return (
          <g key={bar.label} onMouseEnter={() => setAt(index)} onMouseLeave={() => setAt(undefined)}>
            <rect
              className={css.hover}
              x={left - x.bandwidth() / 2}
              y={plot.top}
              width={x.bandwidth() * 2}
              height={height - plot.top - plot.bottom}
            />
            <rect
              className={at === index ? css.barOn : css.bar}
              x={left}
              y={y(bar.value)}
              width={x.bandwidth()}
              height={y(0) - y(bar.value)}
              rx={2}
            />
            {at === index ? (
              <text className={css.value} x={middle} y={y(bar.value) - 6} textAnchor="middle">
                {formatNumber(bar.value)}
              </text>
            ) : null}
            <text className={css.tick} x={middle} y={height - plot.bottom + 18} textAnchor="middle">
              {bar.label}
            </text>
          </g>
        );
      })}
    </>
  );
}
