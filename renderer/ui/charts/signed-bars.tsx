import { scaleLinear } from 'd3-scale';
import { ChartBarBig } from 'lucide-react';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { extent } from './extent.ts';
import { textWidth } from './flow-legend.ts';
import { layOutRows, RowLabel } from './label-rows.tsx';
import { Plot, type PlotView } from './plot.tsx';
import bars from './signed-bars.module.css';
import series from './series.module.css';

type SignedShape = {
  rows: readonly { label: string; value: number }[];
  /** What the rows add up to, with its own label; the caller answers for that. */
  sum: { label: string; value: number };
  /** With its sign. */
  format: (value: number) => string;
};
type SignedBarsProps = SignedShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  level?: 2 | 3;
  names: readonly [string, string];
};

const top = 4;

/** Reasons for and against, as bars to both sides of nothing, and under a line what they add up to. */
export function SignedBars({ title, description, note, level, names, ...shape }: SignedBarsProps) {
  const all = [...shape.rows, shape.sum];
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      {...(level === undefined ? {} : { level })}
      columns={names}
      rows={all.map(({ label, value }) => ({ label, value: shape.format(value) }))}
      cells={all.map(({ label, value }) => [label, String(value)])}
      icon={<ChartBarBig size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={(width) => top + all.length * layOutRows(width, top).rowHeight + 4}
        stops={all.map(({ label, value }) => `${label}: ${shape.format(value)}`)}
        strides={() => ({ across: 1, down: 1 })}
      >
        {(view) => <Bars {...shape} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

function Bars({ rows, sum, format, view: { width, at, setAt } }: SignedShape & { view: PlotView }) {
  const layout = layOutRows(width, top);
  const all = [...rows, sum];
  const [least, greatest] = extent(
    all.map(({ value }) => value),
    [0],
  );
  const textRoom = Math.max(...all.map(({ value }) => textWidth(format(value)))) + 10;
  // Each value stands beyond the end of its bar.
  const x = scaleLinear(
    [least, greatest],
    [layout.left + (least < 0 ? textRoom : 6), width - (greatest > 0 ? textRoom : 6)],
  );
  const above = top + rows.length * layout.rowHeight;
  return (
    <>
      {all.map(({ label, value }, index) => {
        const y = layout.middle(index);
        const end = x(value);
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
            <rect
              className={index === rows.length ? bars.sum : value < 0 ? bars.less : bars.more}
              x={Math.min(x(0), end)}
              y={y - 8}
              width={Math.abs(end - x(0))}
              height={16}
              rx={2}
            />
            <text
              className={css.value}
              x={end + (value < 0 ? -6 : 6)}
              y={y}
              dy="0.35em"
              textAnchor={value < 0 ? 'end' : 'start'}
            >
              {format(value)}
            </text>
          </g>
        );
      })}
      {layout.lines(all.length).map(([y1, y2]) => (
        <line key={y1} className={series.usual} x1={x(0)} x2={x(0)} y1={y1} y2={y2} />
      ))}
      <line className={css.grid} x1={0} x2={width} y1={above} y2={above} />
    </>
  );
}
