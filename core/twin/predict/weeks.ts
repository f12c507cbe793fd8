/** 1970-01-01 was a Thursday. */
const MONDAY = 3;
export const WEEK_DAYS = 7;

/** The Monday of a study day's week: predictions are judged by fixed weeks. */
export const weekStart = (studyDay: number): number =>
  studyDay - ((((studyDay + MONDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS);
