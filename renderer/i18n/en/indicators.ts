import type { Output } from '../../transport/app-contract.ts';
import { formatDecimal, formatPercent, plural } from '../format.ts';

type Indicator = Output<'twin.indicators'>['indicators'][number];

/** Of Study, so they are few. */
export const indicators = {
  label: 'Going less well than usual',
  title: (title: string) => `${title} is not sitting yet`,
  why: ({ kind, answers, forgotten, ownRecall, timesUsual }: Indicator): string => {
    const so = `${forgotten} of ${plural(answers, 'answer', 'answers')} forgotten`;
    if (kind === 'over_time' && timesUsual !== null)
      return `Its answers take ${formatDecimal(timesUsual)} times your usual time, over ${plural(answers, 'answer', 'answers')}.`;
    if (kind === 'below_mean' && ownRecall !== null)
      return `${so} in this session; you usually recall ${formatPercent(ownRecall)}.`;
    return `${so} in this session.`;
  },
  snooze: 'Not now',
  off: 'Don’t tell me',
  offDone: 'No more such notes while you study. Settings can bring them back.',
} as const;
