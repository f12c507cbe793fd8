import { localHour } from '../../numeric/local-hour.ts';
import type { AnswerColumns } from './facts.ts';

const DAY_HOURS = 24;
const WEEKS_BACK_DAYS = 28;
/** Days are counted from 04:00, so that nights do not fall apart. */
const NIGHT_ENDS = 4;

/**
 * The local hour the learner usually began at in the four weeks before, which is the slot to plan with; NaN without a day.
 * @param asOf UTC ms: later answers are not looked at
 * @param fromDay study day of the plan
 */
export function usualHour(answers: AnswerColumns, asOf: number, fromDay: number): number {
  const { at, shownAt, studyDay, utcOffsetMin } = answers;
  const firsts = new Map<number, number>();
  for (let row = 0; row < at.length; row += 1) {
    const day = studyDay[row]!;
    if (at[row]! >= asOf || day < fromDay - WEEKS_BACK_DAYS) continue;
    const first = firsts.get(day);
    if (first === undefined || shownAt[row]! < shownAt[first]!) firsts.set(day, row);
  }
  const starts = Array.from(
    firsts.values(),
    (row) => (localHour(shownAt[row]!, utcOffsetMin[row]!) + DAY_HOURS - NIGHT_ENDS) % DAY_HOURS,
  ).sort((a, b) => a - b);
  return starts.length === 0 ? Number.NaN : (starts[starts.length >> 1]! + NIGHT_ENDS) % DAY_HOURS;
}
