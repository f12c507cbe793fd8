import { charts as words } from '../../i18n/en/charts.ts';
import { formatNumber } from '../../i18n/format.ts';

/**
 * A value with its 90 % interval and what stands behind it, where that can be counted; null where it is not enough for
 * one.
 */
export type Estimate = { n?: number; value: number; low: number; high: number } | { n: number; value: null };

type Format = (value: number) => string;

/** What is read out of one. */
export function sayEstimate(label: string, estimate: Estimate, format: Format): string {
  if (estimate.value === null) return words.estimateUnknown(label, estimate.n);
  const { value, low, high, n } = estimate;
  return words.estimate(label, format(value), format(low), format(high), n);
}

/** Value, ends of the interval and n for the table of a chart. */
export function estimateRow(
  label: string,
  estimate: Estimate,
  format: Format,
): { label: string; value: string; others: string[] } {
  if (estimate.value === null)
    return { label, value: words.unknown, others: ['', '', formatNumber(estimate.n)] };
  const { value, low, high, n } = estimate;
  return {
    label,
    value: format(value),
    others: [format(low), format(high), ...(n === undefined ? [] : [formatNumber(n)])],
  };
}

/** The same for a program; what is not known is empty. */
export function estimateCells(label: string, estimate: Estimate): string[] {
  if (estimate.value === null) return [label, '', '', '', String(estimate.n)];
  const { value, low, high, n } = estimate;
  return [label, value, low, high, ...(n === undefined ? [] : [n])].map(String);
}

/** Whether the whole interval lies on one side of what is usual. */
export function isClear(estimate: Estimate, usual = 0): boolean {
  return estimate.value !== null && (estimate.low > usual || estimate.high < usual);
}
