import css from './chart.module.css';

type GridLinesProps = { ticks: { y: number; text: string }[]; from: number; to: number };

/** Hairlines across a plot, each with its value at the left. */
export function GridLines({ ticks, from, to }: GridLinesProps) {
  return ticks.map(({ y, text }) => (
    <g key={y}>
      <line className={css.grid} x1={from} x2={to} y1={y} y2={y} />
      <text className={css.tick} x={from - 10} y={y} dy="0.35em" textAnchor="end">
        {text}
      </text>
    </g>
  ));
}
