import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import type { CellLayout } from './cell-layout.ts';
import { cellPosterior } from './cell-posterior.ts';
import type { CellSums, PoolingOptions } from './cell-sums.ts';
import { effectOf } from './effect-of.ts';
// Written by bench/reference/cell_effects.py.
import reference from './cell-effects.reference.json' with { type: 'json' };

const waking: CellLayout = {
  kind: 'circle',
  positions: Array.from({ length: 16 }, (_, cell) => cell + 7),
  period: 24,
};
const unordered: CellLayout = { kind: 'unordered' };
const points: PoolingOptions = { layout: waking, smallestEffect: 0.02 };

/** A table of cells with these means, every residual ± .3 about its mean. */
const tableOf = (means: readonly number[], counts: readonly number[] = means.map(() => 120)): CellSums => ({
  counts,
  sums: means.map((mean, cell) => mean * counts[cell]!),
  squares: means.map((mean, cell) => (mean ** 2 + 0.09) * counts[cell]!),
});
const peak = Array.from({ length: 16 }, (_, cell) => 0.06 * Math.cos((cell * Math.PI) / 8));

const drawn = (seed: number): CellSums => {
  const random = seededRandom(seed);
  const counts = Array.from({ length: 7 }, () => 20 + Math.floor(random.unit() * 200));
  return tableOf(
    counts.map((count) => normal(random, 0, 0.03) + normal(random, 0, 0.3 / Math.sqrt(count))),
    counts,
  );
};
const seeds = fc.integer({ min: 1_000_000, max: 2_000_000 });

describe('effects of cells', () => {
  it.each(reference.cells)(
    'are those of numpy and scipy: $name',
    ({ table, options, noEffect, estimates }) => {
      const posterior = cellPosterior(table, options as PoolingOptions);
      expect(posterior.noEffect).toBeCloseTo(noEffect, 8);
      for (const { cells, ...expected } of estimates) {
        const estimate = effectOf(posterior, cells);
        for (const [name, value] of Object.entries(expected))
          expect(estimate?.[name as keyof typeof estimate], `${name} of ${cells.join(', ')}`).toBeCloseTo(
            value,
            5,
          );
      }
    },
  );

  it('are relative to the learner: a memory model that is off everywhere makes none', () => {
    const right = effectOf(cellPosterior(tableOf(peak), points), [3])!;
    const off = effectOf(cellPosterior(tableOf(peak.map((mean) => mean - 0.03)), points), [3])!;
    for (const name of ['raw', 'effect', 'low', 'high', 'above', 'below'] as const)
      expect(off[name]).toBeCloseTo(right[name], 9);
  });

  it('have the unit of the residuals', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.01, max: 100, noNaN: true }), (seed, unit) => {
        const { counts, sums, squares } = drawn(seed);
        const scaled = {
          counts,
          sums: Array.from(sums, (sum) => sum * unit),
          squares: Array.from(squares, (square) => square * unit ** 2),
        };
        const one = effectOf(
          cellPosterior({ counts, sums, squares }, { layout: unordered, smallestEffect: 0.02 }),
          [2],
        )!;
        const other = effectOf(
          cellPosterior(scaled, { layout: unordered, smallestEffect: 0.02 * unit }),
          [2],
        )!;
        expect(other.above).toBeCloseTo(one.above, 8);
        expect(other.below).toBeCloseTo(one.below, 8);
        for (const name of ['effect', 'low', 'high'] as const)
          expect(other[name] / unit).toBeCloseTo(one[name], 8);
      }),
      { numRuns: 40 },
    );
  });

  it('add up to 0 over all answers, and lie within their intervals', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const table = drawn(seed);
        const layout: CellLayout = { kind: 'line', positions: [1, 2, 3, 5, 8, 13, 21] };
        const posterior = cellPosterior(table, { layout, smallestEffect: 0.02 });
        let total = 0;
        for (let cell = 0; cell < 7; cell += 1) {
          const { n, effect, low, high, above, below } = effectOf(posterior, [cell])!;
          total += n * effect;
          expect(low).toBeLessThanOrEqual(effect);
          expect(high).toBeGreaterThanOrEqual(effect);
          expect(above + below).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(total).toBeCloseTo(0, 8);
      }),
      { numRuns: 40 },
    );
  });

  it('do not depend on where the day begins or in which order formats are', () => {
    const layout = (first: number): CellLayout => ({
      kind: 'circle',
      positions: Array.from({ length: 8 }, (_, cell) => (3 * cell + first) % 24),
      period: 24,
    });
    const means = [0.05, 0.06, 0.02, -0.01, -0.06, -0.02, 0, 0.01];
    const one = effectOf(cellPosterior(tableOf(means), { layout: layout(0), smallestEffect: 0.02 }), [1])!;
    const turned = effectOf(
      cellPosterior(tableOf(means), { layout: layout(10), smallestEffect: 0.02 }),
      [1],
    )!;
    expect(turned.effect).toBeCloseTo(one.effect, 10);
    const options: PoolingOptions = { layout: unordered, smallestEffect: 0.02 };
    const first = effectOf(cellPosterior(tableOf(means), options), [0])!;
    const last = effectOf(cellPosterior(tableOf(means.toReversed()), options), [7])!;
    expect(last.effect).toBeCloseTo(first.effect, 10);
    expect(last.low).toBeCloseTo(first.low, 8);
  });

  it('shrink: a lonely cell is drawn to 0, neighbours that agree hold each other up', () => {
    const lonely = peak.map((_, cell) => (cell === 4 ? 0.06 : 0));
    const alone = effectOf(cellPosterior(tableOf(lonely), points), [4])!;
    const together = effectOf(cellPosterior(tableOf(peak), points), [0])!;
    expect(alone.effect).toBeLessThan(0.6 * alone.raw);
    expect(together.effect).toBeGreaterThan(0.8 * together.raw);
    expect(together.above).toBeGreaterThan(0.9);
  });

  it('stay within the interval where all but one cell say that there is nothing', () => {
    const lone = peak.map((_, cell) => (cell === 4 ? -0.06 : 0));
    const mirrored = lone.map((mean) => -mean);
    const bad = effectOf(cellPosterior(tableOf(lone), points), [4])!;
    const good = effectOf(cellPosterior(tableOf(mirrored), points), [4])!;
    expect(bad.high).toBe(bad.effect);
    expect(good.low).toBe(good.effect);
    expect(good.high).toBeCloseTo(-bad.low, 12);
  });

  it('are more surely none the more flat cells there are', () => {
    const few = cellPosterior(tableOf([0, 0, 0]), { layout: unordered, smallestEffect: 0.02 });
    const many = cellPosterior(tableOf(Array.from({ length: 30 }, () => 0)), {
      layout: unordered,
      smallestEffect: 0.02,
    });
    expect(few.noEffect).toBeGreaterThan(1 / 3);
    expect(many.noEffect).toBeGreaterThan(few.noEffect);
  });

  it('are told less readily where several tables share the budget, or sessions share a mood', () => {
    const above = (options: Partial<PoolingOptions>): number =>
      effectOf(cellPosterior(tableOf(peak.map((mean) => mean * 0.6)), { ...points, ...options }), [0])!.above;
    expect(above({ families: 3 })).toBeLessThan(above({}));
    expect(above({ designEffect: 2 })).toBeLessThan(above({}));
  });

  it('know the variance when it is given', () => {
    const given = peak.map(() => 0.09);
    const own = effectOf(cellPosterior(tableOf(peak), points), [0])!;
    const known = effectOf(cellPosterior(tableOf(peak), { ...points, variances: given }), [0])!;
    // The sums give 120 / 119 of it.
    expect(known.high - known.low).toBeLessThan(own.high - own.low);
    expect(known.effect).toBeCloseTo(own.effect, 3);
  });

  it('stand a difference beyond all doubt', () => {
    const posterior = cellPosterior(tableOf([1, -1, 1], [1e6, 1e6, 1e6]), {
      layout: unordered,
      smallestEffect: 0.02,
    });
    expect(posterior.noEffect).toBe(0);
    expect(effectOf(posterior, [0])!.effect).toBeCloseTo(2 / 3, 4);
    expect(effectOf(posterior, [0])!.above).toBeCloseTo(1, 12);
  });
});

describe('cells of few answers', () => {
  const counts = [120, 19, 120, 120, 0];
  const options: PoolingOptions = { layout: unordered, smallestEffect: 0.02 };
  const posterior = cellPosterior(tableOf([0.05, -0.9, -0.05, 0, 0], counts), options);

  it('take no part', () => {
    expect([...posterior.cells]).toEqual([0, 2, 3]);
    expect(effectOf(posterior, [1])).toBeNull();
    expect(effectOf(posterior, [0, 1])).toBeNull();
    expect(effectOf(posterior, [7])).toBeNull();
    expect(effectOf(posterior, [0])!.raw).toBeCloseTo(0.05, 12);
  });

  it('leave no table when there are not two others', () => {
    expect(() => cellPosterior(tableOf([0, 0, 0], [120, 19, 3]), options)).toThrow(
      'counts: needs two cells of at least 20',
    );
    expect(() => cellPosterior(tableOf([]), options)).toThrow('counts: needs two cells');
  });

  it('are asked for one by one and not all at once', () => {
    expect(() => effectOf(posterior, [])).toThrow('cells: needs at least one cell');
    expect(() => effectOf(posterior, [2, 2])).toThrow('cells[1]: 2 is there twice');
    expect(() => effectOf(posterior, [0, 2, 3])).toThrow('all cells do not differ');
  });
});

describe('bad tables', () => {
  const table = tableOf([0, 0.1, 0.2]);
  const options: PoolingOptions = { layout: unordered, smallestEffect: 0.02 };
  it.each<[string, Partial<CellSums>, Partial<PoolingOptions>]>([
    ['counts[1]: 1.5 is not a whole number', { counts: [30, 1.5, 30] }, {}],
    ['counts[0]: -1', { counts: [-1, 30, 30] }, {}],
    ['sums[2]: NaN', { sums: [0, 0, Number.NaN] }, {}],
    ['sums: has 2 rows', { sums: [0, 0] }, {}],
    ['squares: has 1 rows', { squares: [1] }, {}],
    ['squares[1]: Infinity', { squares: [1, Infinity, 1] }, {}],
    ['squares[0]: 1 is less than the sum allows', { sums: [20, 0, 0], squares: [1, 1, 1] }, {}],
    ['squares: no residual differs', { sums: [12, 24, 0], squares: [1.2, 4.8, 0] }, {}],
    ['variances[1]: 0', {}, { variances: [1, 0, 1] }],
    ['variances: has 2 rows', {}, { variances: [1, 1] }],
    ['smallestEffect: 0', {}, { smallestEffect: 0 }],
    ['families: 0', {}, { families: 0 }],
    ['designEffect: 0.5', {}, { designEffect: 0.5 }],
    ['minimumCount: 1', {}, { minimumCount: 1 }],
    ['positions: has 16 rows', {}, { layout: waking }],
  ])('are refused: %s', (message, change, changed) => {
    expect(() => cellPosterior({ ...table, ...change }, { ...options, ...changed })).toThrow(message);
  });
});
