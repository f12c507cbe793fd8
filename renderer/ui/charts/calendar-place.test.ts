import { describe, expect, it } from 'vitest';
import { calendarPlaces, weekdayOf } from './calendar-place.ts';

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

describe('a day in a calendar', () => {
  it.each([
    ['2026-11-30', 0],
    ['2026-12-06', 6],
    ['1969-12-31', 2],
    ['1900-01-01', 0],
  ])('%s has weekday %i', (date, weekday) => {
    expect(weekdayOf(dayOf(date))).toBe(weekday);
  });

  it('of a year has a place of its own, in 53 weeks beside each other, or 54 where a leap year needs them', () => {
    for (const [year, weeks] of [
      [2025, 53],
      [2026, 53],
      [2028, 53],
      [2012, 54],
    ] as const) {
      const { places, weeksPerBlock } = calendarPlaces(dayOf(`${year}-01-01`), dayOf(`${year}-12-31`), false);
      expect(weeksPerBlock).toBe(weeks);
      expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(places.length);
      expect(places[0]).toEqual({ block: 0, week: 0, weekday: weekdayOf(dayOf(`${year}-01-01`)) });
    }
  });

  it('finds the second half below the first in a narrow window, and each month where it begins', () => {
    const { places, months, weeksPerBlock } = calendarPlaces(dayOf('2026-01-01'), dayOf('2026-12-31'), true);
    expect(weeksPerBlock).toBe(27);
    expect(places[0]?.block).toBe(0);
    expect(places.at(-1)).toEqual({ block: 1, week: 25, weekday: 3 });
    expect(months).toHaveLength(12);
    // 2026-07-01 is a Wednesday of the 27th week.
    expect(months[6]).toEqual({ day: dayOf('2026-07-01'), block: 0, week: 26 });
    expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(365);
  });
});
