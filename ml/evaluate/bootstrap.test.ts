import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkNotConstant } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { gather } from '../numeric/gather.ts';
import { mean, variance } from '../numeric/sample.ts';
import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { auc } from './auc.ts';
import { bcaInterval, percentileInterval } from './bootstrap-interval.ts';
import { bootstrap, type BootstrapOptions } from './bootstrap.ts';
import { groupRows } from './group-rows.ts';
// Written by bench/reference/resampling.py.
import reference from './resampling.reference.json' with { type: 'json' };

describe('intervals of replicates against scipy', () => {
  it.each(reference.intervals)('$statistic', (known) => {
    const statistic = known.statistic === 'mean' ? mean : variance;
    const without = known.sample.map((_, left) => statistic(known.sample.toSpliced(left, 1)));
    const percentile = percentileInterval(known.replicates, known.level);
    const bca = bcaInterval(known.replicates, known.estimate, without, known.level);
    for (const [interval, [low, high]] of [
      [percentile, known.percentile],
      [bca, known.bca],
    ] as const) {
      expect(interval.low).toBeCloseTo(low ?? Number.NaN, 12);
      expect(interval.high).toBeCloseTo(high ?? Number.NaN, 12);
    }
  });

  it('are the percentiles where nothing is skewed or off centre', () => {
    const replicates = Array.from({ length: 101 }, (_, place) => place - 50);
    const { low, high } = bcaInterval(replicates, 0, [-1, 0, 1], 0.8);
    expect(low).toBeCloseTo(-40, 10);
    expect(high).toBeCloseTo(40, 10);
  });

  it('stay within the replicates where all of them are on one side, or equal', () => {
    const oneSided = bcaInterval([1, 2, 3, 4], 0, [1, 2, 3], 0.9);
    expect(oneSided.low).toBeGreaterThanOrEqual(1);
    expect(oneSided.high).toBeLessThanOrEqual(4);
    expect(bcaInterval([2, 2, 2], 2, [2, 2], 0.9)).toEqual({ low: 2, high: 2 });
  });

  it('refuse no replicates and impossible levels', () => {
    expect(() => percentileInterval([], 0.9)).toThrow(expect.objectContaining({ problem: 'empty' }));
    expect(() => percentileInterval([1], 1.1)).toThrow(expect.objectContaining({ column: 'level' }));
    expect(() => bcaInterval([], 0, [], 0.9)).toThrow(expect.objectContaining({ problem: 'empty' }));
    expect(() => bcaInterval([1], 1, [1], 1)).toThrow(expect.objectContaining({ column: 'level' }));
  });
});

describe('bootstrap', () => {
  const { sample, level, percentile, bca } = reference.longRun;
  const meanOf =
    (values: ArrayLike<number>) =>
    (rows: Int32Array): number =>
      mean(gather(values, rows));

  it.each([
    ['percentile' as const, percentile],
    ['bca' as const, bca],
  ])('%s interval as scipy draws it', (method, [low = 0, high = 0]) => {
    const result = bootstrap(sample.length, meanOf(sample), seededRandom(1), {
      resamples: 20_000,
      level,
      method,
    });
    expect(result.estimate).toBeCloseTo(mean(sample), 14);
    // The ends of 20,000 resamples scatter by a hundredth of the width.
    expect(Math.abs(result.low - low)).toBeLessThan(0.03 * (high - low));
    expect(Math.abs(result.high - high)).toBeLessThan(0.03 * (high - low));
    expect(result.undefinedResamples).toBe(0);
  });

  it('repeats with its seed and moves the stream by one fork, whatever it draws', () => {
    const [one, other, forked] = [seededRandom(3), seededRandom(3), seededRandom(3)];
    const first = bootstrap(sample.length, meanOf(sample), one, { resamples: 200 });
    expect(bootstrap(sample.length, meanOf(sample), other, { resamples: 200 })).toEqual(first);
    forked.fork();
    expect(one.unit()).toBe(forked.unit());
  });

  it('draws groups whole: rows that repeat one another tell nothing new', () => {
    const values = Array.from({ length: 40 }, (_, row) => (row * 7) % 11);
    const repeated = Array.from({ length: 400 }, (_, row) => values[row % 40] ?? 0);
    const groups = repeated.map((_, row) => row % 40);
    const options: BootstrapOptions = { resamples: 1000 };
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    const once = bootstrap(40, meanOf(values), seededRandom(1), options);
    const whole = bootstrap(400, meanOf(repeated), seededRandom(1), { ...options, groups });
    const apart = bootstrap(400, meanOf(repeated), seededRandom(1), options);
    expect(whole.low).toBeCloseTo(once.low, 12);
    expect(whole.high).toBeCloseTo(once.high, 12);
    expect(width(apart) / width(once)).toBeCloseTo(1 / Math.sqrt(10), 1);
  });

  it('gives the metric all rows of the groups drawn, in groups of different size', () => {
    const groups = [5, 5, 9, 5, 7, 9, 7, 7, 7];
    const sizes = new Map(
      [5, 9, 7].map((group) => [group, groups.filter((other) => other === group).length]),
    );
    const lengths = new Set<number>();
    bootstrap(
      groups.length,
      (rows) => {
        lengths.add(rows.length);
        for (const [group, size] of sizes) {
          const taken = rows.filter((row) => groups[row] === group);
          expect(taken.length % size).toBe(0);
          expect(new Set(taken).size).toBe(taken.length === 0 ? 0 : size);
        }
        return rows.length;
      },
      seededRandom(2),
      { groups, resamples: 200, method: 'bca' },
    );
    // Three draws of 3, 2 or 4 rows; two for the jackknife.
    expect([...lengths].toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('leaves each group out once for the acceleration', () => {
    const groups = [1, 1, 2, 3, 3, 3];
    const asked: string[] = [];
    const metric = (rows: Int32Array): number => asked.push(rows.join());
    bootstrap(6, metric, seededRandom(1), { groups, resamples: 100, method: 'bca' });
    const leftOut = asked.slice(-3).map((rows) => rows.split(',').toSorted().join());
    expect(leftOut.toSorted()).toEqual(['0,1,2', '0,1,3,4,5', '2,3,4,5']);
  });

  it('leaves out resamples on which a metric is not defined, and says how many', () => {
    const outcomes = [1, 0, 0, 0, 1];
    const scores = [3, 2, 1, 4, 5];
    const area = (rows: Int32Array): number => auc(gather(outcomes, rows), gather(scores, rows));
    const result = bootstrap(5, area, seededRandom(1), { resamples: 1000 });
    // One class only: (2/5)^5 + (3/5)^5 of the resamples.
    expect(result.undefinedResamples / 1000).toBeCloseTo(0.088, 1);
    expect(result.undefinedResamples).toBeGreaterThan(40);
    expect(result.low).toBeLessThan(result.estimate);
    const spread = (rows: Int32Array): number => {
      checkNotConstant('scores', gather(scores, rows));
      return 1;
    };
    expect(bootstrap(3, spread, seededRandom(1)).undefinedResamples / 2000).toBeCloseTo(1 / 9, 1);
    // Without the only 1 no area is left for the jackknife; those with it are.
    expect(bootstrap(5, area, seededRandom(1), { resamples: 1000, method: 'bca' }).high).toBeLessThanOrEqual(
      1,
    );
  });

  it('fails where most resamples have no metric, and passes on any other fault', () => {
    const rarely = (rows: Int32Array): number => (new Set(rows).size === rows.length ? 1 : Number.NaN);
    expect(() => bootstrap(10, rarely, seededRandom(1))).toThrow(
      expect.objectContaining({ problem: 'too_few' }),
    );
    const fault = (rows: Int32Array): number => {
      if (rows[0] === rows[1]) throw new DataError('not_finite', 'values', 0, 'a fault');
      return 1;
    };
    expect(() => bootstrap(10, fault, seededRandom(1))).toThrow('a fault');
  });

  it('refuses what cannot be resampled', () => {
    const refusal = (rows: number, options: BootstrapOptions, problem: string, column: string): void =>
      expect(() => bootstrap(rows, () => 1, seededRandom(1), options)).toThrow(
        expect.objectContaining({ problem, column }),
      );
    refusal(0, {}, 'out_of_range', 'rows');
    refusal(1, {}, 'too_few', 'rows');
    refusal(3, { groups: [1, 1, 1] }, 'too_few', 'groups');
    refusal(3, { groups: [1, 2] }, 'length', 'groups');
    refusal(2, { groups: [1, Number.NaN] }, 'not_finite', 'groups');
    refusal(3, { resamples: 10 }, 'out_of_range', 'resamples');
    refusal(3, { level: 2 }, 'out_of_range', 'level');
    refusal(3, { level: 1, method: 'bca' }, 'out_of_range', 'level');
  });

  it('covers the truth about as often as it says', () => {
    const random = seededRandom(8);
    let covered = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      // 30 days whose mean moves as much as the 4 answers within them.
      const days = Array.from({ length: 120 }, (_, row) => Math.floor(row / 4));
      const moved = Array.from({ length: 30 }, () => normal(random));
      const values = days.map((day) => (moved[day] ?? 0) + normal(random));
      const { low, high } = bootstrap(120, meanOf(values), random, { groups: days, resamples: 200 });
      if (low <= 0 && 0 <= high) covered += 1;
    }
    // 0.9 expected, a little less with 30 groups; rows alone would cover about 0.7.
    expect(covered / 300).toBeGreaterThan(0.83);
    expect(covered / 300).toBeLessThan(0.95);
  });
});

describe('rows by group', () => {
  it('keeps every row once, in order, in the group it belongs to', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 }), (groups) => {
        const { count, starts, rows } = groupRows(groups);
        expect([...rows].toSorted((a, b) => a - b)).toEqual(groups.map((_, row) => row));
        expect(count).toBe(new Set(groups).size);
        expect([starts[0], starts[count]]).toEqual([0, groups.length]);
        const first = Array.from({ length: count }, (_, group) => {
          const members = rows.subarray(starts[group], starts[group + 1]);
          expect(new Set(gather(groups, members)).size).toBe(1);
          expect([...members]).toEqual([...members].toSorted((a, b) => a - b));
          return members[0] ?? -1;
        });
        expect(first).toEqual(first.toSorted((a, b) => a - b));
      }),
    );
  });
});
