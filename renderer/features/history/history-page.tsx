import { useState } from 'react';
import { History, Redo2, Undo2 } from 'lucide-react';
import { announceHistory, undoLast } from '../../app/undo.ts';
import { history as words } from '../../i18n/en/history.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.ts';
import { AskUndo } from './ask-undo.tsx';
import { HistoryRow } from './history-row.tsx';
import css from './history.module.css';

export type HistoryGroup = Output<'history.list'>['groups'][number];
type Listed = Output<'history.list'>;

const pageSize = 60;

/** What was done, by day and session, and the way back to before any of it. */
export default function HistoryPage() {
  const [limit, setLimit] = useState(pageSize);
  const { data, error, refetch } = useServiceQuery('history.list', { limit }, { keepPrevious: true });
  return (
    <>
      <h1 className={css.title}>{words.title}</h1>
      <p className={css.intro}>{words.intro}</p>
      {data !== undefined ? (
        <Steps listed={data} onMore={() => setLimit(Math.min(200, limit + pageSize))} canMore={limit < 200} />
      ) : error === null ? (
        <Panel flush>
          <SkeletonRows rows={8} rowHeight={61} />
        </Panel>
      ) : (
        <Panel>
          <SectionError error={error} onRetry={() => void refetch()} />
        </Panel>
      )}
    </>
  );
}

function Steps({ listed, onMore, canMore }: { listed: Listed; onMore: () => void; canMore: boolean }) {
  const [asked, setAsked] = useState<HistoryGroup>();
  const move = useServiceCommand('history.move');
  const { groups, undo, redo } = listed;
  const go = (direction: 'undo' | 'redo', group: HistoryGroup) => {
    const from = direction === 'undo' ? undo : redo;
    if (from === null) return;
    const entry = direction === 'undo' ? group.first : group.last;
    setAsked(undefined);
    move.mutate(
      { direction, entry, from },
      {
        onSuccess: ({ steps }) => {
          announceHistory();
          showToast({ text: words.moved(direction, steps) });
        },
      },
    );
  };
  if (groups.length === 0) {
    return (
      <EmptyState icon={<History size={28} aria-hidden />} title={words.emptyTitle} text={words.emptyText} />
    );
  }
  return (
    <>
      <div className={css.actions}>
        <Button
          icon={<Undo2 size={16} aria-hidden />}
          isDisabled={undo === null || move.isPending}
          onPress={() => void undoLast('store.undo', undo ?? undefined)}
        >
          {words.undoOne}
        </Button>
        <Button
          icon={<Redo2 size={16} aria-hidden />}
          isDisabled={redo === null || move.isPending}
          onPress={() => void undoLast('store.redo', redo ?? undefined)}
        >
          {words.redoOne}
        </Button>
      </div>
      {daysOf(groups).map(({ day, members }) => (
        <section key={day} aria-label={words.day(day)} className={css.day}>
          <h2 className={css.dayTitle}>{words.day(day)}</h2>
          <ol className={css.list}>
            {members.map((group) => (
              <HistoryRow
                key={group.first}
                group={group}
                isDisabled={move.isPending}
                onBack={() => setAsked(group)}
                onForward={() => go('redo', group)}
              />
            ))}
          </ol>
        </section>
      ))}
      {listed.hasMore && canMore ? (
        <div className={css.actions}>
          <Button onPress={onMore}>{words.more}</Button>
        </div>
      ) : null}
      {asked === undefined ? null : (
        <AskUndo
          group={asked}
          steps={stepsDownTo(groups, asked)}
          onClose={() => setAsked(undefined)}
          onConfirm={() => go('undo', asked)}
        />
      )}
    </>
  );
}

function daysOf(groups: readonly HistoryGroup[]): { day: number; members: HistoryGroup[] }[] {
  const days: { day: number; members: HistoryGroup[] }[] = [];
  for (const group of groups) {
    const last = days.at(-1);
    if (last?.day === group.studyDay) last.members.push(group);
    else days.push({ day: group.studyDay, members: [group] });
  }
  return days;
}

function stepsDownTo(groups: readonly HistoryGroup[], target: HistoryGroup): number {
  return groups
    .filter((group) => !group.undone && group.first >= target.first)
    .reduce((sum, group) => sum + group.count, 0);
}
