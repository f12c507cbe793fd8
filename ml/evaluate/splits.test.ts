import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gather } from '../numeric/gather.ts';
import { seededRandom } from '../random/random.ts';
import { groupKFold } from './group-k-fold.ts';
// Written by bench/reference/resampling.py.
import reference from './resampling.reference.json' with { type: 'json' };
import { rollingOrigin, type RollingOriginOptions } from './rolling-origin.ts';
import { timeSeriesSplit } from './time-series-split.ts';

describe('time-series split', () => {
  it.each(reference.timeSeries)(
    '$rows rows in $folds folds as scikit-learn',
    ({ rows, folds, options, firstAndLast }) => {
      const { gap = 0, test_size: testSize, max_train_size: maxTrain } = options as Record<string, number>;
      const splits = timeSeriesSplit(rows, folds, {
        gap,
        ...(testSize === undefined ? {} : { testSize }),
        ...(maxTrain === undefined ? {} : { maxTrain }),
      });
      expect(splits.map(({ train, test }) => [train[0], train.at(-1), test[0], test.at(-1)])).toEqual(
        firstAndLast,
      );
      for (const { train, test } of splits) {
        for (const side of [train, test])
          expect(side.every((row, place) => place === 0 || row === (side[place - 1] ?? 0) + 1)).toBe(true);
      }
    },
  );

  it('refuses what scikit-learn refuses', () => {
    expect(() => timeSeriesSplit(5, 5)).toThrow(
      expect.objectContaining({ problem: 'too_few', column: 'rows' }),
    );
    expect(() => timeSeriesSplit(20, 3, { gap: 5 })).toThrow(
      expect.objectContaining({ problem: 'too_few', column: 'rows' }),
    );
    expect(() => timeSeriesSplit(20, 3, { testSize: 7 })).toThrow(
      expect.objectContaining({ problem: 'too_few' }),
    );
    expect(() => timeSeriesSplit(20, 1)).toThrow(
      expect.objectContaining({ problem: 'out_of_range', column: 'folds' }),
    );
    expect(() => timeSeriesSplit(20, 2, { testSize: 0 })).toThrow(
      expect.objectContaining({ column: 'testSize' }),
    );
    expect(() => timeSeriesSplit(20, 2, { gap: -1 })).toThrow(expect.objectContaining({ column: 'gap' }));
    expect(() => timeSeriesSplit(20, 2, { maxTrain: 0 })).toThrow(
      expect.objectContaining({ column: 'maxTrain' }),
    );
    expect(() => timeSeriesSplit(2.5, 2)).toThrow(expect.objectContaining({ column: 'rows' }));
  });
});

describe('rolling origin', () => {
  const plain = (times: number[], options: RollingOriginOptions): unknown[] =>
    rollingOrigin(times, options).map(({ origin, train, test }) => [origin, [...train], [...test]]);

  it('trains before the origin and tests from it on, in order of time', () => {
    expect(plain([3, 0, 1, 2, 2, 5], { first: 2, window: 2 })).toEqual([
      [2, [1, 2], [3, 4, 0]],
      [4, [1, 2, 3, 4, 0], [5]],
    ]);
  });

  it('leaves a gap, and trains on a window where one is given', () => {
    expect(plain([0, 1, 2, 3, 4, 5], { first: 4, window: 1, gap: 1, trainWindow: 2 })).toEqual([
      [4, [1, 2], [4]],
      [5, [2, 3], [5]],
    ]);
  });

  it('steps over pauses, and windows may overlap', () => {
    expect(plain([0, 1, 40], { first: 1, window: 3, step: 1 })).toEqual([
      [1, [0], [1]],
      [38, [0, 1], [2]],
      [39, [0, 1], [2]],
      [40, [0, 1], [2]],
    ]);
    // A step of a millisecond over a year is 3 · 10^10 origins: only those near a row may be visited.
    expect(rollingOrigin([0, 3e10], { first: 1, window: 10, step: 1 })).toHaveLength(10);
  });

  it('is empty where all rows precede the first origin', () => {
    expect(rollingOrigin([1, 2], { first: 3, window: 1 })).toEqual([]);
  });

  it('keeps time in order whatever the times, windows and steps', () => {
    const length = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }),
        length,
        length,
        fc.integer({ min: 0, max: 3 }),
        fc.option(length, { nil: 1e9 }),
        (later, window, step, gap, trainWindow) => {
          const times = [-5, ...later];
          const first = 0;
          const splits = rollingOrigin(times, { first, window, step, gap, trainWindow });
          const rows = times.map((_, row) => row);
          const expected = Array.from({ length: 40 }, (_, index) => first + index * step).flatMap(
            (origin) => {
              const at = (low: number, high: number): number[] =>
                rows.filter((row) => (times[row] ?? 0) >= low && (times[row] ?? 0) < high);
              const train = at(origin - gap - trainWindow, origin - gap);
              const test = at(origin, origin + window);
              return train.length > 0 && test.length > 0 ? [{ origin, train, test }] : [];
            },
          );
          expect(splits.map(({ origin }) => origin)).toEqual(expected.map(({ origin }) => origin));
          for (const [place, { train, test }] of splits.entries()) {
            expect([...train].toSorted((a, b) => a - b)).toEqual(expected[place]?.train);
            expect([...test].toSorted((a, b) => a - b)).toEqual(expected[place]?.test);
            const ordered = gather(times, [...train, ...test]);
            expect(ordered).toEqual(ordered.toSorted());
          }
        },
      ),
    );
  });

  it('refuses what has no origin', () => {
    const refusal = (times: number[], options: RollingOriginOptions, problem: string, column: string): void =>
      expect(() => rollingOrigin(times, options)).toThrow(expect.objectContaining({ problem, column }));
    refusal([], { first: 1, window: 1 }, 'empty', 'times');
    refusal([Number.NaN], { first: 1, window: 1 }, 'not_finite', 'times');
    refusal([1, 2], { first: 1, window: 1 }, 'too_few', 'times');
    refusal([1, 2], { first: 2, window: 1, gap: 1 }, 'too_few', 'times');
    refusal([1, 2], { first: Number.NaN, window: 1 }, 'not_finite', 'first');
    refusal([1, 2], { first: 2, window: 0 }, 'out_of_range', 'window');
    refusal([1, 2], { first: 2, window: 1, step: 0 }, 'out_of_range', 'step');
    refusal([1, 2], { first: 2, window: 1, gap: -1 }, 'out_of_range', 'gap');
    refusal([1, 2], { first: 2, window: 1, trainWindow: 0 }, 'out_of_range', 'trainWindow');
  });
});

describe('k-fold by group', () => {
  it.each(reference.groupSizes)(
    '$folds folds are as large as in scikit-learn, case $#',
    ({ sizes, folds, tested }) => {
      const groups = sizes.flatMap((size, group) => Array.from({ length: size }, () => group));
      const splits = groupKFold(groups, folds, seededRandom(1));
      expect(splits.map(({ test }) => test.length).toSorted((a, b) => a - b)).toEqual(tested);
    },
  );

  it('tests every row once, never parts a group, and balances rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 2, max: 5 }),
        fc.nat(),
        (groups, folds, seed) => {
          fc.pre(new Set(groups).size >= folds);
          const splits = groupKFold(groups, folds, seededRandom(seed));
          const rows = groups.map((_, row) => row);
          expect(splits.flatMap(({ test }) => [...test]).toSorted((a, b) => a - b)).toEqual(rows);
          for (const { train, test } of splits) {
            expect(test.length).toBeGreaterThan(0);
            expect([...train, ...test].toSorted((a, b) => a - b)).toEqual(rows);
            const tested = new Set(gather(groups, test));
            expect(train.some((row) => tested.has(groups[row] ?? -1))).toBe(false);
          }
          const sizes = splits.map(({ test }) => test.length);
          const largest = Math.max(
            ...groups.map((group) => groups.filter((other) => other === group).length),
          );
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
        },
      ),
    );
  });

  it('repeats with the seed, and differs with another', () => {
    const groups = Array.from({ length: 100 }, (_, row) => row % 50);
    const tests = (seed: number): number[][] =>
      groupKFold(groups, 5, seededRandom(seed)).map(({ test }) => [...test]);
    expect(tests(1)).toEqual(tests(1));
    expect(tests(1)).not.toEqual(tests(2));
  });

  it('refuses fewer groups than folds', () => {
    expect(() => groupKFold([1, 1, 2], 3, seededRandom(1))).toThrow(
      expect.objectContaining({ problem: 'too_few', column: 'groups' }),
    );
    expect(() => groupKFold([], 2, seededRandom(1))).toThrow(expect.objectContaining({ problem: 'empty' }));
    expect(() => groupKFold([1, 2], 1, seededRandom(1))).toThrow(
      expect.objectContaining({ problem: 'out_of_range', column: 'folds' }),
    );
    expect(() => groupKFold([1, Number.NaN], 2, seededRandom(1))).toThrow(
      expect.objectContaining({ problem: 'not_finite', row: 1 }),
    );
  });
});
