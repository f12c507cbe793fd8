import type { MouseEvent } from 'react';
import { scaleLinear } from 'd3-scale';
import { ChartLine } from 'lucide-react';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { GridLines } from './grid-lines.tsx';
import { Plot, type PlotView } from './plot.tsx';
import { PointLabel } from './point-label.tsx';
import { spreadTicks } from './spread-ticks.ts';

type Point = { x: number; y: number };
type LineShape = {
  points: Point[];
  /** Those of the points that are read out, by key, pointer and in the table. */
  stops: (Point & { label: string })[];
  /** One place on the line that is always named. */
  marker?: Point & { label: string };
  /** Lowest and highest value of the scale. */
  range: [number, number];
  formatX: (x: number) => string;
  formatY: (y: number) => string;
};
type LineChartProps = LineShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  level?: 2 | 3;
  xName: string;
  yName: string;
};

const height = 196;
// Two lines of text find room above: the marker's name and, under it, what is read out.
const plot = { left: 44, right: 6, top: 42, bottom: 28 };

/** A line over a scale from its first to its last point. */
export function LineChart({ title, description, note, level, xName, yName, ...shape }: LineChartProps) {
  const { stops, formatY } = shape;
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      {...(level === undefined ? {} : { level })}
      columns={[xName, yName]}
      rows={stops.map(({ label, y }) => ({ label, value: formatY(y) }))}
      cells={stops.map(({ x, y }) => [String(x), String(y)])}
      icon={<ChartLine size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={height}
        stops={stops.map(({ label, y }) => `${label}: ${formatY(y)}`)}
      >
        {(view) => <Line {...shape} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

function Line({ points, stops, marker, range, formatX, formatY, view }: LineShape & { view: PlotView }) {
  const { width, at, setAt } = view;
  const bottom = height - plot.bottom;
  const right = width - plot.right;
  const x = scaleLinear([points[0]?.x ?? 0, points.at(-1)?.x ?? 1], [plot.left, right]);
  const y = scaleLinear(range, [bottom, plot.top]);
  const stop = at === undefined ? undefined : stops[at];

  const point = (event: MouseEvent<SVGRectElement>) => {
    const pointed = x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left + plot.left);
    const distances = stops.map((one) => Math.abs(one.x - pointed));
    setAt(distances.indexOf(Math.min(...distances)));
  };

  return (
    <>
      <GridLines
        ticks={y.ticks(3).map((tick) => ({ y: y(tick), text: formatY(tick) }))}
        from={plot.left}
        to={width}
      />
      {spreadTicks(x.ticks(width < 400 ? 3 : 6), x, formatX, [0, width]).map((tick) => (
        <text key={tick.value} className={css.tick} x={tick.x} y={bottom + 18} textAnchor={tick.anchor}>
          {tick.text}
        </text>
      ))}
      <polyline className={css.line} points={points.map((one) => `${x(one.x)},${y(one.y)}`).join(' ')} />
      {marker === undefined ? null : (
        <>
          <line className={css.marker} x1={x(marker.x)} x2={x(marker.x)} y1={18} y2={bottom} />
          <circle className={css.dot} cx={x(marker.x)} cy={y(marker.y)} r={4} />
          <PointLabel x={x(marker.x)} y={11} from={plot.left} to={right} text={marker.label} />
        </>
      )}
      {stop === undefined ? null : (
        <>
          <circle className={css.dotOn} cx={x(stop.x)} cy={y(stop.y)} r={5} />
          <PointLabel
            x={x(stop.x)}
            y={y(stop.y) - 11}
            from={plot.left}
            to={right}
            text={`${stop.label}: ${formatY(stop.y)}`}
          />
        </>
      )}
      <rect
        className={css.hover}
        x={plot.left}
        y={plot.top}
        width={right - plot.left}
        height={bottom - plot.top}
        onMouseMove={point}
        onMouseLeave={() => setAt(undefined)}
      />
    </>
  );
}
