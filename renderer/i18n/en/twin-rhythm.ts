import { formatDecimal, formatPercent, formatStudyDay, plural } from '../format.ts';

/** .031 as "+3.1 points". */
const points = (share: number): string => {
  const value = Math.round(share * 1000) / 10;
  if (value === 0) return '0 points';
  return `${value < 0 ? '−' : '+'}${formatDecimal(Math.abs(value))} points`;
};

const hour = (of: number): string => `${String(of).padStart(2, '0')}:00`;
const formats = ['Question and answer', 'Cloze', 'Image occlusion', 'Typed answer'] as const;

/** What a stretch or a length is called by where it begins and where the next begins. */
const minutes = (from: number, to: number | undefined): string =>
  to === undefined ? `${from} min and more` : `${from} to ${to} min`;

export const rhythm = {
  points,
  gate: 'How recall goes with the hour needs weeks of studying at more than one time of day.',
  hours: {
    title: 'Recall by hour of day',
    chart: 'Recall by local hour, against all your answers',
    description: (n: number) =>
      `Points of recall by hour on weekdays and at weekends, from ${plural(n, 'answer', 'answers')}.`,
    rows: [
      { name: 'Weekdays', tick: 'Mo–Fr' },
      { name: 'Weekends', tick: 'Sa–Su' },
    ],
    column: hour,
    span: (from: number, to: number) => `${hour(from)} to ${hour(to)}`,
    names: ['Hour', 'Recall against all answers'] as const,
    format: points,
    cell: (share: number) => {
      const value = Math.round(share * 100);
      return value === 0 ? '0' : `${value < 0 ? '−' : '+'}${Math.abs(value)}`;
    },
    golden: (from: number, to: number, effect: number, low: number, high: number) =>
      `You recall better from ${hour(from)} to ${hour(to)}: ${points(effect)} (90% interval ${points(low)} to ${points(high)}).`,
    goldenFrom: (sessions: number, days: number) =>
      `Seen in ${plural(sessions, 'session', 'sessions')} on ${plural(days, 'day', 'days')}.`,
    none: 'No hours stand out. Study when it suits you.',
    flat: (share: number) =>
      `Probability that the hour makes no difference for you: ${formatPercent(share)}.`,
    text: 'A point is one recalled card more in a hundred than memory alone lets expect, so that easy cards in the morning do not make mornings look good. Most people have no hours that stand out.',
  },
  stamina: {
    title: 'How long it goes well',
    chart: 'Recall by minutes since the start or the last break',
    description: (n: number) =>
      `Points of recall by minutes into a session, from ${plural(n, 'answer', 'answers')}.`,
    names: ['Minutes', 'Recall against all answers'] as const,
    stretch: minutes,
    gate: 'Where recall begins to fall can be seen in long sessions only.',
    onset: (at: number, low: number, high: number, rest: number) =>
      `Your recall begins to fall after ${Math.round(at)} minutes (90% interval ${Math.round(low)} to ${Math.round(high)}). A break every ${Math.round(rest)} minutes keeps you before that.`,
    noOnset: 'No point is seen from which on your recall falls.',
  },
  lengths: {
    title: 'Length of a session',
    chart: 'Recall by length of the session',
    description: 'Points of recall by how long the whole session was.',
    names: ['Length', 'Recall against all answers'] as const,
    length: minutes,
    best: (length: string) => `Sessions of ${length} go best for you.`,
    noBest: 'No length of session is seen to go better by two points or more.',
  },
  formats: {
    title: 'Kinds of card',
    chart: 'Recall by kind of card',
    description: 'Points of recall by how a card asks.',
    names: ['Kind of card', 'Recall against all answers'] as const,
    name: (format: number) => formats[format] ?? `Kind ${format}`,
    one: 'Your cards are all of one kind, so there is nothing to compare.',
    text: 'Measured on your answers. There is little evidence that people have a learning style; how a card asks can matter all the same.',
  },
  habits: {
    title: 'Habits of the last four weeks',
    gate: 'Habits are told after two weeks.',
    studyDays: 'Study days',
    ofDays: (days: number, of: number) => `${days} of ${of}`,
    start: 'First answer of a day',
    startAt: (at: number, scatter: number) =>
      `about ${hour(Math.round(at) % 24)}, give or take ${formatDecimal(scatter)} h`,
    perDay: 'On a study day',
    minutes: (value: number, answers: number) =>
      `${Math.round(value)} min, ${plural(Math.round(answers), 'answer', 'answers')}`,
    last: 'Last studied',
    on: formatStudyDay,
    nothing: 'Nothing was studied in the last four weeks.',
  },
} as const;
