import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import type { Changed } from './change-cells.ts';
import { changeSchedule } from './change-schedule.ts';

/** Makes cards new again. What is new already stays as it is. */
export const forget = (store: Store, cards: readonly string[]): Promise<Outcome<Changed>> =>
  changeSchedule(store, 'cards.forget', 'forget', cards, (state) =>
    state.phase === 'new' ? undefined : { dueDay: null, intervalDays: 0 },
  );
