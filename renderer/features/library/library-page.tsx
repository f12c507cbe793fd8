import { useDeferredValue, useState } from 'react';
import { FolderPlus, LifeBuoy, PackageOpen, Play, Plus } from 'lucide-react';
import { useLocation } from 'wouter';
import { usePickPackage } from '../../app/drop-package.tsx';
import { useFrame } from '../../app/frame-state.ts';
import { NextExams } from '../exams/next-exams.tsx';
import { FirstRun } from '../first-run/first-run.tsx';
import { leeches } from '../../i18n/en/leeches.ts';
import { library } from '../../i18n/en/library.ts';
import { notes } from '../../i18n/en/notes.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { CardTable, orderOf } from './card-table.tsx';
import type { Sort } from './card-table.tsx';
import css from './library.module.css';
import { LibraryTree } from './library-tree.tsx';
import { SearchField } from './search-field.tsx';
import { headOf } from './use-card-rows.ts';

type Scope = { course?: string; lecture?: string };

/** Courses and lectures beside the cards they hold. */
export default function LibraryPage({ scope }: { scope: Scope }) {
  const [, navigate] = useLocation();
  const pickPackage = usePickPackage();
  const [text, setText] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'due', descending: false });
  const search = useShownSearch(scope, useDeferredValue(text.trim()), sort);
  const tree = useServiceQuery('library.tree', {});
  if (tree.data?.courses.length === 0) return <FirstRun />;
  const place = scope.course ?? scope.lecture;
  return (
    <>
      <header className={css.head}>
        <h1 className={css.title}>{library.title}</h1>
        <div className={css.actions}>
          <Button icon={<LifeBuoy size={16} aria-hidden />} onPress={() => navigate('/library/leeches')}>
            {leeches.open}
          </Button>
          <Button
            icon={<Plus size={16} aria-hidden />}
            onPress={() => useFrame.setState({ task: { kind: 'add', ...lectureIn(scope, tree.data) } })}
          >
            {notes.addTitle}
          </Button>
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
            <>
              {scope.course === undefined ? null : <NextExams course={scope.course} />}
              <LibraryTree courses={tree.data.courses} place={place} onPlace={navigate} />
              <div className={css.treeFoot}>
                <Button
                  variant="quiet"
                  icon={<FolderPlus size={16} aria-hidden />}
                  onPress={() => useFrame.setState({ task: { kind: 'place' } })}
                >
                  {notes.newCourse}
                </Button>
              </div>
            </>
          )}
        </section>
        <section
          className={css.panel}
          aria-label={library.cardsTitle}
          // The cards of the search before, for a moment.
          aria-busy={search !== text.trim()}
        >
          <SearchField text={text} onText={setText} courses={tree.data?.courses ?? []} />
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

/** The search whose cards are shown: the one before stays until those of the next are here, so that no letter blanks the list. */
function useShownSearch(scope: Scope, wanted: string, sort: Sort): string {
  const [shown, setShown] = useState(wanted);
  const head = useServiceQuery('library.cards', headOf({ scope, search: wanted, ...orderOf(sort) }));
  const isHere = head.data !== undefined || head.error !== null;
  if (isHere && shown !== wanted) setShown(wanted);
  return isHere ? wanted : shown;
}

/** The lecture in view, or the first of the course in view: where new notes most likely belong. */
function lectureIn(scope: Scope, tree: Output<'library.tree'> | undefined): { lecture?: string } {
  if (scope.lecture !== undefined) return { lecture: scope.lecture };
  const course = tree?.courses.find(({ uid }) => uid === scope.course);
  const [first] = course?.lectures ?? [];
  return first === undefined ? {} : { lecture: first.uid };
}
