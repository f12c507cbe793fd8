import { checkCount, checkFinite, checkNotEmpty, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { sum } from '../numeric/sample.ts';
import { uniformInteger } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { bcaInterval, percentileInterval } from './bootstrap-interval.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import { groupRows } from './group-rows.ts';

/** How much two models' losses on the same rows differ. */
export interface PairedComparison {
  /** Mean loss of the first model less that of the second: negative where the first is better. */
  difference: number;
  /** Bootstrap interval of the difference. */
  low: number;
  high: number;
  /** Two-sided, of the hypothesis that either model is as likely to have been the better one in each group. */
  pValue: number;
  /** What was resampled and flipped: groups, or rows where there are none. */
  groups: number;
}

/**
 * Compares two models by their losses on the same rows. The interval is a bootstrap over groups, each with all its rows.
 * The p-value is a sign-flip (Fisher randomisation) test: in each group the models are swapped or not, and the absolute
 * sum of differences is compared with the one seen. All 2^groups swaps are tried where these are no more than the
 * resamples, which makes the p-value exact; else `resamples` random ones, and p = (1 + as extreme) / (1 + resamples)
 * (Phipson and Smyth 2010).
 * @param first loss of each row under the first model (`logLosses`, `squaredErrors`), n rows
 * @param second under the second model, n rows
 * @param random moved by two forks
 * @param options as for `bootstrap`; the method is `bca` unless given, since sums make it cheap
 * @throws DataError `empty`, `length`, `not_finite`, `out_of_range` (options), `too_few` below two groups
 */
export function pairedComparison(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  random: Random,
  options: BootstrapOptions = {},
): PairedComparison {
  const { resamples = 2000, level = 0.9, method = 'bca' } = options;
  checkNotEmpty('first', first);
  checkSameLength('second', second, 'first', first);
  checkFinite('first', first);
  checkFinite('second', second);
  checkCount('resamples', resamples, 100);
  const { sums, sizes } = differencesByGroup(first, second, options.groups);
  const groups = sums.length;
  if (groups < 2) throw new DataError('too_few', 'groups', null, 'needs at least two');

  const total = sum(sums);
  const rows = first.length;
  const replicates = meanReplicates(sums, sizes, resamples, random.fork());
  const interval =
    method === 'percentile'
      ? percentileInterval(replicates, level)
      : bcaInterval(
          replicates,
          total / rows,
          sums.map((left, group) => (total - left) / (rows - (sizes[group] ?? 0))),
          level,
        );
  return { difference: total / rows, ...interval, pValue: signFlip(sums, resamples, random.fork()), groups };
}

/** Sum of differences and number of rows of each group. */
function differencesByGroup(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  groups: ArrayLike<number> | undefined,
): { sums: Float64Array; sizes: Float64Array } {
  const differences = Float64Array.from(first, (loss, row) => loss - (second[row] ?? 0));
  if (groups === undefined) return { sums: differences, sizes: new Float64Array(first.length).fill(1) };
  checkSameLength('groups', groups, 'first', first);
  const { count, starts, rows } = groupRows(groups);
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (let group = 0; group < count; group += 1) {
    const end = starts[group + 1] ?? 0;
    const start = starts[group] ?? 0;
    sizes[group] = end - start;
    for (let place = start; place < end; place += 1)
      sums[group] = (sums[group] ?? 0) + (differences[rows[place] ?? 0] ?? 0);
  }
  return { sums, sizes };
}

/** Mean difference per row of groups drawn with replacement. */
function meanReplicates(
  sums: Float64Array,
  sizes: Float64Array,
  resamples: number,
  random: Random,
): Float64Array {
  return new Float64Array(resamples).map(() => {
    let total = 0;
    let rows = 0;
    for (let draw = 0; draw < sums.length; draw += 1) {
      const group = uniformInteger(random, 0, sums.length - 1);
      total += sums[group] ?? 0;
      rows += sizes[group] ?? 0;
    }
    return total / rows;
  });
}

function signFlip(sums: Float64Array, resamples: number, random: Random): number {
  // Sums that differ by rounding only are as extreme as each other.
  const seen = Math.abs(sum(sums)) - 1e-12 * sum(sums.map(Math.abs));
  const isExact = 2 ** sums.length <= resamples;
  const flips = isExact ? 2 ** sums.length : resamples;
  let asExtreme = 0;
  for (let flip = 0; flip < flips; flip += 1) {
    let total = 0;
    for (let group = 0; group < sums.length; group += 1) {
      const isSwapped = isExact ? ((flip >> group) & 1) === 1 : random.unit() < 0.5;
      total += isSwapped ? -(sums[group] ?? 0) : (sums[group] ?? 0);
    }
    if (Math.abs(total) >= seen) asExtreme += 1;
  }
  return isExact ? asExtreme / flips : (1 + asExtreme) / (1 + flips);
}
