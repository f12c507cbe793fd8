import type { StruggleFacts, StruggleWindow } from '#ml/knowledge/struggle/facts.ts';
import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { struggleHistory } from '#ml/knowledge/struggle/history.ts';
import { rowsBefore } from '#ml/knowledge/struggle/learner-context.ts';
import { struggleRowsOf } from '#ml/knowledge/struggle/struggle-rows.ts';
import type { StruggleTable } from '#ml/knowledge/struggle/struggle-table.ts';
import { usualHour } from '#ml/knowledge/struggle/usual-hour.ts';
import { windowLabel } from '#ml/knowledge/struggle/window-label.ts';
import type { FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { studyDayStartInZone } from '../../store/study-day.ts';
import { WEEK_DAYS, weekStart } from './weeks.ts';

/** Labels of the first weeks would be of cards barely met. */
const FIRST_WEEKS = 4;

/** Where the owner's days begin. */
export type DayStarts = { zone: string; rolloverHour: number };

/** Judged weeks of the history, and the objective (by row) of each. */
export type PastWeeks = { table: StruggleTable; objective: Int32Array };

/** What the week of a prediction is looked at with: nothing of the week itself, or of later. */
export const windowOf = (
  facts: StruggleFacts,
  asOf: number,
  fromDay: number,
  days: number,
  load: number,
): StruggleWindow => ({ asOf, fromDay, days, plannedHour: usualHour(facts.answers, asOf, fromDay), load });

/**
 * Every past week of every objective that was studied enough to be judged: features as of its start, and what became of
 * it. What the owner said of a week outranks what the log says.
 * @param today weeks that are over by then
 * @param verdict of an objective (by row) in the week from a day; undefined where the owner said nothing
 */
export const pastWeeks = (
  facts: StruggleFacts,
  parameters: FsrsParameters,
  today: number,
  starts: DayStarts,
  verdict: (objective: number, fromDay: number) => boolean | undefined,
): PastWeeks => pastWeeksOf(struggleHistory(facts, parameters), today, starts, verdict);

/** `pastWeeks` of a history that is at hand. */
export const pastWeeksOf = (
  history: StruggleHistory,
  today: number,
  starts: DayStarts,
  verdict: (objective: number, fromDay: number) => boolean | undefined,
): PastWeeks => {
  const { facts } = history;
  const windows = weeksOf(history, facts, today, starts);
  const outcomes = windows.map(({ fromDay }) =>
    Array.from(facts.objectives.topic, (_, objective) => {
      const said = verdict(objective, fromDay);
      if (said !== undefined) return said ? 'STRUGGLED' : 'FINE';
      return windowLabel(history, objective, fromDay, WEEK_DAYS).outcome;
    }),
  );
  const rows = struggleRowsOf(
    history,
    windows,
    (objective, week) => outcomes[week]?.[objective] !== 'NOT_STUDIED',
  );
  const fromDay = rows.window.map((week) => windows[week]?.fromDay ?? 0);
  const isStruggle = (objective: number, row: number): number =>
    outcomes[rows.window[row] ?? 0]?.[objective] === 'STRUGGLED' ? 1 : 0;
  return {
    objective: rows.objective,
    table: {
      features: rows.features,
      labels: Uint8Array.from(rows.objective, isStruggle),
      fromDay,
      endDay: fromDay.map((day) => day + WEEK_DAYS),
    },
  };
};

const weeksOf = (
  history: StruggleHistory,
  facts: StruggleFacts,
  today: number,
  { zone, rolloverHour }: DayStarts,
): StruggleWindow[] => {
  const windows: StruggleWindow[] = [];
  if (history.rows === 0) return windows;
  const first = weekStart(history.studyDay[0] ?? today) + FIRST_WEEKS * WEEK_DAYS;
  for (let day = first; day + WEEK_DAYS <= today; day += WEEK_DAYS) {
    const asOf = beginningOf(history, day, studyDayStartInZone(day, zone, rolloverHour));
    windows.push(windowOf(facts, asOf, day, WEEK_DAYS, Number.NaN));
  }
  return windows;
};

const HOUR_MS = 3_600_000;
/** Between the first place on earth where a day begins and the last are 26 hours; ten more for another start of days. */
const ZONES_MS = 36 * HOUR_MS;

/**
 * When a study day began: as days begin here and now, or with its first answer. Who has moved west since had a good part of
 * it behind them by then, and its answers would be known to what is judged by them.
 */
const beginningOf = (history: StruggleHistory, day: number, here: number): number => {
  const { shownAt, studyDay } = history;
  const end = rowsBefore(history, here);
  for (let row = rowsBefore(history, here - ZONES_MS); row < end; row += 1)
    if ((studyDay[row] ?? 0) >= day) return shownAt[row] ?? here;
  return here;
};
