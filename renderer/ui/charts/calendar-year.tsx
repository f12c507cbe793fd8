import { CalendarDays } from 'lucide-react';
import { formatMonth, formatWeekday } from '../../i18n/format.ts';
import { AmountCells, AmountLegend, amountLegend } from './amount-cells.tsx';
import { amountScale } from './amounts.ts';
import { calendarPlaces } from './calendar-place.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import type { ChartTableProps } from './chart-table.tsx';
import { textWidth } from './flow-legend.ts';
import { Plot, type PlotView } from './plot.tsx';

type CalendarShape = {
  /** The first day that is drawn; each of the amounts is a day later. */
  from: number;
  amounts: readonly number[];
  /** What no shade says. */
  none: string;
};
type CalendarYearProps = CalendarShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  level?: 2 | 3;
  /** What each day says. */
  stops: readonly string[];
  table: Pick<ChartTableProps, 'columns' | 'rows'>;
  /** The rows as a program reads them. */
  cells: readonly (readonly string[])[];
};

/** Below this width the weeks go in two lines. */
const narrow = 560;
const top = 18;
const gap = 10;
const largest = 20;
const weekdaysNamed = [0, 2, 4] as const;
/** A Monday. */
const someMonday = 4;

/** How much there was on each day of a year: a column a week, from Monday down. */
export function CalendarYear({
  title,
  description,
  level,
  stops,
  table,
  cells,
  ...shape
}: CalendarYearProps) {
  return (
    <ChartFigure
      title={title}
      {...(level === undefined ? {} : { level })}
      {...table}
      cells={cells}
      icon={<CalendarDays size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={(width) => layOut(shape, width).height}
        stops={stops}
        strides={() => ({ across: 7, down: 1 })}
        saysBelow
      >
        {(view) => <Days shape={shape} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

/** Where everything is, at a width. */
function layOut({ from, amounts, none }: CalendarShape, width: number) {
  const scale = amountScale(amounts);
  const calendar = calendarPlaces(from, from + amounts.length - 1, width < narrow);
  const left = Math.max(...weekdaysNamed.map((day) => textWidth(weekdayName(day)))) + 10;
  const cell = Math.min(largest, (width - left) / calendar.weeksPerBlock);
  const blockHeight = top + 7 * cell + gap;
  const legend = amountLegend(scale, none, width - left);
  const bottom = calendar.blocks * blockHeight;
  return { scale, calendar, left, cell, blockHeight, legend, bottom, height: bottom + 4 + legend.height };
}

function Days({ shape, view }: { shape: CalendarShape; view: PlotView }) {
  const { scale, calendar, left, cell, blockHeight, legend, bottom } = layOut(shape, view.width);
  const yOf = (block: number, weekday: number) => block * blockHeight + top + weekday * cell;
  return (
    <>
      {calendar.months.map(({ day, block, week }, index) => {
        const next = calendar.months[index + 1];
        const room = (next?.block === block ? next.week : calendar.weeksPerBlock) - week;
        return room * cell < textWidth(formatMonth(day)) ? null : (
          <text key={day} className={css.tick} x={left + week * cell} y={block * blockHeight + top - 7}>
            {formatMonth(day)}
          </text>
        );
      })}
      {Array.from({ length: calendar.blocks }, (_, block) =>
        weekdaysNamed.map((weekday) => (
          <text
            key={`${block} ${weekday}`}
            className={css.tick}
            x={left - 8}
            y={yOf(block, weekday + 0.5)}
            dy="0.35em"
            textAnchor="end"
          >
            {weekdayName(weekday)}
          </text>
        )),
      )}
      <AmountCells
        cells={calendar.places.map(({ block, week, weekday }, index) => ({
          x: left + week * cell,
          y: yOf(block, weekday),
          level: scale.levelOf(shape.amounts[index] ?? 0),
        }))}
        width={cell}
        height={cell}
        view={view}
      />
      <AmountLegend legend={legend} x={left} y={bottom + 4} />
    </>
  );
}

function weekdayName(weekday: number): string {
  return formatWeekday(someMonday + weekday);
}
