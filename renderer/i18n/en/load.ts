import { formatDecimal, formatMinutes, formatNumber, formatPercent, formatScore, plural } from '../format.ts';

type Level = 'LOW' | 'MODERATE' | 'HIGH' | 'CRITICAL';
type Part = 'latency' | 'errors' | 'disengagement' | 'decline' | 'duration';
type Measures = {
  answers: number;
  latencySd: number | null;
  latencyBasis: number;
  excessErrors: number | null;
  pauses: number | null;
  idleShare: number | null;
  decline: number | null;
  minutes: number;
  onsetMinutes: number | null;
};

const levels: Record<Level, string> = {
  LOW: 'Low',
  MODERATE: 'Moderate',
  HIGH: 'High',
  CRITICAL: 'Very high',
};
const minuteMs = 60_000;
const points = (share: number): string => plural(Math.round(Math.abs(share) * 100), 'point', 'points');

/** What a part was made of, in a sentence. */
const why: Record<Part, (measures: Measures) => string> = {
  latency: ({ latencySd, latencyBasis }) => {
    if (latencyBasis === 0) return 'Your usual answer times are not known yet.';
    if (latencySd === null) return 'Too few answers of a kind whose usual time is known.';
    const than = `your usual time for such answers (from ${plural(latencyBasis, 'answer', 'answers')})`;
    if (Math.abs(latencySd) < 0.25) return `The last five answers took about ${than}.`;
    const size = plural(
      Number(formatDecimal(Math.abs(latencySd))),
      'standard deviation',
      'standard deviations',
    );
    return `The last five answers took ${latencySd > 0 ? 'longer' : 'less'} than ${than}, by ${size}.`;
  },
  errors: ({ excessErrors }) => {
    if (excessErrors === null) return 'Too few cards whose recall could be expected.';
    if (Math.abs(excessErrors) < 0.01) return 'As many errors as your memory model expected.';
    return `${points(excessErrors)} ${excessErrors > 0 ? 'more' : 'fewer'} errors in a hundred than expected, over the last 20 such answers.`;
  },
  disengagement: ({ pauses, idleShare }) => {
    if (pauses === null || idleShare === null) return 'Too few answers.';
    return `${plural(pauses, 'pause', 'pauses')} among the last 20 answers; ${formatPercent(idleShare)} of that time away.`;
  },
  decline: ({ decline }) => {
    if (decline === null) return 'Needs 20 answers whose recall could be expected.';
    if (Math.abs(decline) < 0.01) return 'The last ten go as well as the first ten.';
    return `The last ten go ${points(decline)} in a hundred ${decline > 0 ? 'worse' : 'better'} than the first ten.`;
  },
  duration: ({ minutes, onsetMinutes }) => {
    if (onsetMinutes === null) return 'After how long you tire is not known yet.';
    return `${formatMinutes(minutes * minuteMs)} without a break; you tire after about ${formatMinutes(onsetMinutes * minuteMs)}.`;
  },
};

export const load = {
  title: 'Load of this session',
  levels,
  /** The button in the top bar. */
  button: (level: Level | null, score: number | null) =>
    level === null || score === null
      ? 'Load: not known yet'
      : `Load: ${levels[level].toLowerCase()}, ${formatScore(score)} of 100`,
  score: (score: number) => `${formatScore(score)} of 100`,
  confidence: (share: number) => `Confidence ${formatPercent(share)}`,
  about:
    'How hard this session is on you, measured against yourself. It is computed on this machine from your answers, and means nothing but that.',
  notYet: (have: number, need: number) =>
    have < need
      ? `Not enough yet: ${formatNumber(have)} of ${plural(need, 'answer', 'answers')} since you began or rested.`
      : 'Too little is known of these cards and of your usual times to say.',
  noAnswers: 'It begins with your first answers.',
  parts: {
    latency: 'Answer times',
    errors: 'Errors',
    disengagement: 'Pauses',
    decline: 'Decline',
    duration: 'Duration',
  } satisfies Record<Part, string>,
  weight: (weight: number) => `weighs ${formatPercent(weight)}`,
  unknown: 'not known',
  why,
  takeNow: 'Take a break now',
  offerLabel: 'A break?',
  offer: {
    title: 'This session is getting hard. Five minutes away?',
    text: (score: number) =>
      `Your load is ${formatScore(score)} of 100. Answering goes on as ever; nothing waits for this.`,
    take: 'Take a break',
    postpone: 'In 5 minutes',
    easier: 'New cards last',
    easierDone: 'Cards you have seen come first now, new ones after them.',
    skip: 'Not now',
    stop: 'Finish for now',
    announced: 'A break is offered. B takes it; answering goes on.',
  },
  pause: {
    title: 'A break',
    text: 'Stand up, drink something, look out of the window. Your cards wait.',
    over: 'Five minutes are over. Go on whenever you like.',
    left: 'Time left',
    clock: (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    back: 'Back to the cards',
    stop: 'Finish for now',
  },
} as const;
