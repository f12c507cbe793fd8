import { useId } from 'react';
import { Lock } from 'lucide-react';
import css from './field.module.css';

type LockedRowProps = {
  label: string;
  value: string;
  hint: string;
  /** Why it cannot be changed here. */
  why: string;
};

/** A setting that somebody else has set: it shows its value, says why it stands, and is reached by Tab like any other. */
export function LockedRow({ label, value, hint, why }: LockedRowProps) {
  const id = useId();
  return (
    <div className={css.row}>
      <div className={css.words}>
        <span id={`${id}-label`} className={css.label}>
          {label}
        </span>
        <span id={`${id}-hint`} className={css.hint}>
          {hint}
          <br />
          {why}
        </span>
      </div>
      <div className={css.control}>
        <button
          type="button"
          id={id}
          className={`${css.select ?? ''} ${css.locked ?? ''}`}
          aria-disabled="true"
          aria-labelledby={`${id}-label ${id}`}
          aria-describedby={`${id}-hint`}
        >
          <span>{value}</span>
          <Lock size={16} aria-hidden />
        </button>
      </div>
    </div>
  );
}
