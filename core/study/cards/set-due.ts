import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex } from '../../store/uid.ts';
import { cardSeed } from '../card-seed.ts';
import type { Changed } from './change-cells.ts';
import { changeSchedule } from './change-schedule.ts';
import { intervalTo } from './interval-to.ts';

type Asked = { cards: readonly string[]; fromDays: number; toDays: number; setInterval: boolean };

/**
 * Cards become due within a range of days from today, each on a day of its own choosing that a repetition chooses again.
 * A card in review keeps the interval that its last review and the new day give, unless `setInterval`; any other becomes
 * a review with the days as its interval.
 */
export const setDue = (
  store: Store,
  { cards, fromDays, toDays, setInterval }: Asked,
): Promise<Outcome<Changed>> =>
  changeSchedule(store, 'cards.setDue', 'set_due', cards, (state, card, today) => {
    const days = fromDays + (cardSeed(uidFromHex(card.uid)) % (toDays - fromDays + 1));
    const dueDay = today + days;
    const keeps = state.phase === 'review' && !setInterval;
    return { dueDay, intervalDays: keeps ? intervalTo(state, dueDay, days) : Math.max(1, days) };
  });
