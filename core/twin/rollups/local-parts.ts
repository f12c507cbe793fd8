/** Words of SQL for when an answer was given, by the clock of its place. */
export const hourOfRow = '((at + utc_offset_min * 60000) % 86400000 + 86400000) % 86400000 / 3600000';
/** 0 Monday to 6 Sunday; 1970-01-01 was a Thursday. */
export const weekdayOfDay = '((study_day + 3) % 7 + 7) % 7';
