import { describe, expect, it } from 'vitest';
import { beta } from '../random/distributions.ts';
import { seededRandom, type Random } from '../random/random.ts';
import { binomialQuantile } from './binomial-quantile.ts';
import type { CellLayout } from './cell-layout.ts';
import { cellPosterior } from './cell-posterior.ts';
import { effectClaims, type EffectClaim } from './effect-claims.ts';

const HOURS = 16;
const ANSWERS = 120;
const waking: CellLayout = {
  kind: 'circle',
  positions: Array.from({ length: HOURS }, (_, cell) => cell + 7),
  period: 24,
};

/** Claims about a learner who is better or worse by `effects`, from answers that were recalled or not. */
function claimsOf(random: Random, effects: readonly number[], layout = waking): EffectClaim[] {
  const sums = new Float64Array(effects.length);
  const squares = new Float64Array(effects.length);
  effects.forEach((effect, cell) => {
    for (let answer = 0; answer < ANSWERS; answer += 1) {
      const expected = beta(random, 18, 2);
      const residual = (random.unit() < expected + effect ? 1 : 0) - expected;
      sums[cell]! += residual;
      squares[cell]! += residual ** 2;
    }
  });
  const counts = effects.map(() => ANSWERS);
  return effectClaims(cellPosterior({ counts, sums, squares }, { layout, smallestEffect: 0.02 }));
}
const isTold = (claims: readonly EffectClaim[]): boolean => claims.some((claim) => claim.isTold);

/** Claims from means that are what they seem. */
function claimsFrom(
  means: readonly number[],
  layout: CellLayout,
  options = {},
  counts = means.map(() => 2000),
): EffectClaim[] {
  const table = {
    counts,
    sums: means.map((mean, cell) => mean * counts[cell]!),
    squares: means.map((mean, cell) => (mean ** 2 + 0.09) * counts[cell]!),
  };
  return effectClaims(cellPosterior(table, { layout, smallestEffect: 0.02 }), options);
}

describe('what learners are told', () => {
  it('is nothing where there is nothing, for all but a few', () => {
    const learners = 200;
    let told = 0;
    for (let seed = 0; seed < learners; seed += 1)
      if (
        isTold(
          claimsOf(
            seededRandom(1_000_000 + seed),
            Array.from({ length: HOURS }, () => 0),
          ),
        )
      )
        told += 1;
    expect(told).toBeLessThanOrEqual(binomialQuantile(0.99, learners, 0.05));
  });

  it('is that their days have a rhythm, for most who have one of five points', () => {
    const learners = 100;
    let told = 0;
    for (let seed = 0; seed < learners; seed += 1) {
      const random = seededRandom(1_100_000 + seed);
      const best = 24 * random.unit();
      const effects = Array.from(
        { length: HOURS },
        (_, cell) => 0.05 * Math.cos((Math.PI * (cell + 7 - best)) / 12),
      );
      const mean = effects.reduce((total, effect) => total + effect / HOURS, 0);
      const right = claimsOf(random, effects).some(
        ({ kind, isTold, direction, cells }) =>
          kind === 'cell' && isTold && direction * (effects[cells[0]!]! - mean) > 0.02,
      );
      if (right) told += 1;
    }
    expect(told).toBeGreaterThanOrEqual(75);
  });
});

describe('claims', () => {
  const day: CellLayout = {
    kind: 'circle',
    positions: Array.from({ length: 24 }, (_, hour) => hour),
    period: 24,
  };
  const night = Array.from({ length: 24 }, (_, hour) =>
    hour >= 22 || hour < 2 ? 0.1 : hour >= 10 && hour < 13 ? -0.1 : -0.01,
  );

  it('come as cells and as windows of neighbours, across midnight too', () => {
    const claims = claimsFrom(night, day);
    const windows = claims.filter(({ kind }) => kind === 'window');
    expect(windows.map(({ cells }) => cells).toSorted((a, b) => b.length - a.length)).toEqual([
      [22, 23, 0, 1],
      [10, 11, 12],
    ]);
    const good = windows.find(({ cells }) => cells.length === 4)!;
    expect(good).toMatchObject({ n: 8000, direction: 1, isTold: true });
    expect(good.confidence).toBe(good.above);
    expect(good.low).toBeGreaterThan(0);
    expect(windows.find(({ cells }) => cells.length === 3)).toMatchObject({ direction: -1 });
    expect(
      claims
        .filter(({ kind, isTold }) => kind === 'cell' && isTold)
        .map(({ cells }) => cells[0]!)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 1, 10, 11, 12, 22, 23]);
  });

  it('are in order of confidence', () => {
    const confidences = claimsFrom(night, day).map(({ confidence }) => confidence);
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
  });

  it('end a window at a cell of few answers', () => {
    const counts = night.map((_, hour) => (hour === 23 ? 5 : 2000));
    const windows = claimsFrom(night, day, {}, counts).filter(({ kind }) => kind === 'window');
    expect(windows.map(({ cells }) => cells).toSorted((a, b) => a[0]! - b[0]!)).toEqual([
      [0, 1],
      [10, 11, 12],
    ]);
  });

  it('part windows where good becomes bad', () => {
    const windows = claimsFrom([0.1, 0.1, -0.1, -0.1], { kind: 'line', positions: [1, 2, 3, 4] }).filter(
      ({ kind }) => kind === 'window',
    );
    expect(
      windows
        .map(({ cells, direction }) => ({ cells, direction }))
        .toSorted((a, b) => a.cells[0]! - b.cells[0]!),
    ).toEqual([
      { cells: [0, 1], direction: 1 },
      { cells: [2, 3], direction: -1 },
    ]);
  });

  it('have no windows where cells have no order', () => {
    const claims = claimsFrom([0.1, 0.1, -0.1, -0.1], { kind: 'unordered' });
    expect(claims).toHaveLength(4);
    expect(claims.every(({ kind }) => kind === 'cell')).toBe(true);
  });

  it('are recorded from .6, told from .7, or as asked', () => {
    const between = [0.047, -0.01, -0.008, -0.008, -0.008];
    const counts = between.map(() => 400);
    const [claim] = claimsFrom(between, { kind: 'unordered' }, {}, counts);
    expect(claim).toMatchObject({ cells: [0], isTold: false });
    expect(claim!.confidence).toBeGreaterThan(0.6);
    expect(claim!.confidence).toBeLessThan(0.7);
    expect(claimsFrom(between, { kind: 'unordered' }, { tellFrom: 0.62 }, counts)[0]).toMatchObject({
      isTold: true,
    });
    expect(claimsFrom(between, { kind: 'unordered' }, { recordFrom: 0.69 }, counts)).toEqual([]);
  });

  it('refuse thresholds that say nothing', () => {
    const flat = [0, 0, 0];
    expect(() => claimsFrom(flat, { kind: 'unordered' }, { recordFrom: 0.4 })).toThrow('recordFrom');
    expect(() => claimsFrom(flat, { kind: 'unordered' }, { tellFrom: 0.55 })).toThrow('tellFrom');
    expect(() => claimsFrom(flat, { kind: 'unordered' }, { tellFrom: Number.NaN })).toThrow('tellFrom');
  });
});
