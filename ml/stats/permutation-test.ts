import { checkCount, checkFinite, checkNotEmpty } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { mean } from '../numeric/sample.ts';
import { shuffle } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';

/** Which values of the statistic speak against the null hypothesis: both large and small ones, large ones, small ones. */
export type Alternative = 'two-sided' | 'greater' | 'less';

export interface PermutationOptions {
  /** Default two-sided: twice the smaller one-sided p, at most 1, which fits statistics of any shape. */
  alternative?: Alternative;
  /** Random permutations, default 9999; where there are no more than this in all, each is tried once. */
  permutations?: number;
}

export interface PermutationTest {
  /** Of the data as they are. */
  statistic: number;
  pValue: number;
  permutations: number;
  /** Every permutation was tried, and p is exact. */
  isExact: boolean;
}

/**
 * Two-sample permutation test (Fisher 1935; Pitman 1937): the statistic against its values over all ways to part the pooled
 * values into samples of these sizes, or over random ways with p = (1 + as extreme) / (1 + permutations) (Phipson and Smyth
 * 2010). The hypothesis is that both samples come from one distribution. p is 1 where all values are equal.
 * @param first n values
 * @param second m values
 * @param random moved by one fork
 * @param statistic of two samples, default mean of the first less mean of the second; must not change its arrays, which
 *   are reused
 * @throws DataError `empty`, `not_finite` (a value, or what the statistic returns), `out_of_range` (permutations)
 */
export function permutationTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  random: Random,
  options: PermutationOptions & {
    statistic?: (first: Float64Array, second: Float64Array) => number;
  } = {},
): PermutationTest {
  const { statistic = differenceOfMeans } = options;
  checkNotEmpty('first', first);
  checkNotEmpty('second', second);
  checkFinite('first', first);
  checkFinite('second', second);
  const pooled = new Float64Array(first.length + second.length);
  pooled.set(Float64Array.from(first));
  pooled.set(Float64Array.from(second), first.length);
  const arranged = pooled.slice();
  const [one, other] = [arranged.subarray(0, first.length), arranged.subarray(first.length)];
  const draws = random.fork();
  return compare(
    () => statistic(one, other),
    choose(pooled.length, first.length),
    (visit) => eachPart(pooled, first.length, arranged, visit),
    () => shuffle(draws, arranged),
    options,
  );
}

/**
 * Paired sign-flip test: differences of pairs are as likely to be this as the other way round if nothing distinguishes the
 * two of a pair. All 2^n ways, or random ones as in `permutationTest`. p is 1 where all differences are 0.
 * @param differences one a pair
 * @param random moved by one fork
 * @param statistic of the differences, default their mean; must not change its array, which is reused
 * @throws DataError `empty`, `not_finite` (a difference, or what the statistic returns), `out_of_range` (permutations)
 */
export function signFlipTest(
  differences: ArrayLike<number>,
  random: Random,
  options: PermutationOptions & { statistic?: (differences: Float64Array) => number } = {},
): PermutationTest {
  const { statistic = mean } = options;
  checkNotEmpty('differences', differences);
  checkFinite('differences', differences);
  const signed = Float64Array.from(differences);
  const draws = random.fork();
  return compare(
    () => statistic(signed),
    2 ** signed.length,
    (visit) => eachFlip(signed, 0, visit),
    () => {
      for (let row = 0; row < signed.length; row += 1)
        if (draws.unit() < 0.5) signed[row] = -(signed[row] ?? 0);
    },
    options,
  );
}

function differenceOfMeans(first: Float64Array, second: Float64Array): number {
  return mean(first) - mean(second);
}

/** The statistic now, against all arrangements if these are few, else against random ones. */
function compare(
  statistic: () => number,
  arrangements: number,
  eachArrangement: (visit: () => void) => void,
  rearrange: () => void,
  { alternative = 'two-sided', permutations = 9999 }: PermutationOptions,
): PermutationTest {
  checkCount('permutations', permutations, 1);
  const isExact = arrangements <= permutations;
  const observed = finite(statistic());
  const values = new Float64Array(isExact ? arrangements : permutations);
  if (isExact) {
    let place = 0;
    eachArrangement(() => {
      values[place] = finite(statistic());
      place += 1;
    });
  } else {
    for (let place = 0; place < values.length; place += 1) {
      rearrange();
      values[place] = finite(statistic());
    }
  }
  return {
    statistic: observed,
    pValue: pValueOf(observed, values, alternative, isExact),
    permutations: values.length,
    isExact,
  };
}

function pValueOf(
  observed: number,
  values: Float64Array,
  alternative: Alternative,
  isExact: boolean,
): number {
  // Sums in another order differ by rounding; what differs by no more than that is as extreme.
  const tolerance =
    1e-12 * values.reduce((most, value) => Math.max(most, Math.abs(value)), Math.abs(observed));
  let notBelow = 0;
  let notAbove = 0;
  for (const value of values) {
    if (value >= observed - tolerance) notBelow += 1;
    if (value <= observed + tolerance) notAbove += 1;
  }
  const share = (count: number): number =>
    isExact ? count / values.length : (1 + count) / (1 + values.length);
  if (alternative === 'greater') return share(notBelow);
  if (alternative === 'less') return share(notAbove);
  return Math.min(1, 2 * share(Math.min(notBelow, notAbove)));
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new DataError('not_finite', 'statistic', null, `${value} is not a finite number`);
}

/** n over k, as far as doubles count exactly; Infinity soon after. */
function choose(n: number, k: number): number {
  let ways = 1;
  for (let step = 1; step <= Math.min(k, n - k) && ways < Number.MAX_SAFE_INTEGER; step += 1)
    ways = (ways * (n - step + 1)) / step;
  return ways < Number.MAX_SAFE_INTEGER ? Math.round(ways) : Infinity;
}

/** Every way to part the values into the first `size` of `arranged` and the rest, in the order of combinations. */
function eachPart(values: Float64Array, size: number, arranged: Float64Array, visit: () => void): void {
  const chosen = Int32Array.from({ length: size }, (_, place) => place);
  for (;;) {
    let taken = 0;
    for (let row = 0; row < values.length; row += 1) {
      const isTaken = chosen[taken] === row;
      arranged[isTaken ? taken : size + row - taken] = values[row] ?? 0;
      if (isTaken) taken += 1;
    }
    visit();
    let place = size - 1;
    while (place >= 0 && chosen[place] === values.length - size + place) place -= 1;
    if (place < 0) return;
    const next = (chosen[place] ?? 0) + 1;
    for (let later = place; later < size; later += 1) chosen[later] = next + later - place;
  }
}

/** Every choice of signs for the values from a row on. */
function eachFlip(signed: Float64Array, row: number, visit: () => void): void {
  if (row === signed.length) return visit();
  eachFlip(signed, row + 1, visit);
  signed[row] = -(signed[row] ?? 0);
  eachFlip(signed, row + 1, visit);
}
