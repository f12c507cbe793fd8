import type { Tier } from './manifest.ts';

/** A term by its weeks, each named by its Monday, in days since 1970-01-01. */
export type Term = { readonly id: string; readonly firstMonday: number; readonly weeks: number };

/** Consecutive weeks of a term that one release is of. */
export type Period = { readonly index: number; readonly firstWeek: number; readonly weeks: number };

/**
 * The releases of a term, fixed when it begins: no more can be asked for later, and what each may cost is known. Weeks
 * that are left over belong to the last.
 */
export function periodsOf({ weeks }: Term, { every }: Pick<Tier, 'every'>): Period[] {
  if (!Number.isInteger(weeks) || weeks < 2 || weeks > 30) throw new RangeError('a term has 2 to 30 weeks');
  const length = { 'half-term': Math.floor(weeks / 2), 'two-weeks': 2, week: 1 }[every];
  const count = every === 'half-term' ? 2 : Math.floor(weeks / length);
  return Array.from({ length: count }, (_, index) => ({
    index,
    firstWeek: index * length,
    weeks: index === count - 1 ? weeks - index * length : length,
  }));
}

const DAY_MS = 86_400_000;

/** The Monday of a day's week. 1970-01-01 was a Thursday. */
export const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** A week as messages name it, by ISO 8601: the year is that of its Thursday. */
export function weekName(monday: number): string {
  const thursday = monday + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
