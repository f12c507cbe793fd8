import type { Phase } from './card-state.ts';
import type { Rating } from '#ml/memory/memory.ts';

/** One answer, as stored in `reviews`. */
export interface ReviewFact {
  readonly type: 'review';
  /** UTC ms; `at` unless an eff_clamps row says otherwise. */
  readonly effAt: number;
  /** Local study day on which the answer was given. */
  readonly studyDay: number;
  readonly rating: Rating;
  /**
   * Phase before the answer. Imported: Anki's 0 is `learning` (it does not tell new apart), 1 `review`,
   * 2 `relearning`, 3 `filtered` (studied early in a filtered deck).
   */
  readonly phaseBefore: Phase | 'filtered';
  /**
   * The interval it gave, signed as in Anki's log: positive = days × 86400, the card is in review; negative = seconds
   * of a step, the card is in (re)learning, of whole days when 86400 or more. Null = practice that schedules
   * nothing (Anki: filtered deck without rescheduling, factor 0) and leaves the state untouched.
   */
  readonly intervalSeconds: number | null;
  /** How long the answer took; absent where nothing is known of it. Only a time-graded memory reads it. */
  readonly durationMs?: number;
}

/** A due date or queue changed without an answer, as stored in `schedule_changes`. */
export interface ScheduleChange {
  readonly type: 'change';
  readonly effAt: number;
  /**
   * `forget` makes the card new. `set_due` puts any card, new ones too, in review. The others move the due date of a
   * card that has one, and leave its phase.
   */
  readonly kind: 'set_due' | 'forget' | 'postpone' | 'reschedule' | 'vacation' | 'catch_up';
  /** The new due study day; null leaves the due date. */
  readonly dueDay: number | null;
  /** The new interval; null leaves it. */
  readonly intervalDays: number | null;
}

/** State at import, as stored in `card_baselines`. */
export interface Baseline {
  readonly type: 'baseline';
  readonly effAt: number;
  readonly studyDay: number;
  readonly phase: Phase;
  /** Index of the (re)learning step, 0 otherwise. */
  readonly step: number;
  readonly dueAt: number | null;
  readonly dueDay: number | null;
  readonly intervalDays: number;
  /** SM-2 ease in permille, if known. */
  readonly ease: number | null;
  /** Anki's FSRS memory, if it had one. */
  readonly stability: number | null;
  readonly difficulty: number | null;
  readonly reps: number;
  readonly lapses: number;
}

/** A fact about one card's scheduling. */
export type CardEvent = ReviewFact | ScheduleChange | Baseline;

/** A fact with its identity, for ordering. */
export type LoggedEvent = CardEvent & {
  /** 16 bytes in lower-case hexadecimal, so that text order is byte order. */
  readonly uid: string;
};
