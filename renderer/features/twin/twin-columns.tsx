import type { ReactNode } from 'react';
import css from './twin.module.css';

/** The sections of a tab: beside each other in a wide window, else one below the other. */
export function TwinColumns({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <div className={css.columns}>
      <div className={css.column}>{first}</div>
      <div className={css.column}>{second}</div>
    </div>
  );
}
