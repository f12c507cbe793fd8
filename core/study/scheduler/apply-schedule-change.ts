import type { ScheduleChange } from './card-event.ts';
import { NEW_CARD } from './card-state.ts';
import type { CardState } from './card-state.ts';

/** The state after a schedule change. Except for `forget`, memory, counts and the last review stay as they are. */
export function applyScheduleChange(state: CardState, change: ScheduleChange): CardState {
  switch (change.kind) {
    case 'forget':
      // The counts stay, as in Anki: they are history, and they vary the fuzz when the card is learnt again.
      return { ...NEW_CARD, reps: state.reps, lapses: state.lapses };
    case 'set_due':
      return { ...moved(state, change), phase: 'review', step: 0, dueAt: null };
    case 'postpone':
    case 'reschedule':
    case 'vacation':
    case 'catch_up':
      return state.phase === 'new' ? state : moved(state, change);
  }
}

function moved(state: CardState, change: ScheduleChange): CardState {
  const intervalDays = change.intervalDays ?? state.intervalDays;
  if (change.dueDay === null) return { ...state, intervalDays };
  return { ...state, intervalDays, dueAt: null, dueDay: change.dueDay };
}
