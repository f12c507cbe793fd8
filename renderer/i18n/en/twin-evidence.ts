import { formatNumber, formatPercent, formatZoned, plural } from '../format.ts';
import { study } from './study.ts';

/** Words about the answers behind a number. */
export const twinEvidence = {
  show: 'Show the answers',
  showOf: (of: string) => `Show the answers: ${of}`,
  title: (of: string) => `Answers behind “${of}”`,
  which: 'Number',
  total: (total: number, sessions: number, days: number) =>
    total === 0
      ? 'No answers.'
      : `${plural(total, 'answer', 'answers')} in ${plural(sessions, 'session', 'sessions')} on ${plural(days, 'study day', 'study days')}, the oldest first.`,
  counted: (label: string, n: number) => `${label} (n = ${formatNumber(n)})`,
  columns: ['Card', 'Answered', 'Expected', 'Answer'] as const,
  noText: 'Card without text',
  at: formatZoned,
  expected: (share: number | null) => (share === null ? '–' : formatPercent(share)),
  rating: (rating: number) => study.ratings[rating - 1] ?? String(rating),
  curve: 'The whole curve',
  bin: (from: number) => `Expected about ${formatPercent(from)}`,
  days: (text: string) => `After ${text} days`,
  onDays: { weekday: 'weekdays', weekend: 'weekends' },
  hour: (hour: string, days: string) => `${hour}, ${days}`,
  all: 'All answers',
  windows: { recent: 'The last fourteen days', before: 'The four weeks before' },
  before: 'Answers it was made from',
  window: 'Answers it was judged by',
} as const;
