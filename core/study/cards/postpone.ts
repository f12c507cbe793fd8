import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import type { Changed } from './change-cells.ts';
import { changeSchedule } from './change-schedule.ts';
import { intervalTo } from './interval-to.ts';

/**
 * Moves cards later by some days. What is late counts from today, so that postponing by a week means a week from now;
 * cards in steps of minutes wait as long. New cards have no date and stay.
 */
export const postpone = (store: Store, cards: readonly string[], days: number): Promise<Outcome<Changed>> =>
  changeSchedule(store, 'cards.postpone', 'postpone', cards, (state, _card, today) => {
    if (state.phase === 'new') return undefined;
    const dueDay = Math.max(today, state.dueDay ?? today) + days;
    // In steps there is no interval to speak of.
    return { dueDay, intervalDays: state.phase === 'review' ? intervalTo(state, dueDay, days) : null };
  });
