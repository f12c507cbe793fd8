import { useState } from 'react';
import { Trash2, Undo2 } from 'lucide-react';
import { showDone } from '../../app/undo.ts';
import { trash as words } from '../../i18n/en/trash.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { EmptyTrash } from './empty-trash.tsx';
import css from './trash.module.css';

type Listed = Output<'trash.list'>;
type Item = Listed['items'][number];

/** What was put away, and the way back out. */
export default function TrashPage() {
  const { data, error, refetch } = useServiceQuery('trash.list', {});
  return (
    <>
      <h1 className={css.title}>{words.title}</h1>
      {data !== undefined ? (
        <Items listed={data} />
      ) : error === null ? (
        <Panel flush>
          <SkeletonRows rows={6} rowHeight={77} />
        </Panel>
      ) : (
        <Panel>
          <SectionError error={error} onRetry={() => void refetch()} />
        </Panel>
      )}
    </>
  );
}

function Items({ listed }: { listed: Listed }) {
  const [asked, setAsked] = useState(false);
  const { items, total } = listed;
  if (items.length === 0) {
    return (
      <EmptyState icon={<Trash2 size={28} aria-hidden />} title={words.emptyTitle} text={words.emptyText} />
    );
  }
  return (
    <>
      <p className={css.intro}>{words.intro}</p>
      <ul className={css.list}>
        {items.map((item) => (
          <Row key={`${item.kind} ${item.uid}`} item={item} />
        ))}
      </ul>
      {total > items.length ? <p className={css.hint}>{words.more(items.length, total)}</p> : null}
      <div className={css.actions}>
        <Button variant="danger" icon={<Trash2 size={16} aria-hidden />} onPress={() => setAsked(true)}>
          {words.empty}
        </Button>
      </div>
      {asked ? <EmptyTrash onClose={() => setAsked(false)} /> : null}
    </>
  );
}

function Row({ item }: { item: Item }) {
  const restore = useServiceCommand('trash.restore');
  const title = item.title === '' ? words.untitled : item.title;
  const bringBack = () =>
    restore.mutate(
      { items: [{ kind: item.kind, uid: item.uid }] },
      { onSuccess: () => void showDone(words.restored(title)) },
    );
  return (
    <li className={css.row}>
      <div className={css.about}>
        <span className={css.name}>{title}</span>
        <span className={css.hint}>{words.about(words.kinds[item.kind], item.place, item.cards)}</span>
        <span className={css.hint}>{words.when(item.deletedAt, item.erasedAt)}</span>
      </div>
      <Button
        icon={<Undo2 size={16} aria-hidden />}
        aria-label={words.restoreOf(title)}
        isDisabled={restore.isPending}
        onPress={bringBack}
      >
        {words.restore}
      </Button>
    </li>
  );
}
