/** Study days count from 1970-01-01, a Thursday. Monday 0 to Sunday 6. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

const firstOfWeek = (day: number): number => day - weekdayOf(day);
const monthOf = (day: number): number => new Date(day * 86_400_000).getUTCMonth();

export type CalendarPlaces = {
  blocks: number;
  weeksPerBlock: number;
  /** Of each day from the first on: its block from above, its week there, its weekday. */
  places: { block: number; week: number; weekday: number }[];
  /** Weeks in which a month begins, by the day it begins with. */
  months: { day: number; block: number; week: number }[];
};

/** Days as weeks beside each other, Monday above; in a narrow window in two blocks, one below the other. */
export function calendarPlaces(from: number, to: number, isNarrow: boolean): CalendarPlaces {
  const weeks = (firstOfWeek(to) - firstOfWeek(from)) / 7 + 1;
  const blocks = isNarrow ? 2 : 1;
  const weeksPerBlock = Math.ceil(weeks / blocks);
  const placeOf = (day: number) => {
    const week = (firstOfWeek(day) - firstOfWeek(from)) / 7;
    return {
      block: Math.floor(week / weeksPerBlock),
      week: week % weeksPerBlock,
      weekday: weekdayOf(day),
    };
  };
  const days = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return {
    blocks,
    weeksPerBlock,
    places: days.map(placeOf),
    months: days
      .filter((day) => monthOf(day) !== monthOf(day - 1))
      .map((day) => ({ day, block: placeOf(day).block, week: placeOf(day).week })),
  };
}
