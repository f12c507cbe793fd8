import {
  formatDate,
  formatLongStudyDay,
  formatMinutes,
  formatNumber,
  formatPercent,
  formatTime,
  plural,
} from '../format.ts';

export const today = {
  title: 'Today',
  now: 'Now',
  start: 'Start studying',
  resume: 'Go on studying',
  studyFor: 'Study for a set time',
  forMinutes: (minutes: number) => `${minutes} minutes`,
  more: 'More to do today',
  moreNew: (count: number) => `${plural(count, 'more new card', 'more new cards')} today`,
  moreReviews: (count: number) => `${plural(count, 'more review', 'more reviews')} today`,
  raised: (what: string) =>
    `${what.charAt(0).toUpperCase()}${what.slice(1)}. Tomorrow your limits hold again.`,
  courses: 'By course',
  courseCounts: (due: number, learning: number, fresh: number) =>
    [
      ...(due + learning === 0 ? [] : [`${formatNumber(due + learning)} due`]),
      ...(fresh === 0 ? [] : [`${formatNumber(fresh)} new`]),
    ].join(' · '),
  courseMinutes: (minutes: number) => formatMinutes(minutes * 60_000),
  due: 'Due reviews',
  learning: 'Cards in learning',
  fresh: 'New cards',
  rowDue: 'The ones you most likely still know come first',
  rowLearning: 'Cards you met lately, a step from settling',
  rowFresh: 'Within today’s limit, between the reviews',
  week: 'The next seven days',
  weekEmpty: 'no reviews due yet',
  weekNote: 'reviews due, late ones on today',
  weekDescription: (values: string) => `Reviews due on each of seven days: ${values}.`,
  weekSeries: 'Reviews due',
  weekDay: 'Day',
  todayShort: 'Today',
  everything: 'All courses',
  lastSession: 'Last session',
  noSession: 'Your first session will be summed up here.',
  done: 'Done for today',
  doneText: 'Nothing is due any more. You are free.',
  limitText: 'You have reached what you set as a day’s reviews.',
  counts: 'What is due now',
  answeredToday: (answers: number, ms: number) =>
    `${plural(answers, 'answer', 'answers')} in ${formatMinutes(ms)} so far today`,
  notYet: 'No answers yet today',
  plan: (minutes: number, finishAt: number) =>
    // Beyond half a day a time of day would name the wrong day.
    minutes > 720
      ? formatMinutes(minutes * 60_000)
      : `${formatMinutes(minutes * 60_000)} · done by ${formatTime(finishAt)}`,
  pace: (answers: number) =>
    answers < 30
      ? `The minutes rest partly on a common pace until 30 answers are yours: ${formatNumber(answers)} so far.`
      : `The minutes rest on your pace over ${plural(answers, 'answer', 'answers')}.`,
  heldBack: (count: number) =>
    `${plural(count, 'more review is', 'more reviews are')} beyond today’s limit and will wait for tomorrow.`,
  hidden: 'Counts are hidden. Settings can show them again.',
  headline: formatLongStudyDay,
  when: (at: number, ms: number) => `${formatDate(at)}, ${formatTime(at)} · ${formatMinutes(ms)}`,
  answers: (answers: number, cards: number) =>
    `${plural(answers, 'answer', 'answers')} on ${plural(cards, 'card', 'cards')}`,
  recalled: (recalled: number, of: number) =>
    of === 0
      ? 'no reviews among them'
      : `${formatPercent(recalled / of)} of ${plural(of, 'review', 'reviews')} recalled`,
  introduced: (count: number) => `${plural(count, 'new card', 'new cards')} begun`,
  nextDays: 'The days ahead are below.',
} as const;
