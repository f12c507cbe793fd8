import { ChevronLeft, LifeBuoy } from 'lucide-react';
import { useLocation } from 'wouter';
import { useFrame } from '../../app/frame-state.ts';
import { leeches } from '../../i18n/en/leeches.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import libraryCss from '../library/library.module.css';
import css from './leeches.module.css';

type List = Output<'leeches.list'>;

/** Cards that were forgotten again and again, and what helps. */
export default function LeechesPage() {
  const [, navigate] = useLocation();
  const list = useServiceQuery('leeches.list', { scope: {}, limit: 200 });
  return (
    <>
      <header className={libraryCss.head}>
        <h1 className={libraryCss.title}>{leeches.title}</h1>
        <Button icon={<ChevronLeft size={16} aria-hidden />} onPress={() => navigate('/library')}>
          {leeches.toLibrary}
        </Button>
      </header>
      <p className={css.intro}>{leeches.intro}</p>
      <section className={libraryCss.panel} aria-label={leeches.title}>
        {list.data !== undefined ? (
          <Leeches list={list.data} />
        ) : list.error === null ? (
          <SkeletonRows rows={6} rowHeight={64} />
        ) : (
          <div className={libraryCss.padded}>
            <SectionError error={list.error} onRetry={() => void list.refetch()} />
          </div>
        )}
      </section>
    </>
  );
}

function Leeches({ list }: { list: List }) {
  if (list.rows.length === 0)
    return <EmptyState title={leeches.emptyTitle} text={leeches.emptyText(list.threshold)} />;
  return (
    <>
      <p className={css.count}>{leeches.count(list.total)}</p>
      <ul className={css.list}>
        {list.rows.map((row) => (
          <li key={row.card} className={css.row}>
            <button
              type="button"
              className={css.question}
              onClick={() => useFrame.setState({ card: row.card })}
            >
              <span>{row.question}</span>
              <span className={css.quiet}>
                {row.lecture} · {leeches.forgotten(row.lapses)} {leeches.ofReviews(row.reps)}
                {row.suspended ? ` · ${leeches.suspended}` : ''}
              </span>
            </button>
            <Button
              icon={<LifeBuoy size={16} aria-hidden />}
              onPress={() => useFrame.setState({ task: { kind: 'leech', card: row.card } })}
            >
              {leeches.help}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
