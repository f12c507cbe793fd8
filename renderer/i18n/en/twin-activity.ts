import {
  formatLongStudyDay,
  formatMinutes,
  formatNumber,
  formatPercent,
  formatStudyDay,
  formatWeekday,
  plural,
} from '../format.ts';

type Recall = { n: number; share: number; low: number; high: number } | null;
/** 1970-01-05 was a Monday. */
const monday = 4;

const hour = (of: number): string => `${String(of).padStart(2, '0')}:00`;
const recallText = (recall: Recall): string =>
  recall === null
    ? 'no cards in review'
    : `recalled ${formatPercent(recall.share)} of ${plural(recall.n, 'card in review', 'cards in review')} (90% interval ${formatPercent(recall.low)} to ${formatPercent(recall.high)})`;
const told = (answers: number, ms: number, recall: Recall): string =>
  `${plural(answers, 'answer', 'answers')}, ${formatMinutes(ms)}, ${recallText(recall)}`;

export const activity = {
  title: 'When you study',
  year: 'Period',
  lastYear: 'The last 12 months',
  nothingYet: 'Each day you study will have its place here.',
  nothing: 'Nothing was answered in this time.',
  days: 'Study days',
  ofDays: (days: number, of: number) => `${formatNumber(days)} of ${formatNumber(of)}`,
  answers: 'Answers',
  time: 'Time with cards',
  minutes: formatMinutes,
  sessions: 'Sessions',
  session: (n: number, ms: number, answers: number) =>
    `${formatNumber(n)}, on average ${formatMinutes(ms / n)} and ${plural(Math.round(answers / n), 'answer', 'answers')}`,
  none: 'none',
  calendar: {
    title: 'Answers by day',
    description: (days: number, of: number, most: number) =>
      `Answers on each of ${plural(of, 'day', 'days')}: ${plural(days, 'study day', 'study days')}, ${plural(most, 'answer', 'answers')} on the busiest.`,
    day: (day: number, answers: number, ms: number, recall: Recall) =>
      `${formatLongStudyDay(day)}: ${told(answers, ms, recall)}`,
    dayNone: (day: number) => `${formatLongStudyDay(day)}: no answers`,
    columns: ['Day', 'Answers', 'Time', 'Recalled', 'From', 'To', 'n'] as const,
    name: formatStudyDay,
  },
  hours: {
    title: 'Answers by weekday and hour',
    description: (answers: number, weekday: number, at: number, most: number) =>
      `${plural(answers, 'answer', 'answers')} by weekday and local hour, most of them on ${formatWeekday(monday + weekday)} from ${hour(at)}: ${formatNumber(most)}.`,
    weekday: (weekday: number) => formatWeekday(monday + weekday),
    hour,
    name: (weekday: number, at: number) => `${formatWeekday(monday + weekday)} ${hour(at)}`,
    cell: (weekday: number, at: number, answers: number, ms: number, recall: Recall) =>
      `${formatWeekday(monday + weekday)} ${hour(at)}: ${told(answers, ms, recall)}`,
    cellNone: (weekday: number, at: number) => `${formatWeekday(monday + weekday)} ${hour(at)}: no answers`,
    columns: ['Weekday and hour', 'Answers', 'Time', 'Recalled', 'From', 'To', 'n'] as const,
    text: (begins: number) =>
      `These are counts. Easy cards in the morning make a morning look good here; “Recall by hour of day” takes that out.${begins === 0 ? '' : ` A day ends at ${hour(begins)}: hours after midnight belong to the evening before.`}`,
  },
  share: formatPercent,
} as const;
