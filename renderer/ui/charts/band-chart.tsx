import type { MouseEvent } from 'react';
import { scaleLinear, scaleLog } from 'd3-scale';
import { ChartLine } from 'lucide-react';
import { charts as words } from '../../i18n/en/charts.ts';
import { formatNumber } from '../../i18n/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { flowLegend, textWidth } from './flow-legend.ts';
import { GridLines } from './grid-lines.tsx';
import { Plot, type PlotView } from './plot.tsx';
import { PointLabel } from './point-label.tsx';
import { segments } from './segments.ts';
import series from './series.module.css';
import { spreadTicks } from './spread-ticks.ts';

/** One place of a line; `y` null where it is not known. A curve that is no estimate has neither interval nor n. */
type BandPoint = { x: number; y: number | null; low?: number; high?: number; n?: number };
type BandLine = { name: string; points: readonly BandPoint[] };
type BandShape = {
  /** The first is the owner's: it has the stops. Up to two more lie under it. */
  lines: readonly [BandLine, ...BandLine[]];
  /** Lowest and highest value of the scale. */
  range: [number, number];
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** Decades of time look alike on a log scale; all x above 0 then. */
  xScale?: 'linear' | 'log';
  xTicks?: readonly number[];
  /** A value that is always drawn, zero for effects. */
  usual?: number;
  /** A place that is always named: the onset of fatigue, today. */
  marker?: { x: number; label: string };
};
type BandChartProps = BandShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  level?: 2 | 3;
  xName: string;
};

const height = 232;
const plot = { right: 8, top: 24, bottom: 28 };

/** A line with its interval as a band, gaps where nothing is known, and other lines to compare it with. */
export function BandChart({ title, description, note, level, xName, ...shape }: BandChartProps) {
  const { lines, formatX, formatY } = shape;
  const [own, ...others] = lines;
  const rows = own.points.map((point) => ({
    point,
    beside: others.map((line) => line.points.find(({ x }) => x === point.x)?.y ?? null),
  }));
  const shown = (y: number | null | undefined) => (y === null || y === undefined ? '' : formatY(y));
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      {...(level === undefined ? {} : { level })}
      columns={[xName, own.name, words.from, words.to, words.count, ...others.map(({ name }) => name)]}
      rows={rows.map(({ point, beside }) => ({
        label: formatX(point.x),
        value: point.y === null ? words.unknown : formatY(point.y),
        others: [
          shown(point.low),
          shown(point.high),
          point.n === undefined ? '' : formatNumber(point.n),
          ...beside.map(shown),
        ],
      }))}
      cells={rows.map(({ point, beside }) =>
        [point.x, point.y, point.low, point.high, point.n, ...beside].map((value) =>
          value === null || value === undefined ? '' : String(value),
        ),
      )}
      icon={<ChartLine size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={(width) => height + layOut(shape, width).legend.height}
        stops={rows.map(({ point, beside }) =>
          [
            sayPoint(point, formatX, formatY),
            ...others.flatMap(({ name }, index) => {
              const y = beside[index];
              return y === null || y === undefined ? [] : [words.beside(name, formatY(y))];
            }),
          ].join(' · '),
        )}
        saysBelow
        {...(own.points.some(({ low }) => low !== undefined) ? { legend: words.bandLegend } : {})}
      >
        {(view) => <Lines {...shape} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

function sayPoint(
  { x, y, low, high, n }: BandPoint,
  formatX: (x: number) => string,
  formatY: (y: number) => string,
): string {
  if (y === null) return words.estimateUnknown(formatX(x), n ?? 0);
  if (low === undefined || high === undefined) return words.value(formatX(x), formatY(y));
  return words.estimate(formatX(x), formatY(y), formatY(low), formatY(high), n);
}

/** Where the plot begins and what stands above it, at a width. */
function layOut({ lines, range, formatY }: BandShape, width: number) {
  const ticks = scaleLinear().domain(range).ticks(4);
  const left = Math.max(...ticks.map((tick) => textWidth(formatY(tick)))) + 12;
  return {
    ticks,
    left,
    legend: flowLegend(lines.length < 2 ? [] : lines.map(({ name }) => name), width - left),
  };
}

function Lines(props: BandShape & { view: PlotView }) {
  const { lines, range, formatX, formatY, xScale = 'linear', xTicks, usual, marker, view } = props;
  const { width, at, setAt } = view;
  const { ticks, left, legend } = layOut(props, width);
  const top = plot.top + legend.height;
  const bottom = height + legend.height - plot.bottom;
  const right = width - plot.right;
  const xs = lines.flatMap(({ points }) => points.map((point) => point.x));
  const domain = [Math.min(...xs), Math.max(...xs)];
  const x = (xScale === 'log' ? scaleLog() : scaleLinear()).domain(domain).range([left, right]);
  const y = scaleLinear(range, [bottom, top]).clamp(true);
  const own = lines[0].points;
  const stop = at === undefined ? undefined : own[at];
  const few = own.length <= 40;

  const point = (event: MouseEvent<SVGRectElement>) => {
    const pointed = event.clientX - event.currentTarget.getBoundingClientRect().left + left;
    const distances = own.map((one) => Math.abs(x(one.x) - pointed));
    setAt(distances.indexOf(Math.min(...distances)));
  };

  return (
    <>
      {legend.entries.map((entry, index) => (
        <g key={entry.text} transform={`translate(${left + entry.x} ${entry.y})`}>
          <line className={series[`line${index + 1}`]} x1={0} x2={12} y1={6} y2={6} />
          <text className={css.tick} x={16} y={10}>
            {entry.text}
          </text>
        </g>
      ))}
      <GridLines ticks={ticks.map((tick) => ({ y: y(tick), text: formatY(tick) }))} from={left} to={right} />
      {spreadTicks(xTicks ?? x.ticks(width < 400 ? 3 : 6), x, formatX, [0, width]).map((tick) => (
        <text key={tick.value} className={css.tick} x={tick.x} y={bottom + 18} textAnchor={tick.anchor}>
          {tick.text}
        </text>
      ))}
      {usual === undefined ? null : (
        <line className={series.usual} x1={left} x2={right} y1={y(usual)} y2={y(usual)} />
      )}
      {lines
        .map((line, index) => ({ line, number: index + 1 }))
        .toReversed()
        .map(({ line, number }) => (
          <g key={line.name}>
            {segments(line.points, (one) => one.y !== null).map((segment) => (
              <Stretch
                key={segment[0]?.x}
                points={segment.map((one) => ({
                  x: x(one.x),
                  y: y(one.y ?? 0),
                  low: y(one.low ?? one.y ?? 0),
                  high: y(one.high ?? one.y ?? 0),
                }))}
                number={number}
                hasDots={number === 1 && few}
              />
            ))}
          </g>
        ))}
      {marker === undefined ? null : (
        <>
          <line className={css.marker} x1={x(marker.x)} x2={x(marker.x)} y1={top} y2={bottom} />
          <PointLabel x={x(marker.x)} y={top - 6} from={left} to={right} text={marker.label} />
        </>
      )}
      {stop === undefined ? null : stop.y === null ? (
        <line className={css.marker} x1={x(stop.x)} x2={x(stop.x)} y1={top} y2={bottom} />
      ) : (
        <circle className={css.dotOn} cx={x(stop.x)} cy={y(stop.y)} r={5} />
      )}
      <rect
        className={css.hover}
        x={left}
        y={top}
        width={right - left}
        height={bottom - top}
        onMouseMove={point}
        onMouseLeave={() => setAt(undefined)}
      />
    </>
  );
}

type Drawn = { x: number; y: number; low: number; high: number };

/** One stretch without a gap; a point alone shows its interval as a stroke. */
function Stretch({ points, number, hasDots }: { points: Drawn[]; number: number; hasDots: boolean }) {
  const [first] = points;
  if (first === undefined) return null;
  const band = [
    ...points.map(({ x, high }) => `${x},${high}`),
    ...points.toReversed().map(({ x, low }) => `${x},${low}`),
  ];
  return (
    <>
      {points.length === 1 ? (
        <line className={series[`line${number}`]} x1={first.x} x2={first.x} y1={first.low} y2={first.high} />
      ) : (
        <>
          <polygon className={series[`band${number}`]} points={band.join(' ')} />
          <polyline
            className={series[`line${number}`]}
            points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
          />
        </>
      )}
      {hasDots || points.length === 1
        ? points.map(({ x, y }) => (
            <circle key={x} className={series[`dot${number}`]} cx={x} cy={y} r={3.5} />
          ))
        : null}
    </>
  );
}
