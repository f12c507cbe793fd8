import { Grid3x3 } from 'lucide-react';
import { AmountCells, AmountLegend, amountLegend } from './amount-cells.tsx';
import { amountScale } from './amounts.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import type { ChartTableProps } from './chart-table.tsx';
import { textWidth } from './flow-legend.ts';
import { Plot, type PlotView } from './plot.tsx';

type AmountHeatmapShape = {
  /** At the edges of the picture. */
  rows: readonly string[];
  columns: readonly string[];
  /** Row by row. */
  amounts: readonly number[];
  /** What no shade says. */
  none: string;
};
type AmountHeatmapProps = AmountHeatmapShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  level?: 2 | 3;
  /** What each cell says, row by row. */
  stops: readonly string[];
  table: Pick<ChartTableProps, 'columns' | 'rows'>;
  /** The rows as a program reads them. */
  cells: readonly (readonly string[])[];
};

const top = 18;
const cellHeight = 26;

/** How much there is in rows and columns, by shade. */
export function AmountHeatmap({
  title,
  description,
  level,
  stops,
  table,
  cells,
  ...shape
}: AmountHeatmapProps) {
  return (
    <ChartFigure
      title={title}
      {...(level === undefined ? {} : { level })}
      {...table}
      cells={cells}
      icon={<Grid3x3 size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={(width) => layOut(shape, width).height}
        stops={stops}
        strides={() => ({ across: 1, down: shape.columns.length })}
        saysBelow
      >
        {(view) => <Cells shape={shape} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

/** Where everything is, at a width. */
function layOut({ rows, columns, amounts, none }: AmountHeatmapShape, width: number) {
  const scale = amountScale(amounts);
  const left = Math.max(...rows.map((name) => textWidth(name))) + 12;
  const cellWidth = (width - left) / columns.length;
  const bottom = top + rows.length * cellHeight;
  const legend = amountLegend(scale, none, width - left);
  return { scale, left, cellWidth, bottom, legend, height: bottom + 14 + legend.height };
}

function Cells({ shape, view }: { shape: AmountHeatmapShape; view: PlotView }) {
  const { rows, columns, amounts } = shape;
  const { scale, left, cellWidth, bottom, legend } = layOut(shape, view.width);
  // Every hour has its name where there is room for it, else every third.
  const step = cellWidth < Math.max(...columns.map((name) => textWidth(name))) + 4 ? 3 : 1;
  return (
    <>
      {columns.map((name, index) =>
        index % step === 0 ? (
          <text
            key={name}
            className={css.tick}
            x={left + (index + 0.5) * cellWidth}
            y={top - 7}
            textAnchor="middle"
          >
            {name}
          </text>
        ) : null,
      )}
      {rows.map((name, index) => (
        <text
          key={name}
          className={css.tick}
          x={left - 8}
          y={top + (index + 0.5) * cellHeight}
          dy="0.35em"
          textAnchor="end"
        >
          {name}
        </text>
      ))}
      <AmountCells
        cells={amounts.map((amount, index) => ({
          x: left + (index % columns.length) * cellWidth,
          y: top + Math.floor(index / columns.length) * cellHeight,
          level: scale.levelOf(amount),
        }))}
        width={cellWidth}
        height={cellHeight}
        view={view}
      />
      <AmountLegend legend={legend} x={left} y={bottom + 14} />
    </>
  );
}
