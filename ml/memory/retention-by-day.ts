import { checkBinary, checkCount, checkRange, checkSameLength } from '../data/check.ts';
import { wilsonInterval } from '../evaluate/wilson-interval.ts';

/** Observed retention some days after the review before, beside what a model expected of the same answers. */
export interface RetentionPoint {
  /** Mean of the elapsed days of the answers in the bin. */
  readonly days: number;
  readonly n: number;
  readonly observed: number;
  /** Wilson interval of the observed share. */
  readonly low: number;
  readonly high: number;
  /** Mean predicted retrievability of the same answers. */
  readonly expected: number;
}

/** Upper ends (days) of the bins: finer where memory falls fastest. */
const BIN_ENDS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, Infinity];

/**
 * A personal forgetting curve: retention by days since the last review. Bins with fewer answers than `minimum` are
 * joined with their longer neighbours, the last with the one before, so that no point stands on a handful of answers.
 * @param elapsedDays days since the review before, at least 1; one row an answer
 * @param recalled 0 or 1
 * @param expected predicted retrievability of the same answers
 * @returns points by rising days; empty where there are fewer than `minimum` answers in all
 * @throws DataError `length`, `out_of_range`, `not_finite`
 */
export function retentionByDay(
  elapsedDays: ArrayLike<number>,
  recalled: ArrayLike<number>,
  expected: ArrayLike<number>,
  minimum = 30,
  level = 0.9,
): RetentionPoint[] {
  checkSameLength('recalled', recalled, 'elapsedDays', elapsedDays);
  checkSameLength('expected', expected, 'elapsedDays', elapsedDays);
  checkRange('elapsedDays', elapsedDays, 1, 100_000);
  checkBinary('recalled', recalled);
  checkRange('expected', expected, 0, 1);
  checkCount('minimum', minimum, 1);
  const pointOfRow = retentionPointOf(elapsedDays, minimum);
  const size = pointOfRow.reduce((most, point) => Math.max(most, point + 1), 0);
  const bins = Array.from({ length: size }, () => ({ n: 0, days: 0, recalled: 0, expected: 0 }));
  for (let row = 0; row < elapsedDays.length; row += 1) {
    const bin = bins[pointOfRow[row]!];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.days += elapsedDays[row]!;
    bin.recalled += recalled[row]!;
    bin.expected += expected[row]!;
  }
  return bins.map((bin) => {
    const { low, high } = wilsonInterval(bin.recalled, bin.n, level);
    return {
      days: bin.days / bin.n,
      n: bin.n,
      observed: bin.recalled / bin.n,
      low,
      high,
      expected: bin.expected / bin.n,
    };
  });
}

/**
 * The point of the curve each answer counts to; −1 for all where there are fewer than `minimum`. Small bins go to the next
 * longer one; what is left at the end goes to the last. No answer is left out of a curve.
 */
export function retentionPointOf(elapsedDays: ArrayLike<number>, minimum = 30): Int32Array {
  const binOfRow = Int32Array.from(elapsedDays, (days) => BIN_ENDS.findIndex((end) => days <= end));
  const counts = new Int32Array(BIN_ENDS.length);
  for (const bin of binOfRow) counts[bin]! += 1;
  const pointOfBin = new Int32Array(BIN_ENDS.length);
  let [points, held] = [0, 0];
  for (const [bin, count] of counts.entries()) {
    pointOfBin[bin] = points;
    held += count;
    if (held < minimum) continue;
    points += 1;
    held = 0;
  }
  return binOfRow.map((bin) => Math.min(pointOfBin[bin]!, points - 1));
}
