import { Suspense } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useLocation } from 'wouter';
import { ErrorBoundary } from '../../app/error-boundary.tsx';
import { twin as words } from '../../i18n/en/twin.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { twinTabPath, twinTabs } from './tabs.ts';
import { TurnedOff } from './turned-off.tsx';
import { TwinHistory } from './twin-history.tsx';
import css from './twin.module.css';

/** What the app knows about its owner, and how well it knows it. */
export default function TwinPage({ tab }: { tab?: string }) {
  const [, navigate] = useLocation();
  const { data: parts } = useServiceQuery('twin.parts', {});
  const current = twinTabs.find(({ id }) => id === tab) ?? twinTabs[0];
  return (
    <>
      <h1 className={css.title}>{words.title}</h1>
      {parts === undefined || parts.analysis === 'on' ? <TwinHistory /> : null}
      {current === undefined ? null : (
        <Tabs
          className={css.tabs ?? ''}
          selectedKey={current.id}
          // Walking along the tabs leaves one step for the way back.
          onSelectionChange={(id) => navigate(twinTabPath(String(id)), { replace: true })}
        >
          <TabList className={css.tabList ?? ''} aria-label={words.tabsLabel}>
            {twinTabs.map(({ id }) => (
              <Tab key={id} id={id} className={css.tab ?? ''}>
                {words.tabs[id]}
              </Tab>
            ))}
          </TabList>
          {twinTabs.map(({ id, part, Page }) => (
            <TabPanel key={id} id={id} className={css.panel ?? ''}>
              <ErrorBoundary key={id}>
                <Suspense fallback={<SkeletonRows rows={8} rowHeight={44} />}>
                  {parts === undefined || parts[part] === 'on' ? <Page /> : <TurnedOff state={parts[part]} />}
                </Suspense>
              </ErrorBoundary>
            </TabPanel>
          ))}
        </Tabs>
      )}
    </>
  );
}
