import type { Baseline } from './card-event.ts';
import { NEW_CARD } from './card-state.ts';
import type { CardState } from './card-state.ts';
import type { FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { clampMemory, memoryFromInterval } from '#ml/memory/memory.ts';
import type { Memory } from '#ml/memory/memory.ts';

/** Anki's ease for a card that never had one. */
const INITIAL_EASE_PERMILLE = 2500;

/**
 * The state after a baseline. It always supplies queue, due date and interval. When the log before it is complete,
 * memory and counts stay those of the log; otherwise they start here, and the log before it says only when the card
 * was last seen and introduced.
 */
export function applyBaseline(parameters: FsrsParameters, state: CardState, baseline: Baseline): CardState {
  const known = state.historyComplete && state.stability !== null;
  if (baseline.phase === 'new') {
    return {
      ...NEW_CARD,
      reps: known ? state.reps : baseline.reps,
      lapses: known ? state.lapses : baseline.lapses,
    };
  }
  const queue = {
    phase: baseline.phase,
    step: baseline.step,
    dueAt: baseline.dueAt,
    dueDay: baseline.dueDay,
    intervalDays: baseline.intervalDays,
  };
  if (known) return { ...state, ...queue };
  const memory = memoryAt(parameters, baseline);
  return {
    ...state,
    ...queue,
    stability: memory?.stability ?? null,
    difficulty: memory?.difficulty ?? null,
    reps: baseline.reps,
    lapses: baseline.lapses,
    lastDay: state.lastDay ?? lastDayBefore(baseline),
    historyComplete: false,
  };
}

/** Anki's memory, else one converted from interval and ease; none for a card that never had an interval. */
function memoryAt(parameters: FsrsParameters, baseline: Baseline): Memory | null {
  const { stability, difficulty, intervalDays, ease } = baseline;
  if (stability !== null && difficulty !== null) return clampMemory(stability, difficulty);
  if (intervalDays <= 0) return null;
  return memoryFromInterval(
    parameters,
    intervalDays,
    ease !== null && ease > 0 ? ease : INITIAL_EASE_PERMILLE,
  );
}

/** Without a log, a card in review was last seen one interval before it is due. */
function lastDayBefore(baseline: Baseline): number {
  if (baseline.phase !== 'review' || baseline.dueDay === null) return baseline.studyDay;
  return Math.min(baseline.studyDay, baseline.dueDay - baseline.intervalDays);
}
