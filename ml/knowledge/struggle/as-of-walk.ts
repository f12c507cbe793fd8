import { orderOf } from '../../numeric/order-of.ts';
import type { StruggleHistory } from './history.ts';
import { rowsBefore } from './learner-context.ts';
import {
  newTally,
  RECALL_COVARIATES,
  recallCovariates,
  relativeLogTime,
  tallyAnswer,
  type Tally,
} from './tally.ts';

const COLUMNS = RECALL_COVARIATES.length;

/** Where a walk is: what was read of answers as they were shown, and the tally of those already given. */
export interface Walk {
  readonly history: StruggleHistory;
  readonly tally: Tally;
  /** Rows by the moment of their answer; how many of them are in the tally. */
  readonly byAnswer: Int32Array;
  answered: number;
  /** Rows read, in the order they were shown. */
  shown: number;
  readonly relativeTime: Float64Array;
  /** Judged rows and their covariates, both in the order they were shown. */
  readonly judgedRows: Int32Array;
  judged: number;
  readonly covariates: Float64Array;
  readonly recalled: Uint8Array;
}

export function newWalk(history: StruggleHistory): Walk {
  const judged = history.judged.reduce((sum, one) => sum + one, 0);
  return {
    history,
    tally: newTally(history),
    byAnswer: orderOf(history.at),
    answered: 0,
    shown: 0,
    relativeTime: new Float64Array(history.rows).fill(Number.NaN),
    judgedRows: new Int32Array(judged),
    judged: 0,
    covariates: new Float64Array(judged * COLUMNS),
    recalled: new Uint8Array(judged),
  };
}

/** Reads what was shown before a moment, each answer by what had been answered when it was shown. */
export function advance(walk: Walk, asOf: number): void {
  const { history, tally } = walk;
  const end = rowsBefore(history, asOf);
  for (; walk.shown < end; walk.shown += 1) {
    const row = walk.shown;
    takeIn(walk, history.shownAt[row]!);
    walk.relativeTime[row] = relativeLogTime(tally, history, row);
    if (history.judged[row] === 0) continue;
    const recall = history.retrievability[row]!;
    const place = walk.judged;
    walk.judged += 1;
    walk.judgedRows[place] = row;
    walk.recalled[place] = history.recalled[row]!;
    const card = history.card[row]!;
    recallCovariates(
      tally,
      history,
      card,
      recall,
      history.stabilityBefore[row]!,
      walk.covariates,
      place * COLUMNS,
    );
  }
  takeIn(walk, asOf);
}

function takeIn(walk: Walk, before: number): void {
  const { history, tally, byAnswer } = walk;
  for (; walk.answered < byAnswer.length; walk.answered += 1) {
    const row = byAnswer[walk.answered]!;
    if (history.at[row]! >= before) return;
    tallyAnswer(tally, history, row);
  }
}
