import { useId } from 'react';
import { Grid3x3 } from 'lucide-react';
import { charts as words } from '../../i18n/en/charts.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { divergingStep, isMarked } from './diverging-step.ts';
import { estimateCells, estimateRow, sayEstimate, type Estimate } from './estimate.ts';
import { flowLegend, textWidth } from './flow-legend.ts';
import scale from './heatmap.module.css';
import { Plot, type PlotView } from './plot.tsx';

type Line = {
  /** Read out and in the table. */
  name: string;
  /** At the edge of the picture. */
  tick: string;
};

type HeatmapShape = {
  rows: readonly Line[];
  columns: readonly Line[];
  /** Row by row. */
  cells: readonly Estimate[];
  /** What is this far from zero has the strongest colour. */
  range: number;
  /** With its unit. */
  format: (value: number) => string;
  /** In a cell: some four letters, its sign among them. */
  formatCell: (value: number) => string;
};
type HeatmapProps = HeatmapShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  level?: 2 | 3;
  /** Names of the place and of the value in the table. */
  names: readonly [string, string];
};

/** Below this width, the columns become rows, so that each cell has room for its value. */
const narrow = 560;
const ticksHeight = 18;

/** Values in rows and columns around zero. What is not known stays visibly so; what is clear has a ring. */
export function Heatmap({ title, description, note, level, names, ...shape }: HeatmapProps) {
  const { cells, format } = shape;
  const labels = shape.rows.flatMap((row) =>
    shape.columns.map((column) => words.cell(row.name, column.name)),
  );
  const labelled = cells.map((estimate, index) => ({ estimate, label: labels[index] ?? '' }));
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      {...(level === undefined ? {} : { level })}
      columns={[names[0], names[1], words.from, words.to, words.count]}
      rows={labelled.map(({ label, estimate }) => estimateRow(label, estimate, format))}
      cells={labelled.map(({ label, estimate }) => estimateCells(label, estimate))}
      icon={<Grid3x3 size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={(width) => layOut(shape, width).height}
        stops={labelled.map(({ label, estimate }) => sayEstimate(label, estimate, format))}
        strides={(width) =>
          width < narrow
            ? { across: shape.columns.length, down: 1 }
            : { across: 1, down: shape.columns.length }
        }
        saysBelow
      >
        {(view) => <Cells shape={shape} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

/** Where everything is, at a width. */
function layOut({ rows, columns, range, format }: HeatmapShape, width: number) {
  const turned = width < narrow;
  const [down, across] = turned ? [columns, rows] : [rows, columns];
  const left = Math.max(...down.map(({ tick }) => textWidth(tick))) + 12;
  const cellWidth = (width - left) / across.length;
  const cellHeight = turned ? 22 : rows.length < 4 ? 40 : 30;
  const bottom = ticksHeight + down.length * cellHeight;
  const legend = flowLegend(
    [format(-range), format(0), format(range), words.clear, words.unknown],
    width - left,
  );
  const place = (index: number) => {
    const [row, column] = [Math.floor(index / columns.length), index % columns.length];
    const [x, y] = turned ? [row, column] : [column, row];
    return { x: left + x * cellWidth, y: ticksHeight + y * cellHeight };
  };
  return {
    down,
    across,
    left,
    cellWidth,
    cellHeight,
    bottom,
    legend,
    place,
    height: bottom + 14 + legend.height,
  };
}

function Cells({ shape, view: { width, at, setAt } }: { shape: HeatmapShape; view: PlotView }) {
  const unknown = useId();
  const { cells, range, formatCell } = shape;
  const { down, across, left, cellWidth, cellHeight, bottom, legend, place } = layOut(shape, width);
  const [below, usual, above, clear, none] = legend.entries;
  const box = { width: cellWidth - 2, height: cellHeight - 2, rx: 2 };
  const here = at === undefined ? undefined : place(at);
  return (
    <>
      <pattern id={unknown} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className={scale.hatch} x1={0} x2={0} y1={0} y2={5} />
      </pattern>
      {across.map(({ tick }, index) => (
        <text
          key={tick}
          className={css.tick}
          x={left + (index + 0.5) * cellWidth}
          y={ticksHeight - 7}
          textAnchor="middle"
        >
          {tick}
        </text>
      ))}
      {down.map(({ tick }, index) => (
        <text
          key={tick}
          className={css.tick}
          x={left - 8}
          y={ticksHeight + (index + 0.5) * cellHeight}
          dy="0.35em"
          textAnchor="end"
        >
          {tick}
        </text>
      ))}
      {cells.map((estimate, index) => {
        const { x, y } = place(index);
        return (
          <g key={index} onMouseEnter={() => setAt(index)} onMouseLeave={() => setAt(undefined)}>
            {estimate.value === null ? (
              <rect x={x + 1} y={y + 1} {...box} fill={`url(#${unknown})`} />
            ) : (
              <>
                <rect
                  x={x + 1}
                  y={y + 1}
                  {...box}
                  className={stepClass(divergingStep(estimate.value, range))}
                />
                {isMarked(estimate, range) ? (
                  <rect
                    className={scale.ring}
                    x={x + 2.5}
                    y={y + 2.5}
                    width={cellWidth - 5}
                    height={cellHeight - 5}
                    rx={1}
                  />
                ) : null}
                <text
                  className={scale.words}
                  x={x + cellWidth / 2}
                  y={y + cellHeight / 2}
                  dy="0.36em"
                  textAnchor="middle"
                >
                  {formatCell(estimate.value)}
                </text>
              </>
            )}
          </g>
        );
      })}
      {here === undefined ? null : (
        <rect className={scale.here} x={here.x} y={here.y} width={cellWidth} height={cellHeight} rx={3} />
      )}
      <g transform={`translate(${left} ${bottom + 14})`}>
        {legend.entries.map(({ text, x, y }) => (
          <text key={text} className={css.tick} x={x + 16} y={y + 9}>
            {text}
          </text>
        ))}
        {[
          { entry: below, step: -3 },
          { entry: usual, step: 0 },
          { entry: above, step: 3 },
        ].map(({ entry, step }) =>
          entry === undefined ? null : (
            <rect
              key={step}
              x={entry.x}
              y={entry.y}
              width={11}
              height={11}
              rx={2}
              className={stepClass(step)}
            />
          ),
        )}
        {clear === undefined ? null : (
          <rect className={scale.ring} x={clear.x + 1} y={clear.y + 1} width={9} height={9} rx={1} />
        )}
        {none === undefined ? null : (
          <rect x={none.x} y={none.y} width={11} height={11} rx={2} fill={`url(#${unknown})`} />
        )}
      </g>
    </>
  );
}

function stepClass(step: number): string | undefined {
  return [scale.below3, scale.below2, scale.below1, scale.usual, scale.above1, scale.above2, scale.above3][
    step + 3
  ];
}
