import { resolveScope, type Scope } from '../../library/scope.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import { ownPace } from '../daily-rollups.ts';
import type { CustomStudy } from './contract.ts';
import { countCustom } from './plan-custom.ts';

/** How many cards a session of one's own choice would have now, and its minutes at a review's pace. */
export const countCustomStudy = (
  store: Store,
  { scope, custom }: { scope: Scope; custom: CustomStudy },
): { cards: number; minutes: number } => {
  const now = store.clock.now();
  const today = localMoment(now, store.clock, readSettings(store)).studyDay;
  const cards = countCustom(store, { custom, scope: resolveScope(store, scope), today, now, session: 0 });
  return { cards, minutes: (cards * ownPace(store, today).reviewMs) / 60_000 };
};
