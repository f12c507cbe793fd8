import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useFrame } from '../../app/frame-state.ts';
import { library } from '../../i18n/en/library.ts';
import { formatNumber } from '../../i18n/format.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';
import css from './library.module.css';
import { useCardRows } from './use-card-rows.ts';
import type { CardRow } from './use-card-rows.ts';

export type Sort = { by: 'added' | 'due' | 'stability' | 'lapses'; descending: boolean };

type CardTableProps = {
  scope: { course?: string; lecture?: string };
  search: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
};

const rowHeight = 44;

/** Any number of cards: only the rows on screen exist. */
export function CardTable({ scope, search, sort, onSort }: CardTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const { head, rowAt } = useCardRows(
    { scope, search, sort: sort.by, descending: sort.descending },
    seen.first,
    seen.last,
  );
  const total = head.data?.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: (instance) => {
      const first = instance.range?.startIndex ?? 0;
      const last = instance.range?.endIndex ?? 0;
      if (first !== seen.first || last !== seen.last) setSeen({ first, last });
    },
  });

  const move = (to: number) => {
    const next = Math.min(total - 1, Math.max(0, to));
    setAt(next);
    virtual.scrollToIndex(next);
  };
  const open = (row: CardRow | undefined) => {
    if (row !== undefined) useFrame.setState({ card: row.uid });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(total - 1),
      Enter: () => open(rowAt(at)),
    };
    const act = moves[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  if (head.data === undefined && head.error !== null) {
    return (
      <div className={css.padded}>
        <SectionError error={head.error} onRetry={() => void head.refetch()} />
      </div>
    );
  }
  const header = <TableHeader sort={sort} onSort={onSort} total={head.data?.total} />;
  if (head.data === undefined) {
    return (
      <>
        {header}
        <div className={css.scroller}>
          <SkeletonRows rows={8} rowHeight={rowHeight} />
        </div>
      </>
    );
  }
  if (total === 0) {
    return (
      <>
        {header}
        <div className={css.scroller}>
          {search === '' ? (
            <EmptyState title={library.noCardsTitle} text={library.noCardsText} />
          ) : (
            <EmptyState title={library.noHitsTitle} text={library.noHitsText} />
          )}
        </div>
      </>
    );
  }
  return (
    <>
      {header}
      <div
        ref={scroller}
        className={css.scroller}
        role="grid"
        aria-label={library.cards(total)}
        aria-rowcount={total}
        aria-activedescendant={total === 0 ? undefined : `card-row-${at}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={css.rows} style={{ height: virtual.getTotalSize() }} role="rowgroup">
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Row
              key={index}
              index={index}
              start={start}
              row={rowAt(index)}
              current={index === at}
              onOpen={(row) => {
                setAt(index);
                open(row);
              }}
            />
          ))}
        </div>
      </div>
    </>
  );
}

type HeaderProps = { sort: Sort; onSort: (sort: Sort) => void; total: number | undefined };

function TableHeader({ sort, onSort, total }: HeaderProps) {
  const button = (by: Sort['by'], name: string) => (
    <button
      type="button"
      className={css.sort}
      aria-label={library.sortBy(name)}
      aria-pressed={sort.by === by}
      onClick={() => onSort({ by, descending: sort.by === by ? !sort.descending : by !== 'due' })}
    >
      {name}
      {sort.by !== by ? null : sort.descending ? (
        <ArrowDown size={14} aria-hidden />
      ) : (
        <ArrowUp size={14} aria-hidden />
      )}
    </button>
  );
  return (
    <div className={cx(css.cells, css.headCells)}>
      <span>{total === undefined ? '' : library.cards(total)}</span>
      <span className={css.wide}>{library.lecture}</span>
      <span className={css.wide}>{library.state}</span>
      {button('due', library.due)}
      {button('lapses', library.lapses)}
    </div>
  );
}

type RowProps = {
  index: number;
  start: number;
  row: CardRow | undefined;
  current: boolean;
  onOpen: (row: CardRow | undefined) => void;
};

function Row({ index, start, row, current, onOpen }: RowProps) {
  return (
    <div
      id={`card-row-${index}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={current}
      className={cx(css.cells, css.row, current && css.currentRow)}
      style={{ translate: `0 ${start}px` }}
      onClick={() => onOpen(row)}
    >
      {row === undefined ? (
        <span role="gridcell">
          <Skeleton width={240} height={14} />
        </span>
      ) : (
        <>
          <span role="gridcell" className={css.text}>
            {row.question === '' ? library.noText : row.question}
          </span>
          <span role="gridcell" className={cx(css.text, css.wide, css.quiet)}>
            {row.lecture}
          </span>
          <span role="gridcell" className={cx(css.wide, css.quiet)}>
            {row.suspended ? library.suspended : library.phases[row.phase]}
          </span>
          <span role="gridcell" className={css.number}>
            {dueText(row)}
          </span>
          <span role="gridcell" className={css.number}>
            {formatNumber(row.lapses)}
          </span>
        </>
      )}
    </div>
  );
}

function dueText({ dueAt, dueDay }: CardRow): string {
  if (dueAt !== null) return library.dueSoon(dueAt);
  return dueDay === null ? '–' : library.dueDay(dueDay);
}
