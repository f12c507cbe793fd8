import type { StruggleWindow } from './facts.ts';
import type { StruggleHistory } from './history.ts';
import type { Tally } from './tally.ts';

/** What of the learner as a whole holds for all objectives of a window. */
export interface LearnerContext {
  /** Recall of the last 90 days; NaN below 30 judged answers. */
  readonly ability: number;
  /** Mean residual at the planned hour, shrunken; NaN without a plan or an answer. */
  readonly hourEffect: number;
  /** Judged answers a day, new cards a day, over the last 28 days. */
  readonly judgedPerDay: number;
  readonly newPerDay: number;
  /** Share of days with an answer, over the same days, drawn to .8 by ten days. */
  readonly studyShare: number;
  /** Of each card not yet seen: how many others come before it, new cards coming in the order of their ids; −1 of others. */
  readonly newRank: Int32Array;
  /** Cards due before the end of the window. */
  readonly dueCards: number;
}

const ABILITY_DAYS = 90;
const PACE_DAYS = 28;
const ABILITY_ANSWERS = 30;
const HOUR_PRIOR = 60;
const STUDY_PRIOR = 10;

/** Scans the answers of the last 90 days before `asOf`, and the cards. */
export function learnerContext(
  history: StruggleHistory,
  tally: Tally,
  window: StruggleWindow,
): LearnerContext {
  let [recent, passes, judged, fresh, near, nearResidual, studied, lastDay] = [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    Number.NaN,
  ];
  for (let row = rowsBefore(history, window.asOf) - 1; row >= 0; row -= 1) {
    const day = history.studyDay[row]!;
    if (day < window.fromDay - ABILITY_DAYS) break;
    if (history.at[row]! >= window.asOf) continue;
    const inPace = day >= window.fromDay - PACE_DAYS;
    if (inPace && day !== lastDay) studied += 1;
    lastDay = day;
    if (history.judged[row] === 0) {
      if (inPace && history.phase[row] === 0) fresh += 1;
      continue;
    }
    recent += 1;
    passes += history.recalled[row]!;
    if (inPace) judged += 1;
    if (!isNear(history, row, window.plannedHour)) continue;
    near += 1;
    nearResidual += history.recalled[row]! - history.retrievability[row]!;
  }
  let [dueCards, unseen] = [0, 0];
  const newRank = new Int32Array(tally.cardRow.length).fill(-1);
  for (const [card, row] of tally.cardRow.entries()) {
    if (row < 0) newRank[card] = unseen++;
    else if (history.dueDay[row]! < window.fromDay + window.days) dueCards += 1;
  }
  const paceDays = Math.min(PACE_DAYS, window.fromDay - (history.studyDay[0] ?? window.fromDay));
  return {
    ability: recent < ABILITY_ANSWERS ? Number.NaN : passes / recent,
    hourEffect: near === 0 ? Number.NaN : nearResidual / (near + HOUR_PRIOR),
    judgedPerDay: judged / Math.max(1, paceDays),
    newPerDay: fresh / Math.max(1, paceDays),
    studyShare: (studied + 0.8 * STUDY_PRIOR) / (paceDays + STUDY_PRIOR),
    newRank,
    dueCards,
  };
}

/** How many rows, in their order, were shown before a moment. */
export function rowsBefore(history: StruggleHistory, asOf: number): number {
  let low = 0;
  let high = history.rows;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (history.shownAt[middle]! < asOf) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isNear(history: StruggleHistory, row: number, plannedHour: number): boolean {
  if (Number.isNaN(plannedHour)) return false;
  const hours = (history.shownAt[row]! / 60_000 + history.utcOffsetMin[row]!) / 60;
  const apart = (((hours - plannedHour) % 24) + 24) % 24;
  return apart <= 1 || apart >= 23;
}
