import { useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Check } from 'lucide-react';
import { useFrame } from '../../app/frame-state.ts';
import { cardWords } from '../../i18n/en/cards.ts';
import { library } from '../../i18n/en/library.ts';
import { formatNumber } from '../../i18n/format.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';
import { FlagMark } from '../cards/flag-mark.tsx';
import css from './library.module.css';
import { SelectionBar } from './selection-bar.tsx';
import { useCardRows } from './use-card-rows.ts';
import type { CardRow } from './use-card-rows.ts';
import { useSelection } from './use-selection.ts';

export type Sort = { by: 'added' | 'due' | 'stability' | 'lapses'; descending: boolean };

type CardTableProps = {
  scope: { course?: string; lecture?: string };
  search: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
};

export const orderOf = (sort: Sort) => ({ sort: sort.by, descending: sort.descending });

const rowHeight = 44;

/** Any number of cards: only the rows on screen exist. */
export function CardTable({ scope, search, sort, onSort }: CardTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const asked = { scope, search, ...orderOf(sort) };
  const { head, rowAt } = useCardRows(asked, seen.first, seen.last);
  const total = head.data?.total ?? 0;
  const isEverywhere = scope.course === undefined && scope.lecture === undefined;
  const selection = useSelection(asked);
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
  const edit = (row: CardRow | undefined) => {
    if (row !== undefined) useFrame.setState({ task: { kind: 'edit', card: row.uid } });
  };
  const open = (row: CardRow | undefined) => {
    if (row !== undefined) useFrame.setState({ card: row.uid });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      selection.all();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(total - 1),
      Enter: () => open(rowAt(at)),
      ' ': () => selection.toggle(rowAt(at), at),
      e: () => edit(rowAt(at)),
      ...(selection.cards.size > 0 ? { Escape: selection.clear } : {}),
    };
    const act = moves[event.key];
    if (act === undefined) return;
    event.preventDefault();
    if (event.shiftKey && event.key.startsWith('Arrow')) {
      const to = Math.min(total - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)));
      if (selection.cards.size === 0) selection.toggle(rowAt(at), at);
      else selection.extend(to, rowAt);
    }
    act();
  };
  const onRowClick = (event: MouseEvent, index: number) => {
    const row = rowAt(index);
    setAt(index);
    if (event.shiftKey) selection.extend(index, rowAt);
    else if (event.ctrlKey || event.metaKey) selection.toggle(row, index);
    else open(row);
  };

  if (head.data === undefined && head.error !== null) {
    return (
      <div className={css.padded}>
        <SectionError error={head.error} onRetry={() => void head.refetch()} />
      </div>
    );
  }
  const header =
    selection.cards.size > 0 ? (
      <SelectionBar selection={selection} total={total} />
    ) : (
      <TableHeader sort={sort} onSort={onSort} total={head.data?.total} />
    );
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
  if (head.data.problem !== null) {
    return (
      <>
        {header}
        <div className={css.scroller} role="alert">
          <EmptyState title={library.searchProblem(head.data.problem)} text={library.searchHelp} />
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
            <EmptyState title={library.noHitsTitle} text={library.noHitsText(isEverywhere)} />
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
        aria-multiselectable
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
              selected={selection.has(rowAt(index))}
              onClick={(event) => onRowClick(event, index)}
              onSelect={(event) => {
                setAt(index);
                if (event.shiftKey) selection.extend(index, rowAt);
                else selection.toggle(rowAt(index), index);
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
      <span className={css.countCell}>{total === undefined ? '' : library.cards(total)}</span>
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
  selected: boolean;
  onClick: (event: MouseEvent) => void;
  onSelect: (event: MouseEvent) => void;
};

function Row({ index, start, row, current, selected, onClick, onSelect }: RowProps) {
  return (
    <div
      id={`card-row-${index}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      className={cx(css.cells, css.row, current && css.currentRow, selected && css.selectedRow)}
      style={{ translate: `0 ${start}px` }}
      onClick={onClick}
    >
      {row === undefined ? (
        <span role="gridcell" className={css.waitingCell}>
          <Skeleton width={240} height={14} />
        </span>
      ) : (
        <>
          <span role="gridcell" className={css.checkCell}>
            <button
              type="button"
              tabIndex={-1}
              className={css.check}
              aria-pressed={selected}
              aria-label={cardWords.selectRow(row.question === '' ? library.noText : row.question)}
              onClick={(event) => {
                event.stopPropagation();
                onSelect(event);
              }}
            >
              <span className={css.checkBox}>{selected ? <Check size={14} aria-hidden /> : null}</span>
            </button>
          </span>
          <span role="gridcell" className={css.text}>
            <span className={css.question}>
              {row.flag === 0 ? null : <FlagMark flag={row.flag} named />}
              {row.question === '' ? library.noText : row.question}
            </span>
            <span className={cx(css.wide, css.place)}>{row.lecture}</span>
          </span>
          <span role="gridcell" className={cx(css.wide, css.quiet)}>
            {row.suspended ? library.suspended : row.buried ? library.buried : library.phases[row.phase]}
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
