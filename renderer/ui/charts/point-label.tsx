import css from './chart.module.css';

type PointLabelProps = { x: number; y: number; from: number; to: number; text: string };

/** Half of the longest text there is. */
const reach = 64;

/** Words at a point of a plot, kept inside its edges. */
export function PointLabel({ x, y, from, to, text }: PointLabelProps) {
  const anchor = x - from < reach ? 'start' : to - x < reach ? 'end' : 'middle';
  return (
    <text className={css.value} x={x} y={y} textAnchor={anchor}>
      {text}
    </text>
  );
}
