import { formatNumber } from '../format.ts';

export const charts = {
  from: 'From',
  to: 'To',
  count: 'n',
  unknown: 'not enough yet',
  value: (label: string, value: string) => `${label}: ${value}`,
  beside: (name: string, value: string) => `${name} ${value}`,
  /** One estimate, read out: "Monday 08:00: +3 points, 90 % interval +1 points to +5 points, n = 120". */
  estimate: (label: string, value: string, low: string, high: string, n?: number) =>
    `${label}: ${value}, 90 % interval ${low} to ${high}${n === undefined ? '' : `, n = ${formatNumber(n)}`}`,
  estimateUnknown: (label: string, n: number) => `${label}: not enough yet, n = ${formatNumber(n)}`,
  cell: (row: string, column: string) => `${row} ${column}`,
  clear: 'interval without 0',
} as const;
