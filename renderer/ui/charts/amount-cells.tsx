import { charts as words } from '../../i18n/en/charts.ts';
import { formatNumber } from '../../i18n/format.ts';
import type { AmountLevel, AmountScale } from './amounts.ts';
import css from './chart.module.css';
import { flowLegend } from './flow-legend.ts';
import shades from './amounts.module.css';
import type { PlotView } from './plot.tsx';

export type AmountCell = { x: number; y: number; level: AmountLevel };

/** The cells of a picture of amounts; the one that is read out has a frame. */
export function AmountCells(props: {
  cells: readonly AmountCell[];
  width: number;
  height: number;
  view: PlotView;
}) {
  const { cells, width, height, view } = props;
  const here = view.at === undefined ? undefined : cells[view.at];
  return (
    <>
      {cells.map(({ x, y, level }, index) => (
        <rect
          key={index}
          className={shadeOf(level)}
          x={x + 1}
          y={y + 1}
          width={width - 2}
          height={height - 2}
          rx={2}
          onMouseEnter={() => view.setAt(index)}
          onMouseLeave={() => view.setAt(undefined)}
        />
      ))}
      {here === undefined ? null : (
        <rect className={shades.here} x={here.x} y={here.y} width={width} height={height} rx={3} />
      )}
    </>
  );
}

/** What the shades stand for, and how much room that takes. */
export function amountLegend(scale: AmountScale, none: string, width: number) {
  const entries: { level: AmountLevel; text: string }[] = [
    { level: 0, text: none },
    ...scale.levels.map(({ level, from, to }) => ({
      level,
      text: from === to ? formatNumber(from) : words.range(formatNumber(from), formatNumber(to)),
    })),
  ];
  const flow = flowLegend(
    entries.map(({ text }) => text),
    width,
  );
  return {
    height: flow.height,
    entries: flow.entries.map((placed, index) => ({ ...placed, level: entries[index]?.level ?? 0 })),
  };
}

export function AmountLegend(props: { legend: ReturnType<typeof amountLegend>; x: number; y: number }) {
  const { legend, x, y } = props;
  return (
    <g transform={`translate(${x} ${y})`}>
      {legend.entries.map((entry) => (
        <g key={entry.level}>
          <rect className={shadeOf(entry.level)} x={entry.x} y={entry.y} width={11} height={11} rx={2} />
          <text className={css.tick} x={entry.x + 16} y={entry.y + 9}>
            {entry.text}
          </text>
        </g>
      ))}
    </g>
  );
}

function shadeOf(level: AmountLevel): string | undefined {
  return [shades.none, shades.much1, shades.much2, shades.much3, shades.much4][level];
}
