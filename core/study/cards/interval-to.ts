import type { CardState } from '../scheduler/card-state.ts';

/** The interval of a card that becomes due on a day: from its last review, else `otherwise`; at least a day. */
export const intervalTo = (state: CardState, dueDay: number, otherwise: number): number =>
  Math.max(1, state.lastDay === null ? otherwise : dueDay - state.lastDay);
