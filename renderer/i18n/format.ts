/** Numbers, dates and durations in the reader's own way; the words around them live in `en/`. */
const locale = 'en-GB';

const numbers = new Intl.NumberFormat(locale);
const compact = new Intl.NumberFormat(locale, { notation: 'compact' });
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const threeDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const longWeekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const dateAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const mediumDate = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
const utcDay = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const utcBriefDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const utcDateAndTime = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const utcLongWeekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
const utcDayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
const utcMonth = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
const lists = new Intl.ListFormat(locale);
const plurals = new Intl.PluralRules(locale);

const minuteMs = 60_000;
const dayMs = 86_400_000;

export const formatNumber = (value: number): string => numbers.format(value);
/** Whole points of 0 to 100, never rounded up: a score of 39.7 is low, and 40 would be moderate. */
export const formatScore = (score: number): string => numbers.format(Math.floor(score));
/** A number beside an axis, where five digits find no room: "80K". */
export const formatTick = (value: number): string =>
  value < 10_000 ? numbers.format(value) : compact.format(value);
export const formatDecimal = (value: number): string => oneDecimal.format(value);
/** "0.40" of log-odds or of a skill, where one decimal is too few to tell two apart. */
export const formatHundredths = (value: number): string => twoDecimals.format(value);
/** "0.114" of an error. */
export const formatThousandths = (value: number): string => threeDecimals.format(value);
export const formatPercent = (share: number): string => percents.format(share);
/** How sure an estimate is: never all of it. */
export const formatSure = (share: number): string =>
  share > 0.99 ? `over ${percents.format(0.99)}` : percents.format(share);
export const formatDate = (at: number): string => `${longWeekday.format(at)}, ${dayAndMonth.format(at)}`;
export const formatTime = (at: number): string => clock.format(at);
export const formatDateTime = (at: number): string => dateAndTime.format(at);
/** As the clock showed it that was this far from UTC. */
export const formatZoned = (at: number, utcOffsetMin: number): string =>
  utcDateAndTime.format(at + utcOffsetMin * minuteMs);
/** The time of an instant within half a day, the date of any other. */
export const formatNear = (at: number, now: number): string =>
  Math.abs(at - now) < dayMs / 2 ? clock.format(at) : mediumDate.format(at);
export const formatList = (parts: string[]): string => lists.format(parts);

/** A study day counts days since 1970-01-01, whatever the zone. */
export const formatWeekday = (studyDay: number): string => weekday.format(studyDay * dayMs);
/** "Mar", of a study day. */
export const formatMonth = (studyDay: number): string => utcMonth.format(studyDay * dayMs);
export const formatStudyDay = (studyDay: number): string => utcDay.format(studyDay * dayMs);
/** Without its year, where the days beside it say which. */
export const formatBriefStudyDay = (studyDay: number): string => utcBriefDay.format(studyDay * dayMs);
export const formatLongStudyDay = (studyDay: number): string =>
  `${utcLongWeekday.format(studyDay * dayMs)}, ${utcDayAndMonth.format(studyDay * dayMs)}`;

const names = new Intl.Collator(locale, { numeric: true });
/** Compares things by title, numbers in them by their size. */
export const byTitle = (one: { title: string }, other: { title: string }): number =>
  names.compare(one.title, other.title);

/** `plural(1, 'card', 'cards')` is "1 card". */
export function plural(count: number, one: string, other: string): string {
  return `${numbers.format(count)} ${plurals.select(count) === 'one' ? one : other}`;
}

/** "17 min", "1 h 5 min"; less than a minute is "under 1 min". */
export function formatMinutes(ms: number): string {
  if (ms <= 0) return '0 min';
  if (ms < minuteMs) return 'under 1 min';
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** An estimate: "about 17 min"; less than a minute is only that. */
export const formatAboutMinutes = (ms: number): string =>
  ms < minuteMs ? 'under 1 min' : `about ${formatMinutes(ms)}`;

/** The interval an answer gives: "10 min", "4 days", "2.5 months". */
export function formatInterval(seconds: number): string {
  if (seconds < 60) return plural(Math.round(seconds), 'second', 'seconds');
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 86_400) return plural(Math.round(seconds / 3600), 'hour', 'hours');
  const days = seconds / 86_400;
  if (days < 60) return plural(Math.round(days), 'day', 'days');
  if (days < 730) return `${oneDecimal.format(days / 30.44)} months`;
  return `${oneDecimal.format(days / 365.25)} years`;
}

/** "3.4 s" of answering time. */
export const formatSeconds = (ms: number): string => `${oneDecimal.format(ms / 1000)} s`;

/** "12.4 MB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${oneDecimal.format(bytes / 1000 ** power)} ${units[power] ?? ''}`;
}
