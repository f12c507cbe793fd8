import {
  formatDateTime,
  formatNumber,
  formatPercent,
  formatStudyDay,
  formatSure,
  plural,
} from '../format.ts';
import { rhythm } from './twin-rhythm.ts';

type Subject = { kind: string; cells: readonly number[]; direction: 1 | -1 };
/** Where stretches and lengths of a session begin, in minutes. */
export type Minutes = { stretches: readonly number[]; lengths: readonly number[] };

const hour = (of: number): string => `${String(of % 24).padStart(2, '0')}:00`;
const side = (direction: 1 | -1): string => (direction === 1 ? 'Better' : 'Worse');
const span = (cells: readonly number[], from: readonly number[]): string =>
  rhythm.stamina.stretch(from[cells[0] ?? 0] ?? 0, from[(cells.at(-1) ?? 0) + 1]);

/** "Better from 08:00 to 11:00". */
function nameOf({ kind, cells, direction }: Subject, minutes: Minutes): string {
  const better = side(direction);
  switch (kind) {
    case 'OPTIMAL_STUDY_TIME':
      return `${better} from ${hour(cells[0] ?? 0)} to ${hour((cells.at(-1) ?? 0) + 1)}`;
    case 'PERFORMANCE_PEAK':
      return `${better} in the hour from ${hour(cells[0] ?? 0)}`;
    case 'ATTENTION_CYCLE':
      return `${better} ${span(cells, minutes.stretches)} into a session`;
    case 'SESSION_DURATION_PREFERENCE':
      return `${better} in sessions of ${span(cells, minutes.lengths)}`;
    case 'CONTENT_TYPE_PREFERENCE':
      return `${better} with ${cells.map((cell) => rhythm.formats.name(cell).toLowerCase()).join(', ')}`;
    default:
      return direction === 1 ? 'You forget more slowly than most' : 'You forget faster than most';
  }
}

export const patterns = {
  title: 'Patterns over time',
  gate: 'Patterns come with weeks of studying.',
  none: 'No pattern has been found so far. Most people have few.',
  text: 'Each analysis looks at every pattern again. One that is no longer supported fades; it stays here, so that you can see how it went.',
  name: nameOf,
  states: { told: 'holds', recorded: 'not sure yet', faded: 'faded' },
  about: (effect: number, low: number, high: number, confidence: number, n: number) =>
    `${rhythm.points(effect)} (90% interval ${rhythm.points(low)} to ${rhythm.points(high)}), ${formatSure(confidence)} sure, n = ${formatNumber(n)}`,
  since: (foundAt: number, analyses: number) =>
    `Found ${formatDateTime(foundAt)}; ${plural(analyses, 'analysis', 'analyses')} since.`,
  show: 'How it went',
  hide: 'Hide',
  showOf: (name: string) => `How it went: ${name}`,
  hideOf: (name: string) => `Hide: ${name}`,
  all: (n: number) => `Show all ${formatNumber(n)}`,
  once: 'It has been looked at once; from the next analysis on you see how it goes.',
  day: 'Day',
  effect: 'Effect on recall',
  effectText: (n: number) =>
    `Points of recall against all answers, with the 90% interval, at each of ${plural(n, 'analysis', 'analyses')}.`,
  points: rhythm.points,
  confidence: 'How sure it is',
  confidenceText: (n: number) =>
    `Probability that the effect is real and worth telling, at each of ${plural(n, 'analysis', 'analyses')}. It is told from 70% and fades under 40%.`,
  told: 'Told from here',
  share: formatPercent,
  formatDay: formatStudyDay,
} as const;
