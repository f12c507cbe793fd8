import { applyBaseline } from './apply-baseline.ts';
import { applyReview } from './apply-review.ts';
import { applyScheduleChange } from './apply-schedule-change.ts';
import type { CardEvent, LoggedEvent } from './card-event.ts';
import { NEW_CARD } from './card-state.ts';
import type { CardState } from './card-state.ts';
import type { MemoryModel } from './memory-model.ts';

/**
 * The fold: a card's state is what its facts, in fold order, make of a new card.
 *
 * - **Fold order** is (eff_at, baselines after other facts, uid). In SQL: `ORDER BY eff_at, is_baseline, uid`. A
 *   baseline states what held once everything up to its instant had happened.
 * - **Due dates are facts.** A review stores the interval it gave, a schedule change or baseline its due date; the last
 *   of them in fold order holds. The fold never asks FSRS for an interval, so new parameters move no due date.
 * - **Memory** is computed by FSRS from every review that scheduled something. A log that begins with a learning
 *   review is complete, and a baseline then supplies only queue, due date and interval. Otherwise memory starts at
 *   the baseline, and reviews up to it say only when the card was last seen and introduced. Of several baselines of
 *   an incomplete log, the last is the start.
 * - **Reviews of a card that was in learning on one device and had graduated on another** continue its memory; nothing
 *   short of `forget` (or a baseline that says new) starts it afresh.
 *
 * What `reviews` must store for this to be exact: at (eff_at joined from eff_clamps), uid, study_day, rating,
 * phase_before (new, learning, review, relearning, filtered) and the signed interval_seconds, null for practice that
 * schedules nothing. The due date follows from these: a step below a day is due at eff_at + seconds, anything else on
 * study_day + days. duration_ms is read where the model grades by time (memory-model.ts); utc_offset_min is not read here.
 *
 * What `schedule_changes` must store: at, uid, kind, due_day, interval_days. What `card_baselines` must store: at, uid,
 * study_day, phase, step, due_at, due_day, interval_days, ease, stability, difficulty, reps, lapses.
 *
 * @param events all live facts of one card, in any order
 */
export function foldCard(parameters: MemoryModel, events: readonly LoggedEvent[]): CardState {
  let state = NEW_CARD;
  for (const event of inFoldOrder(events)) state = applyEvent(parameters, state, event);
  return state;
}

/**
 * The state after one more fact, when that fact is the last in fold order; a fact that arrives late, or the removal
 * of one, needs the fold. Gives exactly the numbers of the fold.
 */
export function applyEvent(parameters: MemoryModel, state: CardState, event: CardEvent): CardState {
  switch (event.type) {
    case 'review':
      return applyReview(parameters, state, event);
    case 'change':
      return applyScheduleChange(state, event);
    case 'baseline':
      return applyBaseline(parameters, state, event);
  }
}

/** Fold order, for `Array.prototype.sort`. */
export function compareEvents(a: LoggedEvent, b: LoggedEvent): number {
  if (a.effAt !== b.effAt) return a.effAt - b.effAt;
  const aLast = a.type === 'baseline';
  if (aLast !== (b.type === 'baseline')) return aLast ? 1 : -1;
  if (a.uid === b.uid) return 0;
  return a.uid < b.uid ? -1 : 1;
}

/** Logs are nearly always read in order: the copy is made only when they were not. */
function inFoldOrder(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const unordered = events.some((event, i) => {
    const before = events[i - 1];
    return before !== undefined && compareEvents(before, event) > 0;
  });
  return unordered ? events.toSorted(compareEvents) : events;
}
