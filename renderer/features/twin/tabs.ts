import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';
import type { Output } from '../../transport/app-contract.ts';

/** Every tab there will be, in the order they stand in. */
const order = ['predictions', 'scorecard', 'rhythm', 'memory', 'wellbeing'] as const;

type TwinTabId = (typeof order)[number];

/** What has to be on for a tab to say anything. */
const partOfTab = {
  predictions: 'predictions',
  scorecard: 'predictions',
  rhythm: 'analysis',
  memory: 'analysis',
  wellbeing: 'wellbeing',
} as const satisfies Record<TwinTabId, keyof Output<'twin.parts'>>;
type Load = () => Promise<{ default: ComponentType }>;

/** One line a tab: `rhythm: () => import('./rhythm/rhythm-page.tsx')`. A tab without a page is not listed. */
const pages: Partial<Record<TwinTabId, Load>> = {
  predictions: () => import('./predictions/predictions-page.tsx'),
  scorecard: () => import('./scorecard/scorecard-page.tsx'),
  rhythm: () => import('./rhythm/rhythm-page.tsx'),
  memory: () => import('./memory/memory-page.tsx'),
  wellbeing: () => import('./wellbeing/wellbeing-page.tsx'),
};

type TwinTab = {
  id: TwinTabId;
  part: (typeof partOfTab)[TwinTabId];
  Page: LazyExoticComponent<ComponentType>;
};

/** The tabs that have a page. */
export const twinTabs: readonly TwinTab[] = order.flatMap((id) => {
  const load = pages[id];
  return load === undefined ? [] : [{ id, part: partOfTab[id], Page: lazy(load) }];
});

export const twinTabPath = (id: string): string => `/twin/${id}`;
