import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './panel.module.css';

type PanelProps = {
  title?: string;
  /** A few quiet words beside the title. */
  note?: ReactNode;
  actions?: ReactNode;
  /** Without padding, for lists that draw their own rows. */
  flush?: boolean;
  children: ReactNode;
};

/** A surface with a hairline: the box everything on a page sits in. */
export function Panel({ title, note, actions, flush, children }: PanelProps) {
  return (
    <section className={css.panel} {...(title === undefined ? {} : { 'aria-label': title })}>
      {title === undefined ? null : (
        <header className={css.head}>
          <h2 className={css.title}>{title}</h2>
          {note === undefined ? null : <span className={css.note}>{note}</span>}
          {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
        </header>
      )}
      <div className={cx(css.body, flush && css.flush)}>{children}</div>
    </section>
  );
}
