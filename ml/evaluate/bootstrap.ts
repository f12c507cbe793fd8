import { checkCount, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { uniformInteger } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { bcaInterval, percentileInterval } from './bootstrap-interval.ts';
import { groupRows, type GroupedRows } from './group-rows.ts';

/** How a bootstrap is done. */
export interface BootstrapOptions {
  /** The group of each row, where rows of a group (a day, a learner) are not independent: groups are drawn whole. */
  groups?: ArrayLike<number>;
  /** Default 2000; at least 100. */
  resamples?: number;
  /** Default 0.9, as all intervals of the twin. */
  level?: number;
  /** Default `percentile`. `bca` is more accurate for skewed metrics and asks for the metric once more for each group. */
  method?: 'percentile' | 'bca';
}

/** A metric with its bootstrap interval. */
export interface BootstrapResult {
  /** The metric of all rows. */
  estimate: number;
  low: number;
  high: number;
  /** Resamples on which the metric was not defined (one class only, say); they are left out of the interval. */
  undefinedResamples: number;
}

/**
 * Bootstrap interval of any metric of rows, or of groups of rows (Efron 1979; the cluster bootstrap of Davison and Hinkley
 * 1997, section 3.8: as many groups as there are, drawn with replacement, each with all its rows). Groups should number
 * some dozens: with few the interval is too short.
 * @param rows number of rows of the sample
 * @param metric computes the metric of the rows it is given, repeats included; the array is reused after it returns
 * @param random moved by one fork
 * @throws DataError `too_few` below two groups (two rows without groups), or where the metric is undefined for more than
 *   half of the resamples; `length` (groups), `out_of_range` (options), and what the metric throws for all rows
 */
export function bootstrap(
  rows: number,
  metric: (rows: Int32Array) => number,
  random: Random,
  options: BootstrapOptions = {},
): BootstrapResult {
  const { groups, resamples = 2000, level = 0.9, method = 'percentile' } = options;
  checkCount('rows', rows, 1);
  checkCount('resamples', resamples, 100);
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  if (groups !== undefined) checkSameLength('groups', groups, 'rows', all);
  const sample = groupRows(groups ?? all);
  if (sample.count < 2)
    throw new DataError('too_few', groups === undefined ? 'rows' : 'groups', null, 'needs at least two');

  const estimate = metric(all);
  const draws = random.fork();
  const take = rowTaker(sample);
  const chosen = new Int32Array(sample.count);
  const replicates = new Float64Array(resamples).map(() => {
    for (let place = 0; place < chosen.length; place += 1)
      chosen[place] = uniformInteger(draws, 0, sample.count - 1);
    return definedOrNaN(metric, take(chosen));
  });
  const defined = replicates.filter((value) => !Number.isNaN(value));
  const undefinedResamples = resamples - defined.length;
  if (undefinedResamples > resamples / 2)
    throw new DataError(
      'too_few',
      'rows',
      null,
      `the metric is undefined for ${undefinedResamples} resamples`,
    );

  const interval =
    method === 'percentile'
      ? percentileInterval(defined, level)
      : bcaInterval(defined, estimate, jackknife(sample, take, metric), level);
  return { estimate, ...interval, undefinedResamples };
}

/** The metric without each group, where it is defined. */
function jackknife(
  sample: GroupedRows,
  take: (chosen: Int32Array) => Int32Array,
  metric: (rows: Int32Array) => number,
): Float64Array {
  const others = Int32Array.from({ length: sample.count - 1 }, (_, place) => place + 1);
  const values = new Float64Array(sample.count);
  for (let left = 0; left < sample.count; left += 1) {
    values[left] = definedOrNaN(metric, take(others));
    if (left < others.length) others[left] = left;
  }
  return values.filter((value) => !Number.isNaN(value));
}

/** Writes the rows of chosen groups into one buffer that all resamples share. */
function rowTaker({ starts, rows }: GroupedRows): (chosen: Int32Array) => Int32Array {
  let buffer = new Int32Array(rows.length);
  return (chosen) => {
    let length = 0;
    for (const group of chosen) length += (starts[group + 1] ?? 0) - (starts[group] ?? 0);
    if (length > buffer.length) buffer = new Int32Array(length);
    let place = 0;
    for (const group of chosen) {
      const end = starts[group + 1] ?? 0;
      for (let source = starts[group] ?? 0; source < end; source += 1) {
        buffer[place] = rows[source] ?? 0;
        place += 1;
      }
    }
    return buffer.subarray(0, length);
  };
}

/** A resample may hold one class only, or one value; that says nothing against the sample. */
function definedOrNaN(metric: (rows: Int32Array) => number, rows: Int32Array): number {
  try {
    return metric(rows);
  } catch (error) {
    if (error instanceof DataError && (error.problem === 'one_class' || error.problem === 'constant'))
      return Number.NaN;
    throw error;
  }
}
