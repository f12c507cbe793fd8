import {
  formatDateTime,
  formatDecimal,
  formatMinutes,
  formatNumber,
  formatPercent,
  formatScore,
  formatStudyDay,
  formatSure,
  formatTime,
  plural,
} from '../format.ts';

type BurnoutLevel = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
type Factor =
  | 'intensity'
  | 'performanceDecline'
  | 'chronicLoad'
  | 'irregularity'
  | 'engagementDecay'
  | 'recoveryDeficit';

const hourMs = 3_600_000;
const signed = (share: number): string => {
  const points = Math.round(share * 1000) / 10;
  if (points === 0) return '0 points';
  return `${points < 0 ? '−' : '+'}${formatDecimal(Math.abs(points))} points`;
};
const hour = (key: string): string => `${key.padStart(2, '0')}:00`;

/** What the last fourteen days and the twenty-eight before were like, in the unit of the factor. */
const inWords: Record<Factor, (value: number) => string> = {
  intensity: (hours) => `${formatMinutes(hours * hourMs)} a day`,
  performanceDecline: (residual) => `recall ${signed(residual)} against expected`,
  chronicLoad: (share) => `${formatPercent(share)} of days with a high load`,
  irregularity: (hours) => `start times ${formatDecimal(hours)} h apart`,
  engagementDecay: (share) => `${formatPercent(share)} of days studied`,
  recoveryDeficit: (days) => `${formatDecimal(days)} of 14 days off`,
};

export const wellbeing = {
  burnout: {
    title: 'Risk of burnout',
    levels: {
      LOW: 'Low',
      MEDIUM: 'Raised',
      HIGH: 'High',
      CRITICAL: 'Very high',
    } satisfies Record<BurnoutLevel, string>,
    score: (score: number) => `${formatScore(score)} of 100`,
    known: (share: number) =>
      share > 0.999 ? 'All factors known' : `${formatPercent(share)} of its weight known`,
    span: (recent: number, before: number) =>
      `${plural(recent, 'study day', 'study days')} of the last 14, against ${formatNumber(before)} of the 28 before`,
    frozen: (day: number) =>
      `You have not studied since ${formatStudyDay(day)}. This is how it stood then; it goes on with you.`,
    about: 'Your last two weeks beside your own four weeks before. It says nothing about your health.',
    advice: {
      LOW: 'Nothing stands out. Keep the days off that you have.',
      MEDIUM: 'A lighter day this week would do: reviews alone, and stop when they are done.',
      HIGH: 'Take a day off, then do about a third less for some days. What you know will still be there.',
      CRITICAL:
        'Take two days off, and begin nothing new for a while. Your cards wait, and catching up can be spread over days.',
    } satisfies Record<BurnoutLevel, string>,
    helpTitle: 'You need not carry this alone',
    help: 'Talk to somebody you trust. Most universities and schools have a counselling service that is free and confidential; a teacher or your doctor can help too. If it is urgent, the emergency number of your country answers at any hour.',
    factors: {
      intensity: 'Intensity',
      performanceDecline: 'Decline of recall',
      chronicLoad: 'High load for long',
      irregularity: 'Irregular hours',
      engagementDecay: 'Fewer study days',
      recoveryDeficit: 'Too few days off',
    } satisfies Record<Factor, string>,
    weight: (weight: number) => `weighs ${formatPercent(weight)}`,
    unknown: 'not known yet',
    compare: (factor: Factor, recent: number | null, before: number | null) => {
      if (recent === null) return 'Too little of it in the last 14 days.';
      const now = inWords[factor](recent);
      return before === null ? `${now}; before: not known` : `${now}; before: ${inWords[factor](before)}`;
    },
    assess: 'Assess now',
    assessing: 'Assessing…',
    failed: (why: string) => `That could not be assessed. ${why}`,
    never: 'Nothing has been assessed yet. It happens by itself once a week, and after an import.',
    gate: 'Compared are your last two weeks with the four before, so those need some study days first.',
    levelSoFar: (level: string, times: number, lastDay: number) =>
      `${level} ${plural(times, 'time', 'times')}, last on ${formatStudyDay(lastDay)}`,
    historyTitle: 'Assessments so far',
    historyNote: 'One a week, and those you asked for',
    historyText: (count: number, first: number, last: number) =>
      `${plural(count, 'assessment', 'assessments')}, the first ${formatScore(first)}, the last ${formatScore(last)} of 100`,
    day: 'Day',
    risk: 'Risk',
  },
  load: {
    title: 'Load',
    chart: 'Load by day',
    note: 'Mean of each study day, of the last 90',
    mean: 'Mean load',
    peak: 'Highest',
    day: 'Day',
    description: (days: number, mean: number) =>
      `${plural(days, 'study day', 'study days')} with a load, on average ${formatScore(mean)} of 100`,
    value: formatScore,
    noDays: 'No day with enough answers yet. A load needs ten answers in one stretch.',
    highDays: (days: number, lastDay: number) =>
      `Load was high in a session (60 of 100 and more) on ${plural(days, 'study day', 'study days')} so far, last on ${formatStudyDay(lastDay)}.`,
    sessions: 'Sessions and breaks',
    noSessions:
      'Sessions stand here from their tenth answer on, with the breaks you took. Imported sessions have no breaks.',
    everything: 'All courses',
    session: (title: string, at: number) => `${title === '' ? 'All courses' : title}, ${formatDateTime(at)}`,
    highest: (score: number) => `highest ${formatScore(score)} of 100`,
    brk: (at: number, durationMs: number | null) =>
      durationMs === null
        ? `Break at ${formatTime(at)}`
        : `Break at ${formatTime(at)}, ${formatMinutes(durationMs)}`,
    offered: (count: number) => `${plural(count, 'break', 'breaks')} offered`,
    more: (count: number) => plural(count, 'earlier session', 'earlier sessions'),
  },
  stress: {
    title: 'What goes with a high load',
    chart: 'Load beyond your mean',
    note: 'Points of 100, last 90 days',
    names: ['Circumstance', 'Points of load'],
    none: (sessions: number) =>
      sessions === 0
        ? 'No session with a load in the last 90 days.'
        : `Nothing stands out over ${plural(sessions, 'session', 'sessions')}. Told is what came with a high load at least three times, with confidence from 60%.`,
    description: (count: number) => `${plural(count, 'circumstance', 'circumstances')} with a higher load`,
    label: (kind: string, key: string, title: string | null) => {
      if (kind === 'topic') return title ?? 'A lecture that is gone';
      if (kind === 'hour') return `Sessions from ${hour(key)}`;
      if (kind === 'exam') return 'The week before an exam';
      if (kind === 'fatigue') return `After ${key} minutes`;
      return 'Days with half as many answers again';
    },
    value: (points: number) =>
      points === 0 ? '0' : `${points < 0 ? '−' : '+'}${formatDecimal(Math.abs(points))}`,
    times: (label: string, occurrences: number, occasions: number, confidence: number) =>
      `${label}: a high load ${plural(occurrences, 'time', 'times')} of ${formatNumber(occasions)}. Confidence ${formatSure(confidence)}.`,
    cause: 'What goes together need not cause each other.',
  },
  performance: {
    title: 'Load against recall',
    text: 'Load without its errors and decline, or recall would be compared with itself. Recall is counted against what your memory model expected.',
    gate: 'Sessions with a load and five answers whose recall could be expected.',
    correlation: (r: number, low: number, high: number) =>
      `Rank correlation ${formatSigned(r)} (90% interval ${formatSigned(low)} to ${formatSigned(high)})`,
    verdict: (low: number, high: number) =>
      high < 0
        ? 'With more load you recall less than expected.'
        : low > 0
          ? 'With more load you recall more than expected.'
          : 'No connection can be told from chance.',
    same: 'All sessions are alike: there is nothing to compare.',
    chart: 'Recall by load',
    names: ['Load', 'Recall against all sessions'],
    zone: (from: number, to: number) => `${formatNumber(from)} to ${formatNumber(to)}`,
    value: signed,
    description: (sessions: number) =>
      `Recall in zones of load, from ${plural(sessions, 'session', 'sessions')}`,
    best: (from: number, to: number) =>
      `You recall best at a load of ${formatNumber(from)} to ${formatNumber(to)}.`,
    noBest: 'No zone stands out as best.',
  },
} as const;

function formatSigned(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return value < 0 ? `−${digits}` : digits;
}
