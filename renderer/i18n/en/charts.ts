import { formatNumber } from '../format.ts';

export const charts = {
  from: 'From',
  to: 'To',
  count: 'n',
  unknown: 'not enough yet',
  value: (label: string, value: string) => `${label}: ${value}`,
  beside: (name: string, value: string) => `${name} ${value}`,
  /** One estimate, read out: "Monday 08:00: +3 points, 90% interval +1 points to +5 points, n = 120". */
  estimate: (label: string, value: string, low: string, high: string, n?: number) =>
    `${label}: ${value}, 90% interval ${low} to ${high}${n === undefined ? '' : `, n = ${formatNumber(n)}`}`,
  estimateUnknown: (label: string, n: number) => `${label}: not enough yet, n = ${formatNumber(n)}`,
  predicted: 'Predicted',
  happened: 'Happened',
  interval: (percent: number, low: string, high: string) => `${percent}% interval ${low} to ${high}`,
  /** "Predicted 24 %: happened 21 %, 90% interval 15 % to 29 %, n = 140". */
  calibrated: (predicted: string, happened: string, interval: string, n: number) =>
    `Predicted ${predicted}: happened ${happened}, ${interval}, n = ${formatNumber(n)}`,
  bin: (predicted: string, n: number, needed: number) =>
    `Predicted ${predicted}: not enough yet, ${formatNumber(n)} of ${formatNumber(needed)}`,
  cell: (row: string, column: string) => `${row} ${column}`,
  dotLegend: 'Filled: its 90% interval leaves zero out. Hollow: it does not.',
  bandLegend: 'The band is the 90% interval.',
  calibrationLegend: 'A larger dot rests on more answers; lines are 90% intervals.',
  clear: 'clearly different',
  range: (from: string, to: string) => `${from} to ${to}`,
} as const;
