import type { z } from 'zod';
import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import type { historyEstimate } from './contract.ts';

export type HistoryEstimate = z.output<typeof historyEstimate>;

/** What patterns need (twin.md §1, gates): below it screens say how far it is. */
export const NEEDED = { answers: 50, sessions: 20, weeks: 6 } as const;

const weekDays = 7;

/** @param history answers in the order they were shown */
export const historyOf = (history: StruggleHistory): HistoryEstimate => {
  const { rows, studyDay, judged, session } = history;
  const firstDay = rows === 0 ? null : studyDay.reduce((least, day) => Math.min(least, day));
  const lastDay = rows === 0 ? null : studyDay.reduce((most, day) => Math.max(most, day));
  const weeks = firstDay === null || lastDay === null ? 0 : (lastDay - firstDay + 1) / weekDays;
  const sessions = rows === 0 ? 0 : session[rows - 1]! + 1;
  return {
    answers: rows,
    judged: judged.reduce((sum, flag) => sum + flag, 0),
    sessions,
    studyDays: new Set(studyDay).size,
    firstDay,
    lastDay,
    weeks,
    needed: NEEDED,
    isEnough: rows >= NEEDED.answers && sessions >= NEEDED.sessions && weeks >= NEEDED.weeks,
  };
};
