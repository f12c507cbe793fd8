import { formatDateTime, formatNumber, formatStudyDay, plural } from '../format.ts';

type Span = { answers: number; sessions: number; studyDays: number };

const counted = {
  answers: (count: number) => plural(count, 'answer', 'answers'),
  judged: (count: number) => plural(count, 'answer to a card seen before', 'answers to cards seen before'),
  sessions: (count: number) => plural(count, 'session', 'sessions'),
  longSessions: (count: number) => plural(count, 'session of 40 minutes', 'sessions of 40 minutes'),
  weeks: (count: number) => plural(count, 'week', 'weeks'),
  days: (count: number) => plural(count, 'study day', 'study days'),
  spanDays: (count: number) => plural(count, 'day', 'days'),
  predictions: (count: number) => plural(count, 'scored prediction', 'scored predictions'),
} as const;

export const twin = {
  title: 'Twin',
  tabs: {
    predictions: 'Predictions',
    scorecard: 'Scorecard',
    rhythm: 'Rhythm',
    memory: 'Memory',
    wellbeing: 'Wellbeing',
  },
  tabsLabel: 'What the twin knows',
  off: 'Behavioural analysis is off',
  offText: 'Nothing is worked out and nothing is kept. You can switch it on in Settings, under privacy.',
  forbidden: 'Turned off by your institution',
  forbiddenText:
    'Nothing new is worked out. What was found before is still yours: export it or erase it in Settings, under privacy.',
  toSettings: 'Open Settings',
  emptyTitle: 'Your twin begins with your answers',
  emptyText:
    'It is computed on this machine, in a quiet moment after you studied or imported an Anki package with its history. That takes seconds, and this page fills by itself.',
  analyse: 'Read it now',
  analyseAgain: 'Read again',
  analysing: 'Reading your history…',
  analysisFailed: (why: string) => `Your history could not be read. ${why}`,
  history: ({ answers, sessions, studyDays }: Span) =>
    `From ${counted.answers(answers)} in ${counted.sessions(sessions)} on ${counted.days(studyDays)}`,
  between: (first: number, last: number) =>
    first === last ? formatStudyDay(first) : `${formatStudyDay(first)} – ${formatStudyDay(last)}`,
  asOf: (at: number) => `As of ${formatDateTime(at)}`,
  n: (count: number) => `n = ${formatNumber(count)}`,
  needed: 'Patterns are told from here on; until then they would be guesses.',
  notEnough: 'Not enough yet',
  /** How far it is: "12 of 20 sessions". */
  have: (have: number, need: number, unit: CountedUnit) =>
    `${formatNumber(Math.floor(have))} of ${counted[unit](need)}`,
} as const;

/** What a gate counts. */
export type CountedUnit = keyof typeof counted;
