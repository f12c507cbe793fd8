import { DataError } from '../../data/data-error.ts';
import type { FsrsParameters } from '../../memory/fsrs-parameters.ts';
import { advance, newWalk, type Walk } from './as-of-walk.ts';
import { checkWindow } from './check-facts.ts';
import type { StruggleFacts, StruggleWindow } from './facts.ts';
import { struggleHistory, type StruggleHistory } from './history.ts';
import { learnerContext } from './learner-context.ts';
import { addAnswer, effectPosteriors, EFFECT_GRID } from './objective-effects.ts';
import { RETENTION_DAYS } from './objective-history.ts';
import { fitRecallModel, recallLogOdds } from './recall-model.ts';
import { FEATURE_COUNT } from './schema.ts';
import { RECALL_COVARIATES } from './tally.ts';
import { writeFeatures, type WindowState } from './window-features.ts';
import { windowLabel } from './window-label.ts';

/** Features of objectives in windows: one row each. */
export interface StruggleRows {
  readonly history: StruggleHistory;
  readonly objective: Int32Array;
  /** Index of the window. */
  readonly window: Int32Array;
  /** Rows × FEATURE_COUNT. */
  readonly features: Float64Array;
}

const COLUMNS = RECALL_COVARIATES.length;
/** The recall model is fitted to so many of the latest judged answers: beyond, only time is spent. */
const FITTED_ANSWERS = 6000;

/**
 * Walks once through a history and writes the features of every objective at the start of every window, each from facts
 * before its `asOf` only. What comes later may be there or not: it moves nothing.
 * @param windows in the order of `asOf`; for predictions now, one
 * @param isWanted which objectives of a window to write; those without a card are never written
 * @throws DataError as `struggleHistory`; `order` where windows are not in the order of time; `out_of_range` in a window
 */
export function struggleRows(
  facts: StruggleFacts,
  parameters: FsrsParameters,
  windows: readonly StruggleWindow[],
  isWanted: (objective: number, window: number) => boolean = () => true,
): StruggleRows {
  // Before anything is folded: windows are quickly wrong.
  checkWindows(windows);
  return struggleRowsOf(struggleHistory(facts, parameters), windows, isWanted);
}

function checkWindows(windows: readonly StruggleWindow[]): void {
  for (const [index, window] of windows.entries()) {
    checkWindow(window);
    if (index > 0 && window.asOf < windows[index - 1]!.asOf)
      throw new DataError('order', 'windows', index, 'begins before the one before it');
  }
}

/** `struggleRows` of a history that is at hand: to fold a million answers takes longer than to walk through them. */
export function struggleRowsOf(
  history: StruggleHistory,
  windows: readonly StruggleWindow[],
  isWanted: (objective: number, window: number) => boolean = () => true,
): StruggleRows {
  checkWindows(windows);
  const { facts } = history;
  const timesFrom = firstDaysComparedFrom(windows);
  const walk = newWalk(history);
  const outcomes = new Map<number, Int8Array>();
  const { starts } = history.cardsOf;
  const withCards = Array.from(facts.objectives.topic.keys()).filter((id) => starts[id]! < starts[id + 1]!);
  const objectives: number[] = [];
  const ofWindow: number[] = [];
  const blocks: Float64Array[] = [];
  for (const [index, window] of windows.entries()) {
    const wanted = withCards.filter((objective) => isWanted(objective, index));
    if (wanted.length === 0) continue;
    advance(walk, window.asOf, { timesFrom: timesFrom[index]!, fitted: FITTED_ANSWERS });
    const state = stateAt(walk, windows, index, outcomes);
    for (const objective of wanted) {
      const block = new Float64Array(FEATURE_COUNT);
      writeFeatures(state, objective, block);
      blocks.push(block);
      objectives.push(objective);
      ofWindow.push(index);
    }
  }
  const features = new Float64Array(blocks.length * FEATURE_COUNT);
  for (const [row, block] of blocks.entries()) features.set(block, row * FEATURE_COUNT);
  return { history, objective: Int32Array.from(objectives), window: Int32Array.from(ofWindow), features };
}

/** From which study day on each window, or one after it, compares the times of answers. */
function firstDaysComparedFrom(windows: readonly StruggleWindow[]): number[] {
  let earliest = Number.POSITIVE_INFINITY;
  return windows
    .toReversed()
    .map(({ fromDay }) => (earliest = Math.min(earliest, fromDay - RETENTION_DAYS)))
    .toReversed();
}

function stateAt(
  walk: Walk,
  windows: readonly StruggleWindow[],
  index: number,
  outcomes: Map<number, Int8Array>,
): WindowState {
  const { history, tally, known } = walk;
  const window = windows[index]!;
  const from = Math.max(0, known - FITTED_ANSWERS);
  const model = fitRecallModel(walk.covariates, walk.recalled, from, known);
  const logLikelihood = new Float64Array(history.facts.objectives.topic.length * EFFECT_GRID.length);
  for (let place = from; place < known; place += 1) {
    const objective = history.objective[walk.judgedRows[place]!]!;
    if (objective < 0) continue;
    addAnswer(
      logLikelihood,
      objective,
      recallLogOdds(model, walk.covariates, place * COLUMNS),
      walk.recalled[place]!,
    );
  }
  return {
    history,
    tally,
    relativeTime: walk.relativeTime,
    window,
    past: pastOutcomes(history, windows, index, outcomes),
    learner: learnerContext(history, tally, window),
    model,
    effects: effectPosteriors(logLikelihood),
    counted: { retention: new Map(), confidence: new Map() },
  };
}

/**
 * Outcomes of the windows that ended before one, judged by what was known when it began.
 * @param outcomes by window, filled as they end
 */
function pastOutcomes(
  history: StruggleHistory,
  windows: readonly StruggleWindow[],
  index: number,
  outcomes: Map<number, Int8Array>,
): Int8Array[] {
  const { asOf, fromDay: today } = windows[index]!;
  const past: Int8Array[] = [];
  for (const [earlier, { fromDay, days }] of windows.slice(0, index).entries()) {
    if (fromDay + days > today) continue;
    let known = outcomes.get(earlier);
    if (known === undefined) {
      known = Int8Array.from(
        history.facts.objectives.topic,
        (_, objective) => OUTCOME_CODES[windowLabel(history, objective, fromDay, days, asOf).outcome],
      );
      outcomes.set(earlier, known);
    }
    past.push(known);
  }
  return past;
}

const OUTCOME_CODES = { STRUGGLED: 1, FINE: 0, NOT_STUDIED: -1 } as const;
