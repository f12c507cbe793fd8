import { formatPercent } from '../format.ts';

/** Of Today, so they are few and stand apart from the words of the twin. */
export const headsUp = {
  title: 'Heads-up',
  text: 'May be hard this week',
  chance: ({ probability }: { probability: number }) => `${formatPercent(probability)} likely`,
  interval: ({ low, high }: { low: number; high: number }) =>
    `${formatPercent(low)} to ${formatPercent(high)}`,
  why: 'Why?',
  notSo: 'Not so',
  noted: 'Noted. Your word counts.',
} as const;
