import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useFrame } from '../../../app/frame-state.ts';
import { twinEvidence as words } from '../../../i18n/en/twin-evidence.ts';
import { cx } from '../../../ui/cx.ts';
import { SectionError } from '../../../ui/section-error.tsx';
import { Skeleton, SkeletonRows } from '../../../ui/skeleton.tsx';
import css from './evidence.module.css';
import { useAnswers, type Answer, type Ask } from './use-answers.ts';

const rowHeight = 44;

/** Any number of answers: only the rows on screen exist. */
export function AnswerTable({ ask, label }: { ask: Ask; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const { head, answerAt } = useAnswers(ask, seen.first, seen.last);
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
  if (head.data === undefined)
    return head.error === null ? (
      <SkeletonRows rows={6} rowHeight={rowHeight} />
    ) : (
      <SectionError error={head.error} onRetry={() => void head.refetch()} />
    );
  const { sessions, studyDays } = head.data;
  const open = (answer: Answer | undefined) => {
    if (answer !== undefined) useFrame.setState({ card: answer.card });
  };
  const move = (to: number) => {
    const next = Math.min(total - 1, Math.max(0, to));
    setAt(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(total - 1),
      Enter: () => open(answerAt(at)),
    };
    const act = moves[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <p className={css.quiet} role="status">
        {words.total(total, sessions, studyDays)}
      </p>
      {total === 0 ? null : (
        <div className={css.table}>
          <div className={cx(css.cells, css.headCells)}>
            {words.columns.map((name) => (
              <span key={name}>{name}</span>
            ))}
          </div>
          <div
            ref={scroller}
            className={css.scroller}
            role="grid"
            aria-label={label}
            aria-rowcount={total}
            aria-activedescendant={`answer-row-${at}`}
            tabIndex={0}
            onKeyDown={onKeyDown}
          >
            <div className={css.rows} style={{ height: virtual.getTotalSize() }} role="rowgroup">
              {virtual.getVirtualItems().map(({ index, start }) => (
                <Row
                  key={index}
                  index={index}
                  start={start}
                  answer={answerAt(index)}
                  isCurrent={index === at}
                  onClick={() => {
                    setAt(index);
                    open(answerAt(index));
                  }}
                />
              ))}
            </div>
          </div>
        </div>
      )}
    </>
  );
}

type RowProps = {
  index: number;
  start: number;
  answer: Answer | undefined;
  isCurrent: boolean;
  onClick: () => void;
};

function Row({ index, start, answer, isCurrent, onClick }: RowProps) {
  return (
    <div
      id={`answer-row-${index}`}
      role="row"
      aria-rowindex={index + 1}
      className={cx(css.cells, css.row, isCurrent && css.currentRow)}
      style={{ translate: `0 ${start}px` }}
      onClick={onClick}
    >
      {answer === undefined ? (
        <span role="gridcell">
          <Skeleton width={240} height={14} />
        </span>
      ) : (
        <>
          <span role="gridcell" className={css.question}>
            {answer.question === '' ? words.noText : answer.question}
          </span>
          <span role="gridcell">{words.at(answer.at, answer.utcOffsetMin)}</span>
          <span role="gridcell">{words.expected(answer.expected)}</span>
          <span role="gridcell">{words.rating(answer.rating)}</span>
        </>
      )}
    </div>
  );
}
