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
  /** NaN too where no window to come looks back so far. */
  readonly relativeTime: Float64Array;
  /** Judged rows and their covariates, both in the order they were shown; covariates are left out where no model is fitted to them. */
  readonly judgedRows: Int32Array;
  judged: number;
  /**
   * How many of them were known at the moment last asked for: an answer shown before it but given later is not, and it and
   * what was shown after it are left out.
   */
  known: number;
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
    known: 0,
    covariates: new Float64Array(judged * COLUMNS),
    recalled: new Uint8Array(judged),
  };
}

/** What the windows from one on will read of the answers before them. */
export interface Needs {
  /** Study day from which times are compared. */
  readonly timesFrom: number;
  /** So many of the latest judged answers known at the moment have covariates. */
  readonly fitted: number;
}

const EVERYTHING: Needs = {
  timesFrom: Number.NEGATIVE_INFINITY,
  fitted: Number.POSITIVE_INFINITY,
};

/**
 * Reads what was shown before a moment, each answer by what had been answered when it was shown. The tally takes in every
 * answer; what only is read of the latest ones is computed of those only.
 */
export function advance(walk: Walk, asOf: number, { timesFrom, fitted }: Needs = EVERYTHING): void {
  const { history, tally } = walk;
  const end = rowsBefore(history, asOf);
  walk.known = knownJudged(walk, end, asOf);
  const covariatesFrom = walk.known - fitted;
  for (; walk.shown < end; walk.shown += 1) {
    const row = walk.shown;
    takeIn(walk, history.shownAt[row]!);
    if (history.studyDay[row]! >= timesFrom) walk.relativeTime[row] = relativeLogTime(tally, history, row);
    if (history.judged[row] === 0) continue;
    const place = walk.judged;
    walk.judged += 1;
    walk.judgedRows[place] = row;
    walk.recalled[place] = history.recalled[row]!;
    if (place < covariatesFrom) continue;
    recallCovariates(
      tally,
      history,
      history.card[row]!,
      history.retrievability[row]!,
      history.stabilityBefore[row]!,
      walk.covariates,
      place * COLUMNS,
    );
  }
  takeIn(walk, asOf);
}

/** Looks ahead of the walk to rows before `end`: which of them have covariates hangs on how many there are. */
function knownJudged(walk: Walk, end: number, asOf: number): number {
  const { history, judgedRows, judged, shown } = walk;
  let known = walk.known;
  for (; known < judged; known += 1) if (history.at[judgedRows[known]!]! >= asOf) return known;
  for (let row = shown; row < end; row += 1) {
    if (history.judged[row] === 0) continue;
    if (history.at[row]! >= asOf) return known;
    known += 1;
  }
  return known;
}

function takeIn(walk: Walk, before: number): void {
  const { history, tally, byAnswer } = walk;
  for (; walk.answered < byAnswer.length; walk.answered += 1) {
    const row = byAnswer[walk.answered]!;
    if (history.at[row]! >= before) return;
    tallyAnswer(tally, history, row);
  }
}
