import type { ReactNode } from 'react';
import css from './empty-state.module.css';

type EmptyStateProps = { icon?: ReactNode; title: string; text: string; children?: ReactNode };

/** Says what fills this place, and offers the way there. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      {icon}
      <p className={css.title}>{title}</p>
      <p className={css.text}>{text}</p>
      {children === undefined ? null : <div className={css.actions}>{children}</div>}
    </div>
  );
}
