import css from './composite-part.module.css';
import { cx } from './cx.ts';

type CompositePartProps = {
  name: string;
  /** How much of the whole it makes up. */
  weight: string;
  /** 0 to 100; null: not known. */
  value: number | null;
  /** What stands in the place of a value that is not known. */
  unknown: string;
  /** Where the value comes from. */
  reason: string;
  className?: string | undefined;
};

/** One part of a composite score, in a `dl`: what it counts for, its value, and why. */
export function CompositePart({ name, weight, value, unknown, reason, className }: CompositePartProps) {
  return (
    <div className={cx(css.part, className)}>
      <dt>
        {name} <span className={css.weight}>{weight}</span>
      </dt>
      <dd className={css.value}>{value === null ? unknown : Math.round(value)}</dd>
      <dd className={css.meter} aria-hidden>
        {value === null ? null : <span style={{ inlineSize: `${value}%` }} />}
      </dd>
      <dd className={css.reason}>{reason}</dd>
    </div>
  );
}
