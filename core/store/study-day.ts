/**
 * Study days: the calendar a learner lives by. A study day is named by its local date, counted in days since
 * 1970-01-01, and begins at the owner's rollover hour, so that studying past midnight still counts as the evening.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const CACHED_DAYS_PER_ZONE = 40_000;

/**
 * The study day an instant belongs to.
 * @param at UTC epoch milliseconds
 * @param utcOffsetMin minutes east of UTC at that instant
 * @param rolloverHour local hour at which the study day begins, 0–23
 */
export function studyDay(at: number, utcOffsetMin: number, rolloverHour: number): number {
  return Math.floor((at + utcOffsetMin * MINUTE_MS - rolloverHour * HOUR_MS) / DAY_MS);
}

/**
 * The instant (UTC epoch milliseconds) at which a study day begins, for an offset known to hold at that moment.
 * Across a change of clocks the offset of now is the wrong one: use `studyDayStartInZone`.
 */
export function studyDayStart(day: number, utcOffsetMin: number, rolloverHour: number): number {
  return day * DAY_MS + rolloverHour * HOUR_MS - utcOffsetMin * MINUTE_MS;
}

/**
 * The first instant of a study day in a zone, with the offset in force then. When the rollover hour is skipped by a
 * change of clocks, the day begins at the change; when it occurs twice, at its first occurrence.
 * @throws RangeError for a zone name Intl does not know
 */
export function studyDayStartInZone(day: number, zone: string, rolloverHour: number): number {
  const approximate = studyDayStart(day, 0, rolloverHour);
  // Zones lie within ±26 h of UTC, so these two offsets are the ones before and after any change near the rollover.
  const before = utcOffsetMinutes(approximate - 26 * HOUR_MS, zone);
  const after = utcOffsetMinutes(approximate + 26 * HOUR_MS, zone);
  const early = studyDayStart(day, Math.max(before, after), rolloverHour);
  const late = studyDayStart(day, Math.min(before, after), rolloverHour);
  return firstInstant(early - 1, late, (at) => studyDay(at, utcOffsetMinutes(at, zone), rolloverHour) >= day);
}

/** Offsets of one zone: its formatter, the offset at the start of each UTC day asked for, and the changes found. */
interface ZoneCache {
  readonly format: Intl.DateTimeFormat;
  readonly atDayStart: Map<number, number>;
  readonly changeWithinDay: Map<number, number>;
}

const zones = new Map<string, ZoneCache>();

/**
 * Minutes east of UTC that a zone's clocks showed at an instant, past changes included.
 *
 * Intl is asked once per UTC day and zone; on a day whose ends differ, the instant of the change is searched once and
 * kept (no zone changes its clocks twice within a day). A cached answer costs two map reads.
 * @throws RangeError for a zone name Intl does not know, or an instant outside the range of dates
 */
export function utcOffsetMinutes(at: number, zone: string): number {
  const cache = zones.get(zone) ?? openZone(zone);
  const day = Math.floor(at / DAY_MS);
  const first = offsetAtDayStart(cache, day);
  const next = offsetAtDayStart(cache, day + 1);
  if (first === next) return first;
  let change = cache.changeWithinDay.get(day);
  if (change === undefined) {
    change = firstInstant(
      day * DAY_MS,
      (day + 1) * DAY_MS,
      (instant) => readOffset(cache, instant) !== first,
    );
    cache.changeWithinDay.set(day, change);
  }
  return at < change ? first : next;
}

/** The first integer in (from, to] for which `holds`, given that it holds at `to` and never stops holding. */
function firstInstant(from: number, to: number, holds: (at: number) => boolean): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function openZone(zone: string): ZoneCache {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const cache: ZoneCache = { format, atDayStart: new Map(), changeWithinDay: new Map() };
  zones.set(zone, cache);
  return cache;
}

function offsetAtDayStart(cache: ZoneCache, day: number): number {
  let offset = cache.atDayStart.get(day);
  if (offset === undefined) {
    offset = readOffset(cache, day * DAY_MS);
    // An import may carry a million absurd dates; a lifetime of study has fewer than this many days.
    if (cache.atDayStart.size >= CACHED_DAYS_PER_ZONE) cache.atDayStart.clear();
    cache.atDayStart.set(day, offset);
  }
  return offset;
}

function readOffset(cache: ZoneCache, at: number): number {
  const fields: Record<string, number> = {};
  for (const part of cache.format.formatToParts(at)) fields[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(at / 1000) * 1000) / MINUTE_MS);
}
