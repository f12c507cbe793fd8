import { localHour } from '../numeric/local-hour.ts';
import type { StruggleHistory } from '../knowledge/struggle/history.ts';
import { expectedRecall } from './expected-recall.ts';

const MINUTE_MS = 60_000;
/** Who did not answer for so long had a break. */
const REST_MS = 5 * MINUTE_MS;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;
const SATURDAY = 5;

/** Answers to cards that had been answered before, with what effects are measured by; one row each, in the order they were shown. */
export interface MeasuredAnswers {
  readonly rows: Int32Array;
  readonly recalled: Uint8Array;
  /** P(recall) if nothing but memory mattered, with and without the format of the card. */
  readonly expected: Float64Array;
  readonly expectedWithoutFormat: Float64Array;
  /** Local hour at which the card was shown, 0 to 24. */
  readonly hour: Float64Array;
  readonly isWeekend: Uint8Array;
  readonly studyDay: Int32Array;
  /** Minutes since the session began or the last break of five minutes ended. */
  readonly minutes: Float64Array;
  readonly session: Int32Array;
  readonly card: Int32Array;
  readonly format: Uint8Array;
}

/** @param fromDay study day from which answers are measured */
export function measuredAnswers(history: StruggleHistory, fromDay: number): MeasuredAnswers {
  const { rows, expected, withoutFormat } = expectedRecall(history, fromDay);
  const minutes = minutesSinceRest(history);
  const { studyDay, shownAt, utcOffsetMin } = history;
  return {
    rows,
    expected,
    expectedWithoutFormat: withoutFormat,
    recalled: Uint8Array.from(rows, (row) => history.recalled[row]!),
    hour: Float64Array.from(rows, (row) => localHour(shownAt[row]!, utcOffsetMin[row]!)),
    isWeekend: Uint8Array.from(rows, (row) => (weekdayOf(studyDay[row]!) >= SATURDAY ? 1 : 0)),
    studyDay: Int32Array.from(rows, (row) => studyDay[row]!),
    minutes: Float64Array.from(rows, (row) => minutes[row]!),
    session: Int32Array.from(rows, (row) => history.session[row]!),
    card: Int32Array.from(rows, (row) => history.card[row]!),
    format: Uint8Array.from(rows, (row) => history.facts.cards.format[history.card[row]!]!),
  };
}

/** 0 Monday to 6 Sunday. */
export function weekdayOf(studyDay: number): number {
  return (((studyDay + FIRST_WEEKDAY) % 7) + 7) % 7;
}

/** Of every answer; never below 0, whatever a clock did. */
export function minutesSinceRest({ rows, shownAt, at, session }: StruggleHistory): Float64Array {
  const minutes = new Float64Array(rows);
  let began = 0;
  for (let row = 0; row < rows; row += 1) {
    const rested = row === 0 || session[row] !== session[row - 1] || shownAt[row]! - at[row - 1]! >= REST_MS;
    if (rested) began = shownAt[row]!;
    minutes[row] = Math.max(0, (shownAt[row]! - began) / MINUTE_MS);
  }
  return minutes;
}
