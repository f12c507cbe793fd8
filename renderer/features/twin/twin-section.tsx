import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { twin as words } from '../../i18n/en/twin.ts';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './twin.module.css';

type TwinSectionProps<T> = {
  title: string;
  /** Where a number depends on how many stand behind it. */
  n?: number | undefined;
  /** When it was computed. */
  asOf?: number | null | undefined;
  note?: string | undefined;
  actions?: ReactNode;
  /** What it shows; the other sections live on when it fails. */
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  /** Of what comes, in pixels, so that nothing jumps. */
  height: number;
  children: (data: T) => ReactNode;
};

/** One part of a page of the twin: waiting, failed, or what it says with its n and its day. */
export function TwinSection<T>(props: TwinSectionProps<T>) {
  const { title, n, asOf, note, actions, query, height, children } = props;
  const { data, error, refetch } = query;
  const about = [
    ...(n === undefined ? [] : [words.n(n)]),
    ...(note === undefined ? [] : [note]),
    ...(asOf === undefined || asOf === null ? [] : [words.asOf(asOf)]),
  ];
  return (
    <Panel title={title} actions={actions} {...(about.length === 0 ? {} : { note: about.join(' · ') })}>
      {data !== undefined ? (
        children(data)
      ) : error === null ? (
        <div style={{ minHeight: height }} className={css.waiting}>
          <Skeleton height={height} />
        </div>
      ) : (
        <SectionError error={error} onRetry={() => void refetch()} />
      )}
    </Panel>
  );
}
