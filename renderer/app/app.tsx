import { lazy, Suspense } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { Route, Router, Switch, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { ReadOnlyNote } from '../features/repair/read-only-note.tsx';
import { SuspectNote } from '../features/repair/suspect-note.tsx';
import { StudyPage } from '../features/study/study-page.tsx';
import { TodayPage } from '../features/today/today-page.tsx';
import { app } from '../i18n/en/app.ts';
import { useConnection } from '../transport/connection.ts';
import { queryClient } from '../transport/query-client.ts';
import { isOpen, useRepair } from '../transport/repair.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ToastRegion } from '../ui/toast-region.tsx';
import { DropPackage } from './drop-package.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useFrame } from './frame-state.ts';
import { Frame } from './frame.tsx';
import css from './frame.module.css';
import { useAppearance } from './use-appearance.ts';
import { useFrameKeys } from './use-frame-keys.ts';

const LibraryPage = lazy(() => import('../features/library/library-page.tsx'));
const HistoryPage = lazy(() => import('../features/history/history-page.tsx'));
const TrashPage = lazy(() => import('../features/trash/trash-page.tsx'));
const ProfilesPage = lazy(() => import('../features/profiles/profiles-page.tsx'));
const PresetsPage = lazy(() => import('../features/presets/presets-page.tsx'));
const CustomStudyDialog = lazy(() => import('../features/custom-study/custom-study-dialog.tsx'));
const SettingsPage = lazy(() => import('../features/settings/settings-page.tsx'));
const Palette = lazy(() => import('./palette.tsx'));
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx'));
const ImportDialog = lazy(() => import('../features/exchange/import-dialog.tsx'));
const ExportDialog = lazy(() => import('../features/export/export-dialog.tsx'));
const CardDialog = lazy(() => import('../features/library/card-dialog.tsx'));
const TaskDialog = lazy(() => import('./task-dialog.tsx'));
const TestsPage = lazy(() => import('../features/assessments/tests-page.tsx'));
const NewTestPage = lazy(() => import('../features/assessments/new-test-page.tsx'));
const TestPage = lazy(() => import('../features/assessments/test-page.tsx'));
const ResultPage = lazy(() => import('../features/assessments/result-page.tsx'));
const TwinPage = lazy(() => import('../features/twin/twin-page.tsx'));
const RepairPage = lazy(() => import('../features/repair/repair-page.tsx'));
const LeechesPage = lazy(() => import('../features/leeches/leeches-page.tsx'));

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Router hook={useHashLocation}>
        <ErrorBoundary>
          <Window />
        </ErrorBoundary>
      </Router>
    </QueryClientProvider>
  );
}

function Window() {
  useAppearance();
  useFrameKeys();
  const ended = useConnection((state) => state.status === 'ended');
  const isStoreOpen = useRepair(({ state }) => isOpen(state));
  if (ended) {
    return (
      <main className={css.alone}>
        <EmptyState title={app.endedTitle} text={app.endedText} />
      </main>
    );
  }
  if (!isStoreOpen) {
    return (
      <Suspense>
        <RepairPage />
        <ToastRegion />
      </Suspense>
    );
  }
  return (
    <>
      <SuspectNote />
      <ReadOnlyNote />
      <Pages />
      <Overlays />
      <DropPackage />
      <ToastRegion />
    </>
  );
}

function Pages() {
  const [location] = useLocation();
  if (location === '/study' || location.startsWith('/study/')) {
    return (
      <Switch>
        <Route path="/study/:kind/:uid">
          {({ kind, uid }) => (
            <StudyPage key={uid} scope={kind === 'course' ? { course: uid } : { lecture: uid }} />
          )}
        </Route>
        <Route>
          <StudyPage key="all" />
        </Route>
      </Switch>
    );
  }
  if (location.startsWith('/test/run/')) {
    return (
      <Suspense>
        <Route path="/test/run/:uid">{({ uid }) => <TestPage key={uid} test={uid} />}</Route>
      </Suspense>
    );
  }
  return (
    <Frame>
      <ErrorBoundary key={location.split('/')[1]}>
        <Suspense>
          <Switch>
            <Route path="/">
              <TodayPage />
            </Route>
            <Route path="/library/leeches">
              <LeechesPage />
            </Route>
            <Route path="/library/:kind?/:uid?">
              {({ kind, uid }) => (
                <LibraryPage
                  scope={uid === undefined ? {} : kind === 'course' ? { course: uid } : { lecture: uid }}
                />
              )}
            </Route>
            <Route path="/test">
              <TestsPage />
            </Route>
            <Route path="/test/exam/:uid">{({ uid }) => <TestsPage exam={uid} />}</Route>
            <Route path="/test/result/:uid">{({ uid }) => <ResultPage test={uid} />}</Route>
            <Route path="/test/new/:kind/:uid">
              {({ kind, uid }) =>
                kind === 'exam' || kind === 'course' || kind === 'lecture' || kind === 'objective' ? (
                  <NewTestPage key={uid} about={{ kind, uid }} />
                ) : null
              }
            </Route>
            <Route path="/twin/:tab?">
              {({ tab }) => <TwinPage {...(tab === undefined ? {} : { tab })} />}
            </Route>
            <Route path="/history">
              <HistoryPage />
            </Route>
            <Route path="/trash">
              <TrashPage />
            </Route>
            <Route path="/profiles">
              <ProfilesPage />
            </Route>
            <Route path="/presets/:kind?/:uid?">
              {({ uid }) => <PresetsPage key={uid} {...(uid === undefined ? {} : { place: uid })} />}
            </Route>
            <Route path="/settings">
              <SettingsPage />
            </Route>
            <Route>
              <EmptyState title={app.notFoundTitle} text={app.notFoundText} />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Frame>
  );
}

/** What floats: fetched when it is first opened. */
function Overlays() {
  const { open, importing, exporting, card, custom, task } = useFrame();
  return (
    <Suspense>
      {open === 'palette' ? <Palette /> : null}
      {open === 'shortcuts' ? <ShortcutSheet /> : null}
      {importing === undefined ? null : <ImportDialog key={importing.name} file={importing} />}
      {exporting === undefined ? null : <ExportDialog scope={exporting} />}
      {card === undefined ? null : <CardDialog card={card} />}
      {custom === undefined ? null : <CustomStudyDialog place={custom} />}
      {task === undefined ? null : <TaskDialog task={task} />}
    </Suspense>
  );
}
