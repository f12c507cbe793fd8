import type { StruggleHistory } from '../knowledge/struggle/history.ts';
import { localHour } from '../numeric/local-hour.ts';

/** Habits of the last four weeks; null where there are fewer than 14 days of history. */
export interface Habits {
  /** Days looked at, at most 28, to the day before the analysis or its own. */
  readonly days: number;
  readonly studyDays: number;
  readonly minutesPerStudyDay: number;
  readonly answersPerStudyDay: number;
  /** Mean local hour of the first answer of a study day, and how far days scatter about it in hours (circular). */
  readonly startHour: number;
  readonly startScatterHours: number;
  /** From the last study day to the day of the analysis. */
  readonly daysSinceStudied: number;
}

const MIN_HISTORY_DAYS = 14;
const WINDOW_DAYS = 28;
const MINUTE_MS = 60_000;
/** The most that one answer counts as time at the desk. */
const MOST_ANSWER_MS = 5 * MINUTE_MS;

/** @param today study day of the analysis */
export function habits(history: StruggleHistory, today: number): Habits | null {
  if (history.rows === 0) return null;
  const days = new Map<number, { answers: number; ms: number; firstAt: number; hour: number }>();
  let [firstDay, lastDay] = [Infinity, -Infinity];
  for (let row = 0; row < history.rows; row += 1) {
    const day = history.studyDay[row]!;
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
    if (day <= today - WINDOW_DAYS || day > today) continue;
    const { at, shownAt, utcOffsetMin } = history;
    const entry = days.get(day) ?? { answers: 0, ms: 0, firstAt: Infinity, hour: 0 };
    entry.answers += 1;
    entry.ms += Math.min(MOST_ANSWER_MS, at[row]! - shownAt[row]!);
    if (shownAt[row]! < entry.firstAt) {
      entry.firstAt = shownAt[row]!;
      entry.hour = localHour(shownAt[row]!, utcOffsetMin[row]!);
    }
    days.set(day, entry);
  }
  if (today - firstDay + 1 < MIN_HISTORY_DAYS) return null;
  const studied = [...days.values()];
  const mean = (of: (day: (typeof studied)[number]) => number): number =>
    studied.length === 0 ? 0 : studied.reduce((sum, day) => sum + of(day), 0) / studied.length;
  const start = circularMean(studied.map(({ hour }) => hour));
  return {
    days: Math.min(WINDOW_DAYS, today - firstDay + 1),
    studyDays: studied.length,
    minutesPerStudyDay: mean(({ ms }) => ms / MINUTE_MS),
    answersPerStudyDay: mean(({ answers }) => answers),
    startHour: start.mean,
    startScatterHours: start.scatter,
    daysSinceStudied: Math.max(0, today - lastDay),
  };
}

/** Mean and standard deviation of hours on the circle of the day (Mardia and Jupp 2000, §2.3). */
export function circularMean(hours: readonly number[]): { mean: number; scatter: number } {
  if (hours.length === 0) return { mean: 0, scatter: 0 };
  const angles = hours.map((hour) => (2 * Math.PI * hour) / 24);
  const x = angles.reduce((sum, angle) => sum + Math.cos(angle), 0) / angles.length;
  const y = angles.reduce((sum, angle) => sum + Math.sin(angle), 0) / angles.length;
  const length = Math.min(1, Math.hypot(x, y));
  const mean = ((Math.atan2(y, x) * 24) / (2 * Math.PI) + 24) % 24;
  // Hours that cancel each other out have no mean to scatter about: half a day is as far as any can be.
  const scatter = length < 1e-6 ? 12 : Math.min(12, (Math.sqrt(-2 * Math.log(length)) * 24) / (2 * Math.PI));
  return { mean, scatter };
}
