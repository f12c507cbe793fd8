import { useRef, useState } from 'react';
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
  return (
    <>
      <p className={css.quiet} role="status">
        {words.total(total, sessions, studyDays)}
      </p>
      {total === 0 ? null : (
        <div role="table" aria-label={label} aria-rowcount={total + 1} className={css.table}>
          <div role="row" aria-rowindex={1} className={cx(css.cells, css.headCells)}>
            {words.columns.map((name, index) => (
              <span key={name} role="columnheader" className={index === 2 ? css.wide : undefined}>
                {name}
              </span>
            ))}
          </div>
          <div ref={scroller} className={css.scroller} role="presentation">
            <div className={css.rows} style={{ height: virtual.getTotalSize() }} role="rowgroup">
              {virtual.getVirtualItems().map(({ index, start }) => (
                <Row key={index} index={index} start={start} answer={answerAt(index)} />
              ))}
            </div>
          </div>
        </div>
      )}
    </>
  );
}

type RowProps = { index: number; start: number; answer: Answer | undefined };

function Row({ index, start, answer }: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={cx(css.cells, css.row)}
      style={{ translate: `0 ${start}px` }}
    >
      {answer === undefined ? (
        <span role="cell">
          <Skeleton width={240} height={14} />
        </span>
      ) : (
        <>
          <span role="cell" className={css.question}>
            <button
              type="button"
              className={css.open}
              onClick={() => useFrame.setState({ card: answer.card })}
            >
              {answer.question === '' ? words.noText : answer.question}
            </button>
          </span>
          <span role="cell">{words.at(answer.at, answer.utcOffsetMin)}</span>
          <span role="cell" className={css.wide}>
            {words.expected(answer.expected)}
          </span>
          <span role="cell">{words.rating(answer.rating)}</span>
        </>
      )}
    </div>
  );
}
