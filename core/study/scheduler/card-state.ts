/** Where a card stands. */
export type Phase = 'new' | 'learning' | 'review' | 'relearning';

/**
 * Scheduling state of one card: derived, the fold of its facts (see fold.ts). Immutable.
 *
 * Invariants: `dueAt` and `dueDay` are never both set; both are null while new; a card in review has no `dueAt`.
 * `stability` and `difficulty` are both null or both set.
 */
export interface CardState {
  readonly phase: Phase;
  /** Index of the current learning or relearning step; 0 outside of them. */
  readonly step: number;
  /** Days to 90 % retrievability as of the last review. */
  readonly stability: number | null;
  /** 1 to 10. */
  readonly difficulty: number | null;
  /** Learning and relearning: due from this instant on (UTC ms). */
  readonly dueAt: number | null;
  /** Review, and steps of a day or more: due from this study day on. */
  readonly dueDay: number | null;
  /** The interval in force, in days; 0 while new and in steps. */
  readonly intervalDays: number;
  /** Reviews that affected scheduling, since ever: forgetting a card does not undo its history. */
  readonly reps: number;
  /** Reviews of a card in review that were answered Again. */
  readonly lapses: number;
  /** Instant of the last review that affected scheduling, null if unknown. */
  readonly lastAt: number | null;
  /** Study day from which the next elapsed days count. */
  readonly lastDay: number | null;
  /** Study day on which the card left the new queue, null if it has not or the log does not reach back so far. */
  readonly introducedDay: number | null;
  /**
   * Whether nothing is missing from the log since the card was last new. While it holds, a baseline leaves the memory
   * alone. It is the one field kept only so that the state can be carried forward event by event.
   */
  readonly historyComplete: boolean;
}

/** A card without any fact. */
export const NEW_CARD: CardState = Object.freeze({
  phase: 'new',
  step: 0,
  stability: null,
  difficulty: null,
  dueAt: null,
  dueDay: null,
  intervalDays: 0,
  reps: 0,
  lapses: 0,
  lastAt: null,
  lastDay: null,
  introducedDay: null,
  historyComplete: true,
});
