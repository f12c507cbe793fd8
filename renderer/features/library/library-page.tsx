import { useDeferredValue, useState } from 'react';
import { PackageOpen, Play, Search } from 'lucide-react';
import { useLocation } from 'wouter';
import { pickPackage } from '../../app/drop-package.tsx';
import { FirstRun } from '../first-run/first-run.tsx';
import { library } from '../../i18n/en/library.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { CardTable } from './card-table.tsx';
import type { Sort } from './card-table.tsx';
import css from './library.module.css';
import { LibraryTree } from './library-tree.tsx';

type Scope = { course?: string; lecture?: string };

/** Courses and lectures beside the cards they hold. */
export default function LibraryPage({ scope }: { scope: Scope }) {
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'due', descending: false });
  const search = useDeferredValue(text.trim());
  const tree = useServiceQuery('library.tree', {});
  if (tree.data?.courses.length === 0) return <FirstRun />;
  const place = scope.course ?? scope.lecture;
  return (
    <>
      <header className={css.head}>
        <h1 className={css.title}>{library.title}</h1>
        <div className={css.actions}>
          <Button icon={<PackageOpen size={16} aria-hidden />} onPress={pickPackage}>
            {library.importPackage}
          </Button>
          <Button
            variant="primary"
            icon={<Play size={16} aria-hidden />}
            onPress={() =>
              navigate(
                place === undefined
                  ? '/study'
                  : `/study/${scope.course === undefined ? 'lecture' : 'course'}/${place}`,
              )
            }
          >
            {place === undefined ? library.studyAll : library.studyThis}
          </Button>
        </div>
      </header>
      <div className={css.columns}>
        <section className={css.panel} aria-label={library.tree}>
          {tree.data === undefined && tree.error === null ? <SkeletonRows rows={6} rowHeight={44} /> : null}
          {tree.data === undefined && tree.error !== null ? (
            <div className={css.padded}>
              <SectionError error={tree.error} onRetry={() => void tree.refetch()} />
            </div>
          ) : null}
          {tree.data === undefined ? null : (
            <LibraryTree courses={tree.data.courses} place={place} onPlace={(path) => navigate(path)} />
          )}
        </section>
        <section className={css.panel} aria-label={library.cardsTitle}>
          <label className={css.search}>
            <Search size={16} aria-hidden />
            <span className="visually-hidden">{library.search}</span>
            <input
              type="search"
              value={text}
              placeholder={library.searchHint}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <CardTable
            key={`${place ?? ''} ${search} ${sort.by} ${sort.descending}`}
            scope={scope}
            search={search}
            sort={sort}
            onSort={setSort}
          />
        </section>
      </div>
    </>
  );
}
