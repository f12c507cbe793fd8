import type { ReviewFact } from './card-event.ts';
import type { CardState, Phase } from './card-state.ts';
import { memoryGrade, type MemoryModel } from './memory-model.ts';
import { memoryFromInterval, nextMemory } from '#ml/memory/memory.ts';
import type { Memory, Rating } from '#ml/memory/memory.ts';

const DAY_SECONDS = 86_400;
/** Anki's assumption for a truncated log that does not say the ease. */
const DEFAULT_EASE_PERMILLE = 2500;

/** The state after one more review. The due date is the one the review gave; only the memory is computed. */
export function applyReview(parameters: MemoryModel, state: CardState, review: ReviewFact): CardState {
  const { intervalSeconds, phaseBefore, rating, effAt, studyDay } = review;
  if (intervalSeconds === null) return state;
  const truncated = startsTruncated(state, review);
  const memory = truncated
    ? memoryFromInterval(parameters, Math.max(1, intervalSeconds / DAY_SECONDS), DEFAULT_EASE_PERMILLE)
    : memoryAfter(parameters, state, studyDay, memoryGrade(parameters, state, review));
  const inStep = intervalSeconds < 0;
  const days = Math.round(Math.abs(intervalSeconds) / DAY_SECONDS);
  const dueAtInstant = -intervalSeconds > 0 && -intervalSeconds < DAY_SECONDS;
  const introduced = phaseBefore === 'new' || (phaseBefore === 'learning' && state.phase === 'new');
  return {
    phase: inStep ? stepPhase(phaseBefore) : 'review',
    step: inStep ? stepAfter(state.phase === phaseBefore ? state.step : 0, rating) : 0,
    stability: memory.stability,
    difficulty: memory.difficulty,
    dueAt: dueAtInstant ? effAt - intervalSeconds * 1000 : null,
    dueDay: dueAtInstant ? null : studyDay + days,
    intervalDays: inStep ? 0 : days,
    reps: state.reps + 1,
    lapses: state.lapses + (isLapse(review) ? 1 : 0),
    lastAt: effAt,
    lastDay: studyDay,
    introducedDay: state.introducedDay ?? (introduced ? studyDay : null),
    historyComplete: state.historyComplete && !truncated,
  };
}

/** The memory of a card after an answer on a study day. Clocks that go back count as the same day. */
export function memoryAfter(
  parameters: MemoryModel,
  state: CardState,
  studyDay: number,
  rating: Rating,
): Memory {
  if (state.stability === null || state.difficulty === null) return nextMemory(parameters, null, 0, rating);
  const elapsedDays = state.lastDay === null ? 0 : Math.max(0, studyDay - state.lastDay);
  return nextMemory(
    parameters,
    { stability: state.stability, difficulty: state.difficulty },
    elapsedDays,
    rating,
  );
}

/**
 * A card in review that no fact put there: the log begins in the middle. Anki then starts from the interval the first
 * known review gave (`single_card_revlog_to_item`), and so does this fold.
 */
function startsTruncated(state: CardState, review: ReviewFact): boolean {
  return state.phase === 'new' && review.phaseBefore !== 'new' && review.phaseBefore !== 'learning';
}

function stepPhase(phaseBefore: Phase | 'filtered'): Phase {
  return phaseBefore === 'new' || phaseBefore === 'learning' ? 'learning' : 'relearning';
}

/** Again begins the steps anew, Hard repeats the step, Good goes to the next. */
function stepAfter(step: number, rating: Rating): number {
  if (rating === 1) return 0;
  return rating === 2 ? step : step + 1;
}

function isLapse(review: ReviewFact): boolean {
  return review.rating === 1 && (review.phaseBefore === 'review' || review.phaseBefore === 'filtered');
}
