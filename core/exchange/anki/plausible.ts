const dayMs = 86_400_000;
/** Last instant of the year 9999, and its day: what the contract can carry. */
const lastInstant = 253_402_300_799_999;
const lastDay = 2_900_000;
const longestIntervalDays = 36_500;

const between = (value: number, low: number, high: number): number =>
  Number.isFinite(value) ? Math.min(high, Math.max(low, Math.trunc(value))) : low;

/** Stamps of rows: what lies before 1970 or in the future counts as the nearest moment that is possible. */
export const plausibleStamp = (at: number, now: number): number => between(at, 0, now);
/** When a card is due may lie ahead, but not beyond the calendar. */
export const plausibleInstant = (at: number): number => between(at, 0, lastInstant);
export const plausibleDay = (day: number): number => between(day, 0, lastDay);
export const plausibleInterval = (days: number): number => between(days, 0, longestIntervalDays);
export const plausibleDuration = (ms: number): number => between(ms, 0, dayMs);

/** An answer from before 1970 or from tomorrow on was not given: a clock was wrong. */
export const isPossibleAnswer = (at: number, now: number): boolean =>
  Number.isSafeInteger(at) && at > 0 && at <= now + dayMs;

/** Templates and clozes are numbered from 0; no note has more than this. */
export const isPossibleOrdinal = (ordinal: number): boolean =>
  Number.isInteger(ordinal) && ordinal >= 0 && ordinal < 100_000;
