import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

/** Every tab there will be, in the order they stand in. */
const order = ['predictions', 'scorecard', 'rhythm', 'memory', 'wellbeing'] as const;

type TwinTabId = (typeof order)[number];
type Load = () => Promise<{ default: ComponentType }>;

/** One line a tab: `rhythm: () => import('./rhythm/rhythm-page.tsx')`. A tab without a page is not listed. */
const pages: Partial<Record<TwinTabId, Load>> = {
  predictions: () => import('./predictions/predictions-page.tsx'),
  scorecard: () => import('./scorecard/scorecard-page.tsx'),
  rhythm: () => import('./rhythm/rhythm-page.tsx'),
  memory: () => import('./memory/memory-page.tsx'),
  wellbeing: () => import('./wellbeing/wellbeing-page.tsx'),
};

type TwinTab = { id: TwinTabId; Page: LazyExoticComponent<ComponentType> };

/** The tabs that have a page. */
export const twinTabs: readonly TwinTab[] = order.flatMap((id) => {
  const load = pages[id];
  return load === undefined ? [] : [{ id, Page: lazy(load) }];
});

export const twinTabPath = (id: string): string => `/twin/${id}`;
