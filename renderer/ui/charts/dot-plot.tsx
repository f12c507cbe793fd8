import { scaleLinear } from 'd3-scale';
import { ChartNoAxesGantt } from 'lucide-react';
import { charts as words } from '../../i18n/en/charts.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { estimateCells, estimateRow, isClear, sayEstimate, type Estimate } from './estimate.ts';
import { extent } from './extent.ts';
import { layOutRows, RowLabel } from './label-rows.tsx';
import { Plot, type PlotView } from './plot.tsx';
import series from './series.module.css';
import { spreadTicks } from './spread-ticks.ts';

type DotPlotShape = {
  rows: readonly { label: string; estimate: Estimate }[];
  /** A value that is always drawn; zero, for effects, where nothing is said. */
  usual?: number;
  format: (value: number) => string;
};
type DotPlotProps = DotPlotShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  level?: 2 | 3;
  /** Names of what is compared and of its value in the table. */
  names: readonly [string, string];
};

const top = 4;
const axisHeight = 28;

/** Estimates one below the other, each a dot on its interval. A filled dot is clear of what is usual, a hollow one is not. */
export function DotPlot({ title, description, note, level, names, ...shape }: DotPlotProps) {
  const { rows, format } = shape;
  const isCounted = rows.some(({ estimate }) => estimate.n !== undefined);
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      {...(level === undefined ? {} : { level })}
      columns={[names[0], names[1], words.from, words.to, ...(isCounted ? [words.count] : [])]}
      rows={rows.map(({ label, estimate }) => estimateRow(label, estimate, format))}
      cells={rows.map(({ label, estimate }) => estimateCells(label, estimate))}
      icon={<ChartNoAxesGantt size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={(width) => top + rows.length * layOutRows(width, top).rowHeight + axisHeight}
        stops={rows.map(({ label, estimate }) => sayEstimate(label, estimate, format))}
        strides={() => ({ across: 1, down: 1 })}
        saysBelow
        {...(rows.some(({ estimate }) => estimate.value !== null && !isClear(estimate, shape.usual ?? 0))
          ? { legend: words.dotLegend }
          : {})}
      >
        {(view) => <Dots {...shape} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

function Dots({ rows, usual = 0, format, view }: DotPlotShape & { view: PlotView }) {
  const { width, at, setAt } = view;
  const layout = layOutRows(width, top);
  const bottom = top + rows.length * layout.rowHeight;
  const lines = layout.lines(rows.length);
  const ends = rows.flatMap(({ estimate }) => (estimate.value === null ? [] : [estimate.low, estimate.high]));
  const x = scaleLinear(extent(ends, [usual]), [layout.left + 6, width - 8]).nice(layout.isNarrow ? 2 : 5);
  const ticks = x.ticks(layout.isNarrow ? 2 : 5);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          {lines.map(([y1, y2]) => (
            <line key={y1} className={css.grid} x1={x(tick)} x2={x(tick)} y1={y1} y2={y2} />
          ))}
        </g>
      ))}
      {spreadTicks(ticks, x, format, [0, width]).map((tick) => (
        <text key={tick.value} className={css.tick} x={tick.x} y={bottom + 18} textAnchor={tick.anchor}>
          {tick.text}
        </text>
      ))}
      {lines.map(([y1, y2]) => (
        <line key={y1} className={series.usual} x1={x(usual)} x2={x(usual)} y1={y1} y2={y2} />
      ))}
      {rows.map(({ label, estimate }, index) => {
        const y = layout.middle(index);
        return (
          <g key={label} onMouseEnter={() => setAt(index)} onMouseLeave={() => setAt(undefined)}>
            <rect
              className={at === index ? series.rowOn : css.hover}
              x={-4}
              y={top + index * layout.rowHeight}
              width={width + 8}
              height={layout.rowHeight}
              rx={4}
            />
            <RowLabel text={label} index={index} layout={layout} width={width} />
            {estimate.value === null ? (
              <text className={series.unknown} x={layout.left + 6} y={y} dy="0.35em">
                {words.unknown}
              </text>
            ) : (
              <>
                <line className={series.interval} x1={x(estimate.low)} x2={x(estimate.high)} y1={y} y2={y} />
                <circle
                  className={isClear(estimate, usual) ? series.clear : series.open}
                  cx={x(estimate.value)}
                  cy={y}
                  r={5}
                />
              </>
            )}
          </g>
        );
      })}
    </>
  );
}
