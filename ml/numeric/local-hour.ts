const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Local time of day in hours, 0 to 24.
 * @param at UTC ms
 * @param utcOffsetMin minutes to add to UTC for local time
 */
export function localHour(at: number, utcOffsetMin: number): number {
  const local = at + utcOffsetMin * MINUTE_MS;
  return (local - Math.floor(local / DAY_MS) * DAY_MS) / HOUR_MS;
}
