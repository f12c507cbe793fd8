import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { answerCapMs } from '../../study/rollup-day.ts';
import type { SessionLoad } from '../load/replay-load.ts';
import type { BurnoutDay } from './burnout-risk.ts';

const minuteMs = 60_000;
const dayMinutes = 1440;

/** The load of each study day: the mean of the readings of its sessions, and the highest. */
export type LoadDay = { studyDay: number; sessions: number; mean: number; peak: number };

export const loadDays = (sessions: readonly SessionLoad[]): LoadDay[] =>
  [...Map.groupBy(sessions, ({ studyDay }) => studyDay)]
    .flatMap(([studyDay, ofDay]) => {
      const loads = ofDay.flatMap(({ load }) => load ?? []);
      const readings = loads.reduce((sum, load) => sum + load.readings, 0);
      if (readings === 0) return [];
      const mean = loads.reduce((sum, load) => sum + load.mean * load.readings, 0) / readings;
      return [{ studyDay, sessions: ofDay.length, mean, peak: Math.max(...ofDay.map(({ peak }) => peak)) }];
    })
    .toSorted((a, b) => a.studyDay - b.studyDay);

/** What each study day since `fromDay` was like, rising. */
export const burnoutDays = (
  history: StruggleHistory,
  loads: readonly LoadDay[],
  fromDay: number,
  rolloverHour: number,
): BurnoutDay[] => {
  const days = new Map<number, BurnoutDay>();
  const loadOf = new Map(loads.map(({ studyDay, mean }) => [studyDay, mean]));
  for (let row = 0; row < history.rows; row += 1) {
    const studyDay = history.studyDay[row]!;
    if (studyDay < fromDay) continue;
    const local = history.shownAt[row]! / minuteMs + history.utcOffsetMin[row]! - rolloverHour * 60;
    const minute = ((local % dayMinutes) + dayMinutes) % dayMinutes;
    const day = days.get(studyDay) ?? {
      studyDay,
      answers: 0,
      ms: 0,
      judged: 0,
      residual: 0,
      firstMinute: minute,
      meanLoad: loadOf.get(studyDay) ?? null,
    };
    days.set(studyDay, day);
    day.answers += 1;
    day.ms += Math.min(answerCapMs, Math.max(0, history.at[row]! - history.shownAt[row]!));
    day.firstMinute = Math.min(day.firstMinute, minute);
    if (history.judged[row] !== 1) continue;
    day.judged += 1;
    day.residual += history.recalled[row]! - history.retrievability[row]!;
  }
  return [...days.values()].toSorted((a, b) => a.studyDay - b.studyDay);
};
